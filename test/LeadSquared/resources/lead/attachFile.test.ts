import type { IDataObject } from 'n8n-workflow';
import { leadId } from '../../../stand-ins/leadsquared';
import { sha256 } from '../../../support/forms';
import {
	by,
	itemWith,
	notAttached,
	openable,
	rows,
	useLeadSquared,
} from '../../../support/leadSquared';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const attach = (more: IDataObject = {}): IDataObject => ({
	resource: 'lead',
	operation: 'attachFile',
	leadId: by('list', leadId(1)),
	entitySchemaName: by('list', 'mx_KYC'),
	files: rows(['data', 'mx_CustomObject_1']),
	...more,
});

const kyc = () => account.crm.leads.get(leadId(1))?.fieldSets.mx_KYC;

test('several files go into several fields with one update of the lead', async () => {
	const files = rows(['passport', 'mx_CustomObject_1'], ['proof', 'mx_CustomObject_2']);
	const item = await itemWith({ passport: 'Passport scan.pdf', proof: 'Strom Rechnung ä.pdf' });
	const options = { updateForm: 'nested' };
	const output = await account.outputOf(attach({ files, options }), [item]);
	expect(account.calls()).toEqual(['Leads.GetById', 'File/Upload', 'File/Upload', 'Lead.Update']);
	const target = { FileType: '7', Entity: '0', Id: leadId(1), EntitySchemaName: 'mx_KYC' };
	expect(account.targets()).toEqual([
		{ ...target, SchemaName: 'mx_CustomObject_1' },
		{ ...target, SchemaName: 'mx_CustomObject_2' },
	]);
	expect(account.crm.uploads.map(({ file }) => file.sha256)).toEqual([
		sha256('content of Passport scan.pdf'),
		sha256('content of Strom Rechnung ä.pdf'),
	]);
	const [update] = account.requestsTo('Lead.Update');
	expect(update.query).toEqual({ leadId: leadId(1) });
	expect(update.body).toEqual([
		{
			Attribute: 'mx_KYC',
			Value: '',
			Fields: [
				{ Attribute: 'mx_CustomObject_1', Value: 'Passport scan.pdf' },
				{ Attribute: 'mx_CustomObject_2', Value: 'Strom Rechnung ä.pdf' },
			],
		},
	]);
	const [{ relativeFilePath, s3FilePath }] = account.crm.uploads;
	expect(output).toEqual([
		{
			recordId: leadId(1),
			recordType: 'lead',
			fileCount: 2,
			leadId: leadId(1),
			warnings: [],
			leadCreated: false,
			customFieldSet: 'mx_KYC',
			files: [
				{
					fileName: 'Passport scan.pdf',
					sentFileName: 'Passport scan.pdf',
					uploadedFile: 'Passport scan.pdf',
					fileUrl: openable(relativeFilePath),
					s3Url: openable(s3FilePath),
					mimeType: 'application/pdf',
					fileSize: 28,
					binaryField: 'passport',
					fileField: 'mx_CustomObject_1',
				},
				expect.objectContaining({ fileField: 'mx_CustomObject_2', binaryField: 'proof' }),
			],
		},
	]);
});

test.each([
	['from the list', by('list', leadId(1))],
	['by ID', by('id', leadId(1))],
	['by email', by('email', 'ASHA@example.com')],
	['by phone', by('phone', '+1-2025550101')],
])('the lead is found %s', async (_, lead) => {
	const [{ leadId: found }] = await account.outputOf(attach({ leadId: lead }));
	expect(found).toBe(lead.mode === 'phone' ? leadId(2) : leadId(1));
	expect(account.crm.leads.get(String(found))?.fieldSets.mx_KYC).toEqual({
		mx_CustomObject_1: 'a.pdf',
	});
});

test('the set gets its status with the files', async () => {
	await account.outputOf(attach({ options: { updateForm: 'nested', fieldSetStatus: 'Pending' } }));
	expect(account.bodyOf('Lead.Update')).toEqual([
		{
			Attribute: 'mx_KYC',
			Value: '',
			Fields: [
				{ Attribute: 'Status', Value: 'Pending' },
				{ Attribute: 'mx_CustomObject_1', Value: 'a.pdf' },
			],
		},
	]);
	expect(kyc()).toEqual({ Status: 'Pending', mx_CustomObject_1: 'a.pdf' });
});

test.each([
	[true, 1, { leadId: leadId(1), postUpdatedLead: 'true' }],
	[false, 0, { leadId: leadId(1) }],
])(
	"'Trigger Automations' %s runs automations %d times",
	async (triggerAutomations, times, query) => {
		await account.outputOf(attach({ options: { triggerAutomations } }));
		expect(account.crm.leads.get(leadId(1))?.automationsFired).toBe(times);
		expect(account.requestsTo('Lead.Update')[0].query).toEqual(query);
	},
);

test('the flattened form works where the nested one does not', async () => {
	account.crm.switches.leadUpdateAcceptsNested = false;
	await account.outputOf(
		attach({ options: { updateForm: 'flattened', fieldSetStatus: 'Approved' } }),
	);
	expect(account.bodyOf('Lead.Update')).toEqual([
		{ Attribute: 'mx_KYCStatus', Value: 'Approved' },
		{ Attribute: 'mx_KYCmx_CustomObject_1', Value: 'a.pdf' },
	]);
	expect(kyc()).toEqual({ Status: 'Approved', mx_CustomObject_1: 'a.pdf' });
});

