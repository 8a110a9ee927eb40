import { idIn } from './answers';
import type { LeadSquaredClient } from './client';

const service = 'LeadManagement.svc';

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
