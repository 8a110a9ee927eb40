import type { IDataObject } from 'n8n-workflow';
import type { CustomField } from '../../nodes/SharpSpring/transport/fields';
import { filesOfRecord } from '../../nodes/SharpSpring/transport/recordFiles';
import { redirect, startFileServer } from '../stand-ins/common/fileServer';
import type { FileServer } from '../stand-ins/common/fileServer';
import type { Switches } from '../stand-ins/sharpspring';
import { accountId, FIELD, leadId, opportunityId } from '../stand-ins/sharpspring';
import { binaryDataService } from '../support/n8n';
import { by, itemWith, jsonOf, row, toLead, useSharpSpring } from '../support/sharpSpring';

const account = useSharpSpring();
const noFiles = [{ json: {} }];

let server: FileServer;
beforeAll(async () => (server = await startFileServer()));
beforeEach(() => server.reset());
afterAll(async () => await server.close());

const getFiles = (more: IDataObject = {}): IDataObject => ({
	resource: 'lead',
	operation: 'getFiles',
	leadId: by('id', leadId(1)),
	...more,
});

/** Puts a file into each of two fields, as the node itself does, and lets them read back so. */
async function fill(fileReadsAs: Switches['fileReadsAs'] = 'name'): Promise<void> {
	const rows = [row(FIELD.leadContract, 'one'), row(FIELD.leadIdCopy, 'two')];
	await account.outputOf(toLead(by('id', leadId(1)), rows, { confirm: false }), [
		await itemWith({ one: 'contract.pdf', two: 'passport.png' }),
	]);
	Object.assign(account.crm.switches, { fileReadsAs, filesAt: server.url });
	account.crm.requests.length = 0;
}

const contract = {
	source: 'fileUploadField',
	fieldSystemName: FIELD.leadContract,
	label: 'Contract',
};
const passport = {
	source: 'fileUploadField',
	fieldSystemName: FIELD.leadIdCopy,
	label: 'ID & Passport Copy',
};
const addressOf = (name: string) => `${server.url}/${leadId(1)}/${name}`;

describe('a field that reads back as', () => {
	const seen = async (fileReadsAs: Switches['fileReadsAs']) => {
		await fill(fileReadsAs);
		const [{ files, warnings }] = await account.outputOf(getFiles(), noFiles);
		expect(warnings).toEqual([]);
		return files;
	};

	test('name', async () => {
		expect(await seen('name')).toEqual([
			{ ...contract, fileName: 'contract.pdf', fieldValue: 'contract.pdf' },
			{ ...passport, fileName: 'passport.png', fieldValue: 'passport.png' },
		]);
	});

	test('url', async () => {
		const one = addressOf('contract.pdf');
		const two = addressOf('passport.png');
		expect(await seen('url')).toEqual([
			{ ...contract, fileName: 'contract.pdf', fileUrl: one, fieldValue: one },
			{ ...passport, fileName: 'passport.png', fileUrl: two, fieldValue: two },
		]);
	});

	test('id', async () => {
		const id = expect.stringMatching(/^70\d{10}$/) as string;
		expect(await seen('id')).toEqual([
			{ ...contract, fileName: null, fileId: id, fieldValue: id },
			{ ...passport, fileName: null, fileId: id, fieldValue: id },
		]);
	});

	test('several', async () => {
		await account.outputOf(
			toLead(by('id', leadId(1)), [row(FIELD.leadContract)], { confirm: false }),
			[await itemWith('older.pdf')],
		);
		const fieldValue = 'older.pdf, contract.pdf';
		expect(await seen('several')).toEqual([
			{ ...contract, fileName: 'older.pdf', fieldValue },
			{ ...contract, fileName: 'contract.pdf', fieldValue },
			{ ...passport, fileName: 'passport.png', fieldValue: 'passport.png' },
		]);
	});

	test('json', async () => {
		const id = { fileId: '1', fieldValue: expect.stringContaining('"name":') };
		expect(await seen('json')).toEqual([
			{ ...contract, fileName: 'contract.pdf', ...id },
			{ ...passport, fileName: 'passport.png', ...id },
		]);
	});

	test('nothing', async () => {
		expect(await seen('empty')).toEqual([]);
	});
});

