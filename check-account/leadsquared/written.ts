import type { AllSeen, Written } from '../shared';
import type { LeadSquaredGiven } from './plan';
import { capturedIn, checkName, fieldValue, madeIn, uploadedIn, wentWell } from './plan';

/** The last time that the lead was read after a write. */
const reads = [
	'after-other-upload',
	'after-unknown-name',
	'after-second',
	'after-upsert',
	'after-flattened',
	'after-nested',
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

/** What the file fields of the lead hold at the end. */
function fieldsLeft(given: LeadSquaredGiven, seen: AllSeen): Written[] {
	const last = reads.map((id) => seen[id]).find((answer) => answer?.status === 200);
	return given.fileFields.flatMap((field) => {
		const name = fieldValue(given, last, field);
		const where = `in the field ${given.fieldSet} > ${field} of the test lead`;
		return name ? [{ what: 'field', name, where }] : [];
	});
}
