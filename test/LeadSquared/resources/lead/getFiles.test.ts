import type { IDataObject } from 'n8n-workflow';
import { leadId } from '../../../stand-ins/leadsquared';
import { binaryDataService } from '../../../support/n8n';
import { by, envelope, itemWith, rows, useLeadSquared } from '../../../support/leadSquared';

const account = useLeadSquared();
const noFiles = [{ json: {} }];

const getFiles = (more: IDataObject = {}): IDataObject => ({
	resource: 'lead',
	operation: 'getFiles',
	leadId: by('id', leadId(1)),
	...more,
});

/** Puts one file into the lead's field set and one into a note, as the node itself does. */
async function fill(): Promise<void> {
	const lead = { resource: 'lead', leadId: by('id', leadId(1)) };
	await account.outputOf(
		{
			...lead,
			operation: 'attachFile',
			entitySchemaName: by('name', 'mx_KYC'),
			files: rows(['data', 'mx_CustomObject_1']),
		},
		[await itemWith({ data: 'Passport scan.pdf' })],
	);
	await account.outputOf(
		{ ...lead, operation: 'addNoteWithFile', binaryPropertyName: 'data', note: 'By email' },
		[await itemWith({ data: 'Offer #12 äö.pdf' })],
	);
	account.crm.requests.length = 0;
}

const inSet = {
	source: 'customFieldSet',
	customFieldSet: 'mx_KYC',
	fileField: 'mx_CustomObject_1',
	fileName: 'Passport scan.pdf',
};
const inNote = { source: 'note', note: 'By email', fileName: 'Offer #12 äö.pdf' };

test.each(['jsonText', 'object'] as const)('a field set that reads back as %s', async (form) => {
	await fill();
	account.crm.switches.leadSetsReadAs = form;
	const [output] = await account.outputOf(getFiles(), noFiles);
	expect(output).toMatchObject({
		recordId: leadId(1),
		recordType: 'lead',
		leadId: leadId(1),
		email: account.crm.leads.get(leadId(1))!.values.EmailAddress,
		warnings: [],
		files: [inSet, inNote],
	});
});

test('a field set that does not read back leaves the notes', async () => {
	await fill();
	account.crm.switches.leadSetsReadAs = 'nothing';
	const [{ files }] = await account.outputOf(getFiles(), noFiles);
	expect(files).toMatchObject([inNote]);
});

test.each([true, false])('names are told from other values, metadata shown: %s', async (shown) => {
	account.crm.switches.metadataShowsCustomObjects = shown;
	const lead = account.crm.leads.get(leadId(1))!;
	lead.fieldSets.mx_KYC = {
		Status: 'Pending.pdf',
		mx_CustomObject_1: 'one.pdf, two.docx',
		mx_CustomObject_2: '',
		mx_CustomObject_3: '864563',
	};
	const [{ files }] = await account.outputOf(getFiles(), noFiles);
	expect((files as IDataObject[]).map(({ fileName }) => fileName)).toEqual(['one.pdf', 'two.docx']);
});

test('files are listed whatever type the metadata give their fields', async () => {
	await fill();
	account.crm.switches.fileFieldDataType = 'Document';
	Object.assign(account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC, {
		mx_CustomObject_2: 'unknown',
		mx_CustomObject_3: '5000.50',
	});
	const [{ files }] = await account.outputOf(getFiles(), noFiles);
	expect(files).toMatchObject([{ ...inSet, label: 'Passport' }, inNote]);
});

test('where the keys may not read the metadata, files are told by their names, with a warning', async () => {
	await fill();
	const refusal = envelope('Not for you.', 'MXUnAuthorizedAccessException');
	account.answer('LeadsMetaData.Get', 401, refusal);
	const [output] = await account.outputOf(getFiles(), noFiles);
	expect(output.files).toMatchObject([inSet, inNote]);
	expect(output.warnings).toEqual([
		expect.stringContaining('only what ends like the name of a file is listed'),
	]);
});

test('one name with a comma in it stays one', async () => {
	const lead = account.crm.leads.get(leadId(1))!;
	lead.fieldSets.mx_KYC = { mx_CustomObject_1: 'Lovelace, Ada.pdf' };
	const [{ files }] = await account.outputOf(getFiles(), noFiles);
	expect(files).toMatchObject([{ fileName: 'Lovelace, Ada.pdf' }]);
});