describe('the record', () => {
	test('by email, which the output gives back', async () => {
		await fill();
		const { emailAddress } = account.crm.leads.get(leadId(1))!.values;
		const leadByEmail = by('email', `Ada <${emailAddress?.toUpperCase()}>`);
		const [output] = await account.outputOf(getFiles({ leadId: leadByEmail }), noFiles);
		expect(output).toMatchObject({
			recordId: leadId(1),
			recordType: 'lead',
			email: emailAddress?.toUpperCase(),
			files: [{ fileName: 'contract.pdf' }, { fileName: 'passport.png' }],
		});
		expect(account.methods()).toEqual(['getLeads', 'getFields']);
	});

	test.each([
		['lead', 'leadId', leadId(2), { email: expect.stringContaining('@') }],
		['account', 'accountId', accountId(2), {}],
		['opportunity', 'opportunityId', opportunityId(2), {}],
	])('%s without files has an empty list', async (resource, parameter, id, more) => {
		const parameters = getFiles({ resource, [parameter]: by('id', id) });
		expect(await account.outputOf(parameters, noFiles)).toEqual([
			{ recordId: id, recordType: resource, fileCount: 0, ...more, warnings: [], files: [] },
		]);
	});

	test.each([
		['account', 'accountId', accountId(3), FIELD.accountTerms],
		['opportunity', 'opportunityId', opportunityId(3), FIELD.opportunityDrawing],
	])('%s with a file', async (resource, parameter, id, field) => {
		const record = { resource, [parameter]: by('id', id) };
		const attach = { ...record, operation: 'attachFile', files: { values: [row(field)] } };
		await account.outputOf(attach);
		const [{ files }] = await account.outputOf(getFiles(record), noFiles);
		expect(files).toMatchObject([{ fieldSystemName: field, fileName: 'a.pdf' }]);
	});

	test('by ID gives its email without the codes of HTML', async () => {
		account.crm.leads.get(leadId(1))!.values.emailAddress = 'o&#039;brien@example.com';
		const [{ email }] = await account.outputOf(getFiles(), noFiles);
		expect(email).toBe("o'brien@example.com");
	});

	test('that does not exist is an error, also where a record without an ID comes', async () => {
		account.crm.switches.phantomLead = true;
		const { error } = await account.run(getFiles({ leadId: by('id', '42') }), noFiles);
		expect(error?.message).toContain('SharpSpring has no lead with the ID 42');
	});

	test('of several items is asked for once, and so are the fields', async () => {
		await fill();
		const outputs = await account.outputOf(getFiles(), [...noFiles, ...noFiles, ...noFiles]);
		expect(outputs.map(({ files }) => (files as unknown[]).length)).toEqual([2, 2, 2]);
		expect(account.methods().sort()).toEqual(['getFields', 'getLead']);
	});

	test('comes as it is on request', async () => {
		await fill();
		const [{ response }] = await account.outputOf(
			getFiles({ options: { rawResponse: true } }),
			noFiles,
		);
		expect(response).toMatchObject({ id: leadId(1), [FIELD.leadContract]: 'contract.pdf' });
	});
});

test('where no field is marked, what looks like a file is listed, with a warning', async () => {
	await fill();
	for (const field of account.crm.fields) {
		if (field.dataType === 'upload') field.dataType = 'string';
		if (field.dataType === 'attachment') field.dataType = 'string';
	}
	const { values } = account.crm.leads.get(leadId(1))!;
	Object.assign(values, {
		[FIELD.leadContract]: 'contract.pdf',
		[FIELD.leadText]: 'Blue',
		[FIELD.leadIdCopy]: '864563',
	});
	const [{ files, warnings }] = await account.outputOf(getFiles(), noFiles);
	expect(files).toMatchObject([{ fieldSystemName: FIELD.leadContract, fileName: 'contract.pdf' }]);
	expect(warnings).toEqual([expect.stringContaining('marks no field')]);
});

