import { randomUUID } from 'node:crypto';
import type { Call, Endpoints } from './endpoint';
import {
	readObject,
	readPage,
	readParameter,
	readText,
	refuseUnknownKeys,
	success,
} from './endpoint';
import { invalidInput, missing, unknownLead } from './errors';
import { linkShown, textInList } from './recordViews';
import { sameUrl, type State } from './state';
import type { Note } from './types';

/** Guess: the message. */
const unknownNote = () => invalidInput('Note does not exist.');

/** Despite its name, `AttachmentName` is a URL on the way in. */
function attach(state: State, note: Note, url: unknown) {
	if (url === undefined || url === '') return;
	if (typeof url !== 'string' || !/^https?:\/\//.test(url)) {
		throw invalidInput('AttachmentName is not a URL.');
	}
	const upload = state.uploadAt(url);
	if (!upload && state.switches.strictAttachmentUrls) {
		throw invalidInput('AttachmentName is no URL that an upload returned.');
	}
	detach(state, note);
	note.attachmentUrl = url;
	if (upload) {
		state.places.push({ recordType: 'Lead', recordId: note.leadId, field: 'Note', upload });
	}
}

/** Takes away the place of a note's file. */
function detach(state: State, note: Note) {
	const index = state.places.findIndex(
		({ field, recordId, upload }) =>
			field === 'Note' &&
			recordId === note.leadId &&
			[upload.s3FilePath, upload.relativeFilePath].some((url) => sameUrl(note.attachmentUrl, url)),
	);
	if (index >= 0) state.places.splice(index, 1);
}

function noteOf(state: State, leadId: string, id: string): Note {
	const note = state.notes.get(id);
	if (note?.leadId !== leadId) throw unknownNote();
	return note;
}

/** On the way out `AttachmentName` is the file's name, blanks as `+` in the documented sample. */
const noteView = (state: State, note: Note) => ({
	ProspectNoteId: note.id,
	RelatedProspectId: note.leadId,
	Note: textInList(state, note.note),
	AttachmentName: note.attachmentUrl.split('/').at(-1)?.replace(/%20| /g, '+') ?? '',
	AttachmentURL: note.attachmentUrl && linkShown(state, note.attachmentUrl),
	CreatedOn: note.createdOn,
});

function createNote({ state, body }: Call) {
	const input = readObject(body, 'The body');
	refuseUnknownKeys(input, ['RelatedProspectId', 'Note', 'AttachmentName']);
	const leadId = readText(input, 'RelatedProspectId');
	const text = readText(input, 'Note');
	if (!state.leads.has(leadId)) throw unknownLead();
	const note = {
		id: randomUUID(),
		leadId,
		note: text,
		attachmentUrl: '',
		createdOn: state.now(),
	};
	state.writes(note, true);
	attach(state, note, input.AttachmentName);
	state.notes.set(note.id, note);
	return success({ Id: note.id });
}

function updateNote({ state, body }: Call) {
	const input = readObject(body, 'The body');
	refuseUnknownKeys(input, ['RelatedProspectId', 'ProspectNoteId', 'Note', 'AttachmentName']);
	const leadId = readText(input, 'RelatedProspectId');
	const note = noteOf(state, leadId, readText(input, 'ProspectNoteId'));
	if (input.Note === undefined && input.AttachmentName === undefined) {
		throw missing(`'Note' or 'AttachmentName' is mandatory.`);
	}
	state.writes(note);
	attach(state, note, input.AttachmentName);
	if (input.Note !== undefined) note.note = readText(input, 'Note');
	return success();
}

function retrieveNotes({ state, body }: Call) {
	const { Parameter, Paging } = readObject(body, 'The body');
	const parameter = readObject(Parameter, 'Parameter');
	const leadId = readText(parameter, 'RelatedId');
	const notes = state
		.allSeen(state.notes)
		.filter((note) => note.leadId === leadId && (!parameter.Id || note.id === parameter.Id));
	return { List: readPage(notes, Paging).map((note) => noteView(state, note)) };
}

function deleteNote(call: Call) {
	const { state } = call;
	const note = noteOf(state, readParameter(call, 'prospectId'), readParameter(call, 'noteId'));
	detach(state, note);
	state.notes.delete(note.id);
	return success();
}

/** Notes of leads. */
export const noteEndpoints: Endpoints = {
	'LeadManagement.svc/CreateNote': { method: 'POST', handle: createNote },
	'LeadManagement.svc/UpdateNote': { method: 'POST', handle: updateNote },
	'LeadManagement.svc/RetrieveNote': { method: 'POST', handle: retrieveNotes },
	'LeadManagement.svc/DeleteNote': { method: 'GET', handle: deleteNote },
};
