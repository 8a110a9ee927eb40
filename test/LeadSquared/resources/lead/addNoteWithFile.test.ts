import type { IDataObject } from 'n8n-workflow';
import { leadId } from '../../../stand-ins/leadsquared';
import {
	by,
	envelope,
	itemWith,
	notAttached,
	openable,
	useLeadSquared,
} from '../../../support/leadSquared';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const addNote = (more: IDataObject = {}): IDataObject => ({
	resource: 'lead',
	operation: 'addNoteWithFile',
	leadId: by('list', leadId(1)),
	binaryPropertyName: 'data',
	note: '',
	...more,
});

const newNotes = () => [...account.crm.notes.values()].slice(1);

test('each file becomes a note with its link', async () => {
	const item = await itemWith({ one: 'Passport scan.pdf', two: 'Müller.docx' });
	const parameters = addNote({ binaryPropertyName: 'one, two', note: 'Sent by email' });
	const output = await account.outputOf(parameters, [item]);
	expect(account.calls()).toEqual([
		'Leads.GetById',
		'File/Upload',
		'File/Upload',
		'CreateNote',
		'CreateNote',
	]);
	expect(account.targets()).toEqual([{ FileType: '0' }, { FileType: '0' }]);
	const links = account.crm.uploads.map(({ relativeFilePath }) => openable(relativeFilePath));
	expect(account.requestsTo('CreateNote').map(({ body }) => body)).toEqual(
		links.map((AttachmentName) => ({
			RelatedProspectId: leadId(1),
			Note: 'Sent by email',
			AttachmentName,
		})),
	);
	const [first, second] = newNotes();
	expect(output).toEqual([
		{
			recordId: leadId(1),
			recordType: 'lead',
			fileCount: 2,
			leadId: leadId(1),
			leadCreated: false,
			warnings: [],
			files: [
				expect.objectContaining({ uploadedFile: 'Passport scan.pdf', noteId: first.id }),
				expect.objectContaining({ uploadedFile: 'Müller.docx', noteId: second.id }),
			],
		},
	]);
	expect(account.crm.arrivals()).toMatchObject([
		{ record: `Lead ${leadId(1)}`, field: 'Note', attached: true },
		{ record: `Lead ${leadId(1)}`, field: 'Note', attached: true },
	]);
});

test.each([
	['', 'a.pdf'],
	['  ', 'a.pdf'],
	['={{ 12 }}', '12'],
])('the text %j becomes %j', async (note, text) => {
	// A file that LeadSquared renames is still known to people by its own name.
	account.crm.switches.uploadReply = 'renameToHash';
	await account.outputOf(addNote({ note }));
	expect(newNotes()[0].note).toBe(text);
});

test.each([
	['by email', by('email', 'ben@example.com')],
	['by ID', by('id', leadId(2))],
	['by phone', by('phone', '+1-2025550101')],
])('the lead is found %s', async (_, lead) => {
	await account.outputOf(addNote({ leadId: lead }));
	expect(newNotes()).toMatchObject([{ leadId: leadId(2) }]);
});

test('an unknown lead: nothing is uploaded', async () => {
	const { error } = await account.run(addNote({ leadId: by('email', 'nobody@example.com') }));
	expect(error?.message).toBe(
		'LeadSquared has no lead with the email address nobody@example.com [item 0]',
	);
	expect(account.crm.uploadCount).toBe(0);
});

test('all files of the item', async () => {
	const item = await itemWith({ attachment_0: 'a.pdf', attachment_1: 'b.pdf' });
	await account.outputOf(addNote({ fileSelection: 'all' }), [item]);
	expect(newNotes().map(({ note }) => note)).toEqual(['a.pdf', 'b.pdf']);
});

test('a lead that is not there is created when that is wanted, with its fields', async () => {
	const parameters = {
		leadId: by('email', 'nia@example.com'),
		createLead: true,
		newLead: { firstName: 'Nia' },
	};
	const [output] = await account.outputOf(addNote(parameters));
	const [lead] = [...account.crm.leads.values()].slice(120);
	expect(output).toMatchObject({ leadId: lead.id, leadCreated: true });
	expect(account.bodyOf('Lead.Create')).toContainEqual({ Attribute: 'FirstName', Value: 'Nia' });
	expect(newNotes()).toMatchObject([{ leadId: lead.id }]);
});

test('after a note that was refused the error tells which files are without one', async () => {
	account.answer('CreateNote', 500, envelope('Notes are full.'), 2);
	const item = await itemWith({ one: 'one.pdf', two: 'two.pdf', three: 'three.pdf' });
	const { error } = await account.run(addNote({ binaryPropertyName: 'one,two,three' }), [item]);
	const [one, two, three] = account.crm.uploads;
	expect(error?.message).toBe('LeadSquared says: Notes are full. [item 0]');
	expect(error?.description).toMatch(
		notAttached(`two.pdf at ${two.relativeFilePath}; three.pdf at ${three.relativeFilePath}.`),
	);
	expect(error?.description).toContain(
		`Attached already, not to be repeated: one.pdf at ${one.relativeFilePath}.`,
	);
	expect(newNotes()).toHaveLength(1);
});

test('a lost answer is looked up, and asked for again only when no note is there', async () => {
	account.breakOff('CreateNote');
	const { error } = await account.run(addNote());
	expect(error?.message).toContain('closed the connection before the answer was complete');
	expect(error?.description).toContain('It was looked up, and not carried out; 4 attempts failed.');
	expect(error?.description).toContain('but not attached: a.pdf at http');
	expect(account.requestsTo('CreateNote')).toHaveLength(4);
	expect(newNotes()).toEqual([]);
});

test('an answer without the id of the note is not taken for one', async () => {
	account.answer('CreateNote', 200, { Status: 'Success', Message: {} });
	const { error } = await account.run(addNote());
	expect(error?.message).toBe('LeadSquared did not say which note it made [item 0]');
	expect(error?.description).toContain('but not attached: a.pdf at http');
});

test('a file without a link cannot be in a note', async () => {
	account.answer('Upload', 200, { Status: 'Success', uploadedFile: 'a.pdf' });
	const { error } = await account.run(addNote());
	expect(error?.message).toBe(
		'LeadSquared gave no link for the file, so no note can point to it [item 0]',
	);
	expect(error?.description).toBe('Uploaded to the account, but not attached: a.pdf.');
	expect(account.requestsTo('CreateNote')).toEqual([]);
});