describe('a download', () => {
	const download = getFiles({ download: true });

	test('gives the bytes of what has a link, and sends no keys', async () => {
		await fill('url');
		server.files.set(`/${leadId(1)}/contract.pdf`, redirect('/moved', 302));
		server.files.set('/moved', { body: 'one', headers: { 'content-type': 'application/pdf' } });
		server.files.set(`/${leadId(1)}/passport.png`, { body: 'two' });
		const { output, error } = await account.run(download, noFiles);
		expect(error).toBeUndefined();
		const [{ json, binary = {} }] = output;
		expect(json).toMatchObject({
			warnings: [],
			files: [{ binaryField: 'file_0' }, { binaryField: 'file_1' }],
		});
		expect(binary).toMatchObject({
			file_0: { fileName: 'contract.pdf', mimeType: 'application/pdf' },
			file_1: { fileName: 'passport.png', mimeType: 'image/png' },
		});
		const service = await binaryDataService();
		const texts = Object.values(binary).map(async (it) => String(await service.getAsBuffer(it)));
		expect(await Promise.all(texts)).toEqual(['one', 'two']);
		expect(server.complaints).toEqual([]);
		const sent = JSON.stringify(server.requests);
		for (const key of Object.values(account.crm.keys)) expect(sent).not.toContain(key);
	});

	test.each([
		['={{ null }}', 'file_'],
		['={{ $json.nothing }}', 'file_'],
		['={{ " " }}', 'file_'],
		['={{ 7 }}', '7'],
		['scan', 'scan'],
	])('with %s in place of the start of their names has files from %s0 on', async (given, start) => {
		await fill('url');
		server.files.set(`/${leadId(1)}/contract.pdf`, { body: 'one' });
		server.files.set(`/${leadId(1)}/passport.png`, { body: 'two' });
		const parameters = { ...download, binaryPropertyName: given };
		const { output, error } = await account.run(parameters, noFiles);
		expect(error).toBeUndefined();
		expect(Object.keys(output[0].binary ?? {})).toEqual([`${start}0`, `${start}1`]);
	});

	test.each(['={{ {} }}', '={{ ["scan"] }}', '={{ true }}'])(
		'with %s in place of the start of their names is an error, and asks for nothing',
		async (given) => {
			const parameters = { ...download, binaryPropertyName: given };
			const { error } = await account.run(parameters, noFiles);
			expect(error?.message).toMatch(/^'Put Output Files in Field' is not a text: /);
			expect(account.crm.requests).toEqual([]);
		},
	);

	test('leaves out what has no link, and warns', async () => {
		await fill('id');
		const { output, error } = await account.run(download, noFiles);
		expect(error).toBeUndefined();
		expect(output[0].binary).toEqual({});
		expect(output[0].json).toMatchObject({
			warnings: [
				'SharpSpring gives no link for the file in "Contract", so it was not downloaded.',
				'SharpSpring gives no link for the file in "ID & Passport Copy", so it was not downloaded.',
			],
			files: [contract, passport],
		});
	});

	test('asks once more for a link that has expired', async () => {
		await fill('url');
		server.files.set(`/new/${leadId(1)}/contract.pdf`, { body: 'one' });
		server.files.set(`/new/${leadId(1)}/passport.png`, { body: 'two' });
		server.files.set(`/${leadId(1)}/contract.pdf`, {
			answer: (_, response) => {
				account.crm.switches.filesAt = `${server.url}/new`;
				response.writeHead(403).end();
			},
		});
		server.files.set(`/${leadId(1)}/passport.png`, { body: 'two' });
		const { output, error } = await account.run(download, noFiles);
		expect(error).toBeUndefined();
		expect(Object.keys(output[0].binary ?? {})).toEqual(['file_0', 'file_1']);
		expect(account.methods().filter((name) => name === 'getLead')).toHaveLength(2);
	});

	test.each([
		['a login page', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'a web page'],
		['a redirect to a file of the server', redirect('file:///etc/passwd'), 'not a web address'],
		['nothing', { status: 404 }, 'HTTP 404'],
	])('that leads to %s is an error', async (_, served, message) => {
		await fill('url');
		server.files.set(`/${leadId(1)}/contract.pdf`, served);
		const { output, error } = await account.run(download, noFiles);
		expect(output).toEqual([]);
		expect(error?.message).toContain('The file "contract.pdf" could not be downloaded');
		expect(error?.message).toContain(message);
	});

	test('of a page is one, too, when its name says so', async () => {
		const page = { body: '<html>', headers: { 'content-type': 'text/html' } };
		await account.outputOf(toLead(by('id', leadId(1)), undefined, { confirm: false }), [
			await itemWith('page.html'),
		]);
		Object.assign(account.crm.switches, { fileReadsAs: 'url', filesAt: server.url });
		server.files.set(`/${leadId(1)}/page.html`, page);
		const { output } = await account.run(download, noFiles);
		expect(output[0].binary).toMatchObject({ file_0: { fileName: 'page.html' } });
	});

	test('that fails leaves the others to go on', async () => {
		await fill('url');
		server.files.set(`/${leadId(1)}/contract.pdf`, { body: 'one' });
		server.files.set(`/${leadId(1)}/passport.png`, { body: 'two' });
		const { output } = await account.run(
			{ ...download, leadId: by('id', '={{ $json.id }}') },
			[{ json: { id: '42' } }, { json: { id: leadId(1) } }],
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output)).toMatchObject([
			{ error: expect.stringContaining('no lead with the ID 42') },
			{ recordId: leadId(1), files: [{}, {}] },
		]);
	});
});

