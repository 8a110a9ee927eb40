import type { IDataObject } from 'n8n-workflow';
import { lookAt } from '../../shared/execution/doubt';
import type { LeadSquaredClient } from '../transport/client';
import type { SetReadings } from '../transport/fieldReadings';
import { comparedWith, readDetailsSet } from '../transport/fieldReadings';
import type { FieldSetValues } from '../transport/fieldRows';
import type { UploadedFile } from '../transport/files';
import type { NewNote } from '../transport/notes';
import { hasNote } from '../transport/notes';
import { attachmentsOf, isAttachment } from '../transport/recordFiles';
import type { Confirmation } from './confirm';
import { lookAfter, looksAfterMs, notConfirmed, readBack, toConfirmations } from './confirm';

/**
 * Reads an activity or an opportunity back: the fields of its set, or its attachment list.
 *
 * @param details asks for it anew
 * @param before what the fields have shown before, where somebody has looked
 * @throws ActionableError when it can be read and does not hold one of the files
 */
export async function confirmDetails(
	client: LeadSquaredClient,
	details: () => Promise<IDataObject>,
	sent: FieldSetValues | UploadedFile[],
	before: SetReadings = [],
): Promise<Confirmation[]> {
	if (!Array.isArray(sent)) return await confirmFields(client, sent, details, before);
	return await confirmAttachments(client, sent, details);
}

/**
 * What the fields of a set show before they are filled, so that another name which LeadSquared gives the
 * file is told from that of an older one; undefined where the look fails.
 */
export async function fieldsBefore(
	client: LeadSquaredClient,
	details: () => Promise<IDataObject>,
	set: FieldSetValues,
): Promise<SetReadings | undefined> {
	const now = await lookAt(details, client.execution.signal);
	return now && readDetailsSet(now, set);
}

async function confirmFields(
	client: LeadSquaredClient,
	set: FieldSetValues,
	details: () => Promise<IDataObject>,
	before: SetReadings,
): Promise<Confirmation[]> {
	client.execution.account.noteShown('details', before);
	const read = async () => comparedWith(before, readDetailsSet(await details(), set));
	const readings = await readBack(client, 'details', set, read);
	return toConfirmations(readings, client.execution.account.shows('details'));
}

/**
 * Whether details show the files on an attachment list; `null` where they show no list, or an entry that may
 * be the file.
 *
 * @throws ActionableError when the list lacks one of the files
 */
async function confirmAttachments(
	client: LeadSquaredClient,
	uploaded: UploadedFile[],
	details: () => Promise<IDataObject>,
): Promise<Confirmation[]> {
	let list: ReturnType<typeof attachmentsOf>;
	const entryOf = ({ file, s3Url, fileUrl }: UploadedFile, isIt: true | null) => {
		const attachment = { name: file.fileName, url: s3Url ?? fileUrl ?? '' };
		return list?.find((entry) => isAttachment(entry, attachment) === isIt);
	};
	const { signal } = client.execution;
	for (const pauseMs of looksAfterMs) {
		const now = await lookAfter(pauseMs, details, signal);
		list = now && attachmentsOf(now);
		if (now && (!list || uploaded.every((upload) => entryOf(upload, true)))) break;
	}
	return uploaded.map((upload) => {
		const shown = entryOf(upload, true);
		if (shown) return { confirmed: true, fieldValue: shown.fileName };
		if (!list || entryOf(upload, null)) return { confirmed: null, fieldValue: null };
		throw notConfirmed(
			`The attachment list does not show the file "${upload.file.label}", although LeadSquared reported success`,
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
	const { signal } = client.execution;
	const look = async () => await hasNote(client, noteId, note);
	let shown: Awaited<ReturnType<typeof hasNote>>;
	for (const pauseMs of looksAfterMs) {
		shown = await lookAfter(pauseMs, look, signal);
		if (shown) break;
	}
	const { confirmed, seen } = shown ?? { confirmed: null, seen: null };
	if (confirmed !== false) return { confirmed, fieldValue: seen };
	throw notConfirmed(
		'The note does not lead to the file, although LeadSquared reported success',
		seen ?? '',
	);
}