test.each([
	['nested', 'leadUpdateAcceptsNested', "'mx_KYC': Fields are not supported here."],
	[
		'flattened',
		'leadUpdateAcceptsFlattened',
		"Attribute 'mx_KYCmx_CustomObject_1' does not exist.",
	],
] as const)('the %s form is refused: the file is in the account', async (form, accepts, says) => {
	account.crm.switches[accepts] = false;
	const { error } = await account.run(attach({ options: { updateForm: form } }));
	const [{ relativeFilePath }] = account.crm.uploads;
	expect(error?.message).toBe(`LeadSquared says: ${says} [item 0]`);
	expect(error?.description).toMatch(notAttached(`a.pdf at ${relativeFilePath}.`));
	expect(error?.context).toMatchObject({
		uploadedFiles: [{ fileName: 'a.pdf', uploadedFile: 'a.pdf', fileUrl: relativeFilePath }],
	});
	expect(kyc()).toBeUndefined();
});

test('a lead that the update does not change is a failure', async () => {
	account.crm.switches.unknownLeadUpdate = 'zeroRows';
	account.crm.switches.uploadReply = () => {
		account.crm.leads.delete(leadId(1));
		return 'keepName';
	};
	const { error } = await account.run(attach());
	expect(error?.message).toBe('LeadSquared did not change the lead [item 0]');
	expect(error?.description).toMatch(notAttached('a.pdf at http'));
	expect(error?.description).toContain('Check that the lead exists. Perhaps the fields already');
});

test('all files of the item go to the fields in order', async () => {
	const item = await itemWith({ attachment_0: 'one.pdf', attachment_1: 'two.pdf', logo: 'x.png' });
	const files = rows(['', 'mx_CustomObject_2'], ['', 'mx_CustomObject_1']);
	const all = { fileSelection: 'all', binaryPropertyPrefix: 'attachment_' };
	await account.outputOf(attach({ files, ...all }), [item]);
	expect(kyc()).toEqual({ mx_CustomObject_2: 'one.pdf', mx_CustomObject_1: 'two.pdf' });
});

test.each([
	[
		'more files than fields',
		{ fileSelection: 'all' },
		'There is no field for the file "b.pdf" (binary field "b")',
	],
	[
		'two files for one field',
		{ files: rows(['a', 'mx_CustomObject_1'], ['b', 'mx_customobject_1']) },
		'Two files are to go into the field mx_customobject_1, which holds one',
	],
	['no row', { files: { values: [] } }, "'Files and Fields' is empty"],
	[
		'a file that is not there',
		{ files: rows(['a', 'mx_CustomObject_1'], ['c', 'mx_CustomObject_2']) },
		'There is no file in the binary field "c"',
	],
	[
		'the two schema names swapped',
		{ entitySchemaName: by('name', 'mx_CustomObject_1'), files: rows(['a', 'mx_KYC']) },
		'"mx_CustomObject_1" is a field inside a custom field set, not the set itself',
	],
	[
		'a field that is not inside a set',
		{ files: rows(['a', 'mx_KYC']) },
		'"mx_KYC" is not a field inside a custom field set',
	],
])('%s: nothing is sent', async (_, more, message) => {
	const item = await itemWith({ a: 'a.pdf', b: 'b.pdf' });
	const { error } = await account.run(
		attach({ files: rows(['a', 'mx_CustomObject_1']), ...more }),
		[item],
	);
	expect(error?.message).toBe(`${message} [item 0]`);
	expect(account.crm.requests).toEqual([]);
});

test('the raw answers are there on request', async () => {
	const [output] = await account.outputOf(attach({ options: { rawResponse: true } }));
	expect(output).toMatchObject({
		files: [{ uploadedFile: 'a.pdf', response: { Status: 'Success', uploadedFile: 'a.pdf' } }],
		response: { Status: 'Success', Message: { AffectedRows: 1 } },
	});
});

test('a file whose name was taken is attached by the name that it got', async () => {
	account.crm.switches.sameNameTwice = 'rename';
	await account.outputOf(attach());
	const [{ files }] = await account.outputOf(attach({ leadId: by('id', leadId(2)) }));
	expect(files).toMatchObject([{ fileName: 'a.pdf', uploadedFile: 'a_1.pdf' }]);
	expect(account.crm.leads.get(leadId(2))?.fieldSets.mx_KYC).toEqual({
		mx_CustomObject_1: 'a_1.pdf',
	});
	expect(kyc()).toEqual({ mx_CustomObject_1: 'a.pdf' });
});

test('another storage of the account can be used', async () => {
	account.crm.switches.storageVersions = [4];
	await account.outputOf(attach({ options: { storageVersion: 4 } }));
	expect(account.crm.uploads[0].fields.StorageVersion).toBe('4');
	const { error } = await account.run(attach({ options: { storageVersion: '=4&Id=1' } }));
	expect(error?.message).toContain("'Storage Version' does not look right");
});

test.each([
	['an address', '={{ $json.from }}', { email: 'asha@example.com' }],
	['what email triggers give', '={{ $json.trigger }}', { email: 'asha@example.com' }],
	['an ID', '={{ $json.id }}', {}],
	['an ID in the text', leadId(1), {}],
])('an expression in place of the locator may give %s', async (_, given, told) => {
	const json = {
		from: 'Asha <asha@example.com>',
		trigger: { value: [{ address: 'asha@example.com', name: 'Asha' }] },
		id: leadId(1),
	};
	const parameters = attach({ leadId: given });
	const output = await account.outputOf(parameters, [await itemWith('a.pdf', json)]);
	expect(output).toMatchObject([{ recordId: leadId(1), ...told }]);
});

test.each(['={{ null }}', '={{ $json.nothing }}'])(
	'without a value in place of the locator (%j) nothing is sent',
	async (given) => {
		const { error } = await account.run(attach({ leadId: given }), [await itemWith('a.pdf')]);
		expect(error?.message).toBe("'Lead' is empty [item 0]");
		expect(account.crm.requests).toEqual([]);
	},
);
