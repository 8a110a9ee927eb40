import type { IDataObject } from 'n8n-workflow';
import { getActivity } from '../transport/activities';
import type { LeadSquaredClient } from '../transport/client';
import { readDetailsField, readSet } from '../transport/fieldReadings';
import type { FieldSetValues } from '../transport/fieldRows';
import type { UploadedFile } from '../transport/files';
import { isSameLink } from '../transport/links';
import type { NewNote } from '../transport/notes';
import { hasNote } from '../transport/notes';
import { getOpportunity } from '../transport/opportunities';
import { attachmentsOf } from '../transport/recordFiles';
import type { Confirmation } from './confirm';
import { notConfirmed, readBack, toConfirmations } from './confirm';

/**
 * Reads an activity back: the fields of its set, or its attachment list.
 *
 * @throws ActionableError when it can be read and does not hold one of the files
 */
export async function confirmActivity(
	client: LeadSquaredClient,
	activityId: string,
	sent: FieldSetValues | UploadedFile[],
): Promise<Confirmation[]> {
	if (Array.isArray(sent)) return confirmAttachments(await getActivity(client, activityId), sent);
	return await confirmFields(client, sent, async () => await getActivity(client, activityId));
}

/** The same for the fields of an opportunity. */
export async function confirmOpportunity(
	client: LeadSquaredClient,
	opportunityId: string,
	set: FieldSetValues,
): Promise<Confirmation[]> {
	return await confirmFields(client, set, async () => await getOpportunity(client, opportunityId));
}

async function confirmFields(
	client: LeadSquaredClient,
	set: FieldSetValues,
	details: () => ReturnType<typeof getActivity>,
): Promise<Confirmation[]> {
	const read = async () => {
		const now = await details();
		return readSet(set, (setField, inner) => readDetailsField(now, setField, inner));
	};
	return toConfirmations(await readBack(client, read));
}

/**
 * Whether details show the files on an attachment list; `null` where they show no list.
 *
 * @throws ActionableError when the list lacks one of the files
 */
export function confirmAttachments(details: IDataObject, uploaded: UploadedFile[]): Confirmation[] {
	const list = attachmentsOf(details);
	return uploaded.map(({ file, s3Url, fileUrl }) => {
		if (!list) return { confirmed: null, fieldValue: null };
		const link = s3Url ?? fileUrl ?? '';
		const shown = list.find((entry) => isSameLink(entry.fileUrl ?? '', link));
		if (shown) return { confirmed: true, fieldValue: shown.fileName };
		throw notConfirmed(
			`The attachment list does not show the file "${file.label}", although LeadSquared reported success`,
			list.map(({ fileName }) => fileName).join(', '),
		);
	});
}

/**
 * Looks the note up by its id.
 *
 * @throws ActionableError when it leads to another file
 */
export async function confirmNote(
	client: LeadSquaredClient,
	noteId: string,
	note: NewNote,
): Promise<Confirmation> {
	const { confirmed, seen } = await hasNote(client, noteId, note);
	if (confirmed !== false) return { confirmed, fieldValue: seen };
	throw notConfirmed(
		'The note does not lead to the file, although LeadSquared reported success',
		seen ?? '',
	);
}
