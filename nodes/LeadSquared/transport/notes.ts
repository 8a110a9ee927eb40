import type { IDataObject } from 'n8n-workflow';
import type { Sent } from '../../shared/execution/doubt';
import { nonEmptyText } from '../../shared/parameters/coercion';
import { idIn, listIn, memberOf, textId } from './answers';
import type { DoubtSettings, LeadSquaredClient } from './client';
import { isSameLink, nameInLink, toLink } from './links';
import type { Fit } from './newRecords';
import { isSameText, newIn } from './newRecords';
import type { RecordFile } from './recordFiles';

const service = 'LeadManagement.svc';
const pageSize = 100;
const mostPages = 50;

/** A note with a link to a file. */
export interface NewNote {
	leadId: string;
	text: string;
	fileUrl: string;
}

/** Adds a note with a link to a file. @returns the note's id */
export async function createNote(
	client: LeadSquaredClient,
	note: NewNote,
	doubt: DoubtSettings,
): Promise<string> {
	const { leadId, text, fileUrl } = note;
	// LeadSquared calls the link a name.
	const body = { RelatedProspectId: leadId, Note: text, AttachmentName: fileUrl };
	const request = {
		key: JSON.stringify(['note', note]),
		idOf: (id: string) => `note ${id}`,
		send: async () => idIn(await client.post<unknown>(`${service}/CreateNote`, body), 'note'),
		look: async (sent: Sent) => {
			const rows = await notesOf(client, leadId, 1);
			const { account } = client.execution;
			const wanted = {
				kind: 'note',
				idNames: ['ProspectNoteId'],
				fit: (row: IDataObject) => fitOfNote(row, note),
			};
			return newIn(rows, wanted, { account, sent, isWhole: rows.length < pageSize });
		},
	};
	return await client.sendOnce(request, doubt);
}

/** Whether a row is this note; where its link is another one, the text tells whether it may be. */
function fitOfNote(row: IDataObject, { text, fileUrl }: NewNote): Fit {
	const leads = leadsTo(row, fileUrl);
	const isText = isSameText(memberOf(row, 'Note'), text);
	if (leads === false) return isText ? 'differs' : 'no';
	if (!isText) return 'differs';
	return leads ? 'yes' : 'unknown';
}

/**
 * Whether a note leads to the file; `null` where it may: it shows no link, or another one to a file of this
 * name. That the link reads back as it was sent is not documented.
 */
function leadsTo(row: IDataObject, fileUrl: string): boolean | null {
	const link = memberOf(row, 'AttachmentURL');
	if (typeof link !== 'string') return null;
	if (isSameLink(link, fileUrl)) return true;
	return nameInLink(link) === nameInLink(fileUrl) ? null : false;
}

/**
 * Whether the note with this id leads to the file; `null` where that is not certain.
 *
 * @returns undefined when there is no such note
 */
export async function hasNote(
	client: LeadSquaredClient,
	noteId: string,
	note: NewNote,
): Promise<{ confirmed: boolean | null; seen: string | null } | undefined> {
	const row = (await notesOf(client, note.leadId, 1)).find(
		(known) => textId(memberOf(known, 'ProspectNoteId')) === noteId,
	);
	if (!row) return undefined;
	const link = memberOf(row, 'AttachmentURL');
	const seen = typeof link === 'string' ? link : null;
	return { confirmed: leadsTo(row, note.fileUrl), seen };
}

/**
 * The files of a lead's notes ("Get All Notes of a Lead"): `AttachmentName` is the name on the way out, with
 * `+` for spaces in the documented sample, and `AttachmentURL` the link.
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

/** The link keeps the name as it is; the name itself has `+` for spaces. */
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
