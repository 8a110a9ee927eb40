import type { IDataObject } from 'n8n-workflow';
import { nonEmptyText } from '../../shared/parameters/coercion';
import { idIn, listIn, textId } from './answers';
import type { LeadSquaredClient } from './client';
import { toLink } from './links';
import type { RecordFile } from './recordFiles';

const service = 'LeadManagement.svc';
const pageSize = 100;
const mostPages = 50;

/** Adds a note with a link to a file. @returns the note's id */
export async function createNote(
	client: LeadSquaredClient,
	leadId: string,
	note: string,
	fileUrl: string,
): Promise<string> {
	// LeadSquared calls the link a name.
	const body = { RelatedProspectId: leadId, Note: note, AttachmentName: fileUrl };
	return idIn(await client.post<unknown>(`${service}/CreateNote`, body), 'note');
}

/**
 * The files of a lead's notes ("Get All Notes of a Lead"): `AttachmentName` is the name on the way out, with
 * `+` for blanks in the documented sample, and `AttachmentURL` the link.
 */
export async function filesOfNotes(
	client: LeadSquaredClient,
	leadId: string,
): Promise<RecordFile[]> {
	const files: RecordFile[] = [];
	for (let page = 1; page <= mostPages; page++) {
		const notes = await notesOf(client, leadId, page);
		for (const note of notes) {
			const link = nonEmptyText(note.AttachmentURL);
			const name = nonEmptyText(note.AttachmentName);
			if (!link && !name) continue;
			const noteId = textId(note.ProspectNoteId);
			const text = nonEmptyText(note.Note);
			files.push({
				source: 'note',
				...(noteId ? { noteId } : {}),
				...(text ? { note: text } : {}),
				fileName: nameOf(name, link),
				...(link ? { fileUrl: toLink(link) } : {}),
			});
		}
		if (notes.length < pageSize) break;
	}
	return files;
}

async function notesOf(
	client: LeadSquaredClient,
	leadId: string,
	page: number,
): Promise<IDataObject[]> {
	const body = {
		Parameter: { RelatedId: leadId },
		Paging: { PageIndex: page, PageSize: pageSize },
		Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
	};
	const answer = await client.post<unknown>(`${service}/RetrieveNote`, body, {}, 'lookup');
	// Notes of another lead would be files of another person.
	return listIn(answer).filter(
		({ RelatedProspectId: owner }) => owner === undefined || owner === leadId,
	);
}

/** The link keeps the name as it is; the name itself has `+` for blanks. */
function nameOf(name: string | undefined, link: string | undefined): string {
	const ofLink = decoded((link ?? '').split('?')[0].split('/').at(-1) ?? '');
	return ofLink || (name ?? '').replace(/\+/g, ' ');
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
