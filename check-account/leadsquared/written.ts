import type { AllSeen, Written } from '../shared';
import type { LeadSquaredGiven } from './plan';
import { capturedIn, checkName, fieldValue, madeIn, uploadedIn, wentWell } from './plan';

/** The writes to each of the two fields, the last first, and the uploads whose names they write. */
const writes: Array<Array<[write: string, upload: string]>> = [
	[
		['write-upsert', 'upload-upsert'],
		['write-flattened', 'upload-flattened'],
		['write-nested', 'upload-nested'],
	],
	[
		['write-other-upload', 'upload-document'],
		['write-unknown-name', ''],
		['write-second', 'upload-second'],
	],
];

/** Everything that the check left in the account: what a person may want to delete. */
export function leadSquaredWritten(given: LeadSquaredGiven, seen: AllSeen): Written[] {
	const files = Object.keys(seen)
		.filter((id) => id.startsWith('upload-') || id.startsWith('size-'))
		.map((id) => uploadedIn(seen[id]).name)
		.filter(Boolean);
	const activity = madeIn(seen.activity);
	const opportunity = capturedIn(seen.capture);
	const note = madeIn(seen.note);
	const onActivity = `on the activity "${checkName(given, 'activity', '')}"`;
	return [
		...[...new Set(files)].map((name) => ({
			what: 'file',
			name,
			where: 'in the file storage (LeadSquared has no way to delete it)',
		})),
		...fieldsLeft(given, seen),
		...(activity
			? [
					{
						what: 'activity',
						name: checkName(given, 'activity', ''),
						where: `on the test lead, ID ${activity}`,
					},
				]
			: []),
		...(wentWell(seen.attachment)
			? [{ what: 'attachment', name: checkName(given, 'attachment'), where: onActivity }]
			: []),
		...(wentWell(seen.attachmentElsewhere)
			? [{ what: 'attachment', name: checkName(given, 'elsewhere'), where: onActivity }]
			: []),
		...(opportunity
			? [
					{
						what: 'opportunity',
						name: checkName(given, 'opportunity', ''),
						where: `on the test lead, ID ${opportunity}`,
					},
				]
			: []),
		...(capturedIn(seen.captureWrong)
			? [
					{
						what: 'opportunity',
						name: checkName(given, 'opportunity', ''),
						where: `on the test lead, ID ${capturedIn(seen.captureWrong)}`,
					},
				]
			: []),
		...(wentWell(seen.opportunityAttachment)
			? [
					{
						what: 'attachment',
						name: checkName(given, 'opportunity-attachment'),
						where: `on the opportunity "${checkName(given, 'opportunity', '')}"`,
					},
				]
			: []),
		...(note
			? [
					{
						what: 'note',
						name: checkName(given, 'note', ''),
						where: `on the test lead, ID ${note}`,
					},
				]
			: []),
	];
}

/** What the file fields of the lead hold at the end: as they read back, else as the last write said. */
function fieldsLeft(given: LeadSquaredGiven, seen: AllSeen): Written[] {
	return given.fileFields.flatMap((field, index) => {
		const last = (writes[index] ?? []).find(([write]) => wentWell(seen[write]));
		if (!last) return [];
		const [, upload] = last;
		const sent = upload ? uploadedIn(seen[upload]).name : checkName(given, 'never-uploaded');
		const shown = lastRead(seen).map((answer) => fieldValue(given, answer, field))[0];
		const name = shown ?? sent;
		const where = `in the field ${given.fieldSet} > ${field} of the test lead`;
		return name ? [{ what: 'field', name, where }] : [];
	});
}

const reads = ['other-upload', 'unknown-name', 'second', 'upsert', 'flattened', 'nested'];

/** The lead as it was read last. */
function lastRead(seen: AllSeen): Array<AllSeen[string]> {
	const read = reads.map((id) => seen[`after-${id}`]).filter((answer) => answer?.status === 200);
	return read.slice(0, 1);
}