test('notes of all pages, and of no other lead', async () => {
	const note = { leadId: leadId(1), note: 'n', createdOn: '2026-01-01 00:00:00' };
	for (let number = 0; number < 230; number++) {
		const attachmentUrl = `https://files.example.com/t/x/file-${number}.pdf`;
		account.crm.notes.set(`n${number}`, { ...note, id: `n${number}`, attachmentUrl });
	}
	const [{ files }] = await account.outputOf(getFiles(), noFiles);
	expect(files).toHaveLength(230);
	account.answer('RetrieveNote', 200, {
		List: [
			{ RelatedProspectId: leadId(2), AttachmentURL: 'https://files.example.com/other.pdf' },
			{ RelatedProspectId: leadId(1), AttachmentURL: 'https://files.example.com/own.pdf' },
		],
	});
	const [own] = await account.outputOf(getFiles(), noFiles);
	expect(own.files).toMatchObject([{ fileName: 'own.pdf' }]);
});

test('downloads the files that have a link, and warns of the others', async () => {
	await fill();
	const { output, error } = await account.run(
		getFiles({ download: true, binaryPropertyName: 'file_' }),
		noFiles,
	);
	expect(error).toBeUndefined();
	const [{ json, binary }] = output;
	expect(json.warnings).toEqual([
		'LeadSquared gives no link for the file "Passport scan.pdf" in "Passport", so it was not downloaded.',
	]);
	expect(Object.keys(binary ?? {})).toEqual(['file_1']);
	const service = await binaryDataService();
	const content = await service.getAsBuffer(binary!.file_1);
	expect(content.toString()).toBe('content of Offer #12 äö.pdf');
	expect(binary!.file_1).toMatchObject({ fileName: 'Offer #12 äö.pdf' });
});

test.each([
	['={{ null }}', 'file_'],
	['={{ " " }}', 'file_'],
	['scan', 'scan'],
])('with %s in place of the start of their names the files are in %s1', async (given, start) => {
	await fill();
	const parameters = getFiles({ download: true, binaryPropertyName: given });
	const { output, error } = await account.run(parameters, noFiles);
	expect(error).toBeUndefined();
	expect(Object.keys(output[0].binary ?? {})).toEqual([`${start}1`]);
});

test('an object in place of the start of their names is an error', async () => {
	const parameters = getFiles({ download: true, binaryPropertyName: '={{ {} }}' });
	const { error } = await account.run(parameters, noFiles);
	expect(error?.message).toMatch(/^'Put Output Files in Field' is not a text: /);
});

describe('the lead by any unique field', () => {
	const byNumber = (value: string, field = 'mx_Customer_Number') =>
		getFiles({ leadId: by('field', value), uniqueField: by('name', field) });
	const number = 'C-77 / 2026';
	beforeEach(() => {
		account.crm.leads.get(leadId(2))!.values.mx_Customer_Number = number;
	});

	test('is found', async () => {
		const [output] = await account.outputOf(byNumber(` ${number}\u200B`), noFiles);
		expect(output).toMatchObject({ recordId: leadId(2) });
	});

	test.each([
		['C-78', 'mx_Customer_Number', 'LeadSquared has no lead with the mx_Customer_Number C-78'],
		['C-77', "mx_Customer_Number' OR 1", "'Unique Field' does not look right"],
		['C-77', 'mx_Not_There', 'LeadSquared says'],
	])('%j in %s: %s', async (value, field, message) => {
		const { error } = await account.run(byNumber(value, field), noFiles);
		expect(error?.message).toContain(message);
	});

	test('is an error with the IDs when there are several', async () => {
		account.crm.leads.get(leadId(3))!.values.mx_Customer_Number = number;
		const { error } = await account.run(byNumber(number), noFiles);
		expect(error?.message).toContain('LeadSquared has 2 leads with the mx_Customer_Number');
		expect(error?.description).toContain(leadId(2));
		expect(error?.description).toContain(leadId(3));
	});

	test('is not any lead that LeadSquared answers with', async () => {
		account.answer('Leads.Get', 200, [{ ProspectID: leadId(5), mx_Customer_Number: 'C-1' }]);
		const { error } = await account.run(byNumber(number), noFiles);
		expect(error?.message).toContain('with another lead');
	});

	test('takes files, too', async () => {
		const [output] = await account.outputOf({
			...byNumber(number),
			operation: 'attachFile',
			entitySchemaName: by('name', 'mx_KYC'),
			files: rows(['data', 'mx_CustomObject_1']),
		});
		expect(output).toMatchObject({ recordId: leadId(2) });
		expect(account.crm.arrivals()).toMatchObject([{ attached: true }]);
	});
});