describe('the value', () => {
	const field: CustomField = { systemName: 'f', label: '', dataType: 'upload' };
	const shown = (f: unknown) =>
		filesOfRecord({ f } as IDataObject, [field], true).map(({ fieldValue, ...file }) => {
			expect(fieldValue).toBe(f);
			const constant = ['source', 'fieldSystemName', 'label'];
			return Object.fromEntries(Object.entries(file).filter(([name]) => !constant.includes(name)));
		});

	test.each<[unknown, IDataObject[]]>([
		[undefined, []],
		[null, []],
		['', []],
		[' ', []],
		['[]', []],
		['{}', []],
		[{}, []],
		[false, []],
		['Lovelace, Ada.pdf', [{ fileName: 'Lovelace, Ada.pdf' }]],
		['contract', [{ fileName: 'contract' }]],
		['/uploads/7/a b.pdf', [{ fileName: 'a b.pdf' }]],
		['R&amp;D.pdf', [{ fileName: 'R&D.pdf' }]],
		[7042, [{ fileName: null, fileId: '7042' }]],
		[
			'70, 71',
			[
				{ fileName: null, fileId: '70' },
				{ fileName: null, fileId: '71' },
			],
		],
		[
			'https://x.test/d?id=7&amp;name=a%20b.pdf',
			[{ fileName: 'a b.pdf', fileUrl: 'https://x.test/d?id=7&name=a%20b.pdf' }],
		],
		[
			'https://x.test/download.php?id=7&name=a.pdf',
			[{ fileName: 'a.pdf', fileUrl: 'https://x.test/download.php?id=7&name=a.pdf' }],
		],
		[
			'https://x.test/download.php?id=7',
			[{ fileName: null, fileUrl: 'https://x.test/download.php?id=7' }],
		],
		['https://x.test/a,b.pdf', [{ fileName: 'a,b.pdf', fileUrl: 'https://x.test/a,b.pdf' }]],
		['//x.test/100%.pdf', [{ fileName: '100%.pdf', fileUrl: 'https://x.test/100%25.pdf' }]],
		['https://x.test/', [{ fileName: null, fileUrl: 'https://x.test/' }]],
		['javascript:alert(1)', [{ fileName: 'javascript:alert(1)' }]],
		['ftp://x.test/a.pdf', [{ fileName: 'a.pdf' }]],
		[
			'https://x.test/a.pdf, https://x.test/b.pdf',
			[
				{ fileName: 'a.pdf', fileUrl: 'https://x.test/a.pdf' },
				{ fileName: 'b.pdf', fileUrl: 'https://x.test/b.pdf' },
			],
		],
		[
			{ name: 'a.pdf', url: 'https://x.test/7', id: 7 },
			[{ fileName: 'a.pdf', fileUrl: 'https://x.test/7', fileId: '7' }],
		],
		['{"1":"a.pdf","3":"b.pdf"}', [{ fileName: 'a.pdf' }, { fileName: 'b.pdf' }]],
		[
			'{"files":[{"fileName":"scan"},{"id":"9"}]}',
			[{ fileName: 'scan' }, { fileName: null, fileId: '9' }],
		],
		['{&quot;name&quot;:&quot;a.pdf&quot;}', [{ fileName: 'a.pdf' }]],
		['[broken.pdf', [{ fileName: '[broken.pdf' }]],
	])('%j', (value, expected) => {
		expect(shown(value)).toEqual(expected);
	});

	test('that is nested or long beyond all measure does no harm', () => {
		let nested: unknown = 'a.pdf';
		for (let depth = 0; depth < 50; depth++) nested = [nested];
		expect(shown(nested)).toEqual([]);
		expect(shown(`https://${','.repeat(1_000_000)}`)).toHaveLength(1);
		expect(shown(','.repeat(1_000_000))).toHaveLength(1);
	});
});
