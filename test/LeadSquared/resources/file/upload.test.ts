import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { leadId } from '../../../stand-ins/leadsquared';
import { onDisk } from '../../../support/binaries';
import { bytesOf, sha256 } from '../../../support/forms';
import { openable, useLeadSquared } from '../../../support/leadSquared';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const upload = { resource: 'file', operation: 'upload' };

async function pdf(name = 'scan.pdf', content: Buffer | string = 'content') {
	return { json: {}, binary: { data: await onDisk(content, { fileName: name }) } };
}

/** The text parts of the only upload there was. */
async function partsFor(parameters: IDataObject) {
	const { error } = await account.run({ ...upload, ...parameters }, [await pdf()]);
	expect(error).toBeUndefined();
	expect(account.crm.uploads).toHaveLength(1);
	return account.crm.uploads[0].fields;
}

const cfs = {
	fileType: 7,
	entity: 1,
	eventCode: '252',
	entitySchemaName: 'mx_Custom_2',
	schemaName: 'mx_CustomObject_1',
};

/** With an expression in a choice n8n wants the fields of all choices filled in. */
const allFilledIn = { ...cfs, leadId: leadId(1) };

describe('the form', () => {
	test('reproduces the sample request of the documentation', async () => {
		account.crm.switches.storageVersions = [0, 4];
		expect(await partsFor({ ...cfs, options: { storageVersion: 4 } })).toEqual({
			FileType: '7',
			FileStorageType: '0',
			EnableResize: 'false',
			Id: '252',
			SchemaName: 'mx_CustomObject_1',
			EntitySchemaName: 'mx_Custom_2',
			Entity: '1',
			StorageVersion: '4',
		});
	});

	test('sends the keys as form fields, and nowhere else', async () => {
		await partsFor({});
		expect([...account.crm.uploads[0].order].sort()).toEqual(
			[
				'AccessKey',
				'EnableResize',
				'FileStorageType',
				'FileType',
				'SecretKey',
				'StorageVersion',
				'uploadFiles',
			].sort(),
		);
		const [{ headers, query, path }] = account.crm.requests;
		expect(path).toBe('/File/Upload');
		expect(query).toEqual({});
		expect(Object.keys(headers).filter((name) => /lsq|auth|key/i.test(name))).toEqual([]);
		expect(headers.accept).toBe('application/json');
	});

	const common = { FileStorageType: '0', EnableResize: 'false', StorageVersion: '0' };
	test.each([
		['a document', {}, { FileType: '0' }],
		['an image', { fileType: 1 }, { FileType: '1' }],
		['an image that may be resized', { fileType: 1, enableResize: true }, { EnableResize: 'true' }],
		['a lead attachment', { fileType: 3 }, { FileType: '3' }],
		['a temporary file', { fileStorageType: 1 }, { FileStorageType: '1' }],
		[
			'a file for the attachments of an activity',
			{ optionalEntity: 1, eventCode: '252' },
			{ Entity: '1', Id: '252' },
		],
		[
			'a lead attachment for a lead',
			{ fileType: 3, optionalEntity: 0, leadId: leadId(1) },
			{ FileType: '3', Entity: '0', Id: leadId(1) },
		],
		[
			'an image for a lead, its ID pasted with a blank',
			{ fileType: 1, optionalEntity: 0, leadId: ` ${leadId(2)} ` },
			{ FileType: '1', Entity: '0', Id: leadId(2) },
		],
		[
			'an image for an opportunity type',
			{ fileType: 1, optionalEntity: 1, eventCode: '12000' },
			{ Entity: '1', Id: '12000' },
		],
		[
			'a document for no record, where a lead was entered before',
			{ optionalEntity: -1, leadId: leadId(1) },
			{},
		],
		[
			'a document, where "Resize Image" was on before',
			{ fileType: 0, enableResize: true },
			{ FileType: '0', EnableResize: 'false' },
		],
	])('%s', async (_, parameters, parts) => {
		const fileType = { FileType: String((parameters as IDataObject).fileType ?? 0) };
		expect(await partsFor(parameters)).toEqual({ ...common, ...fileType, ...parts });
	});

	test('a file for a field set of a lead', async () => {
		const names = { entitySchemaName: 'mx_KYC', schemaName: 'mx_CustomObject_2' };
		const parameters = { fileType: 7, entity: 0, leadId: leadId(1), ...names };
		expect(await partsFor(parameters)).toEqual({
			...common,
			FileType: '7',
			Entity: '0',
			Id: leadId(1),
			EntitySchemaName: 'mx_KYC',
			SchemaName: 'mx_CustomObject_2',
		});
	});

	test('blanks around what was pasted are not sent', async () => {
		const pasted = { entitySchemaName: ' mx_Custom_2', schemaName: ' mx_CustomObject_1\n' };
		const parts = await partsFor({ ...cfs, ...pasted, eventCode: ' 252 ' });
		expect(parts).toMatchObject({ SchemaName: 'mx_CustomObject_1', Id: '252' });
	});

	test('choices may come as texts', async () => {
		const parts = await partsFor({
			...allFilledIn,
			fileType: '={{ " 3 " }}',
			fileStorageType: '={{ "1" }}',
			optionalEntity: '={{ "-1" }}',
		});
		expect(parts).toEqual({ ...common, FileType: '3', FileStorageType: '1' });
	});

	test('an event code may be a number', async () => {
		expect(await partsFor({ ...cfs, eventCode: '={{ 252 }}' })).toMatchObject({ Id: '252' });
	});
});

describe('parameters that cannot be right are refused before anything is sent', () => {
	const lead = { ...cfs, entity: 0, leadId: leadId(1) };
	test.each([
		[
			'swapped schema names',
			{ ...cfs, entitySchemaName: 'mx_CustomObject_1', schemaName: 'mx_Custom_2' },
			'"mx_CustomObject_1" is a field inside a custom field set, not the set itself',
		],
		[
			'the set where the file field belongs',
			{ ...cfs, schemaName: 'mx_Custom_2' },
			'"mx_Custom_2" is not a field inside a custom field set',
		],
		['a lead that is no GUID', { ...lead, leadId: '1042' }, "'Lead ID' does not look right"],
		['a lead with more in it', { ...lead, leadId: `${leadId(1)}&a=b` }, "'Lead ID' does not look"],
		['an event code in words', { ...cfs, eventCode: 'KYC' }, "'Event Code' does not look right"],
		['an id for an event code', { ...cfs, eventCode: leadId(1) }, "'Event Code' does not look"],
		[
			'an attachment of a lead that is no GUID',
			{ fileType: 3, optionalEntity: 0, leadId: '1042' },
			"'Lead ID' does not look right",
		],
		[
			'an attachment of a lead that is not named',
			{ fileType: 3, optionalEntity: 0, leadId: '={{ "" }}' },
			"'Lead ID' is empty",
		],
		[
			'a document for an event code in words',
			{ fileType: 0, optionalEntity: 1, eventCode: 'KYC' },
			"'Event Code' does not look right",
		],
		[
			'a file type in words',
			{ ...allFilledIn, fileType: '={{ "Document" }}' },
			`'File Type' does not know "Docu`,
		],
		['no file type', { ...allFilledIn, fileType: '={{ null }}' }, "'File Type' does not know null"],
		[
			'another storage type',
			{ ...allFilledIn, fileStorageType: '={{ 2 }}' },
			`'Storage Type' does not know "2"`,
		],
		[
			'a record type in words',
			{ ...allFilledIn, entity: '={{ "Lead" }}' },
			`'Record Type' does not know`,
		],
		[
			'another record type',
			{ ...allFilledIn, fileType: 0, optionalEntity: '={{ 2 }}' },
			`'Record Type' does not know "2"`,
		],
		['an odd schema name', { ...cfs, schemaName: 'a b' }, "'File Field' does not look right"],
		['a field that is not there', { binaryPropertyName: 'x' }, 'There is no file in the binary'],
	])('%s', async (_, parameters, message) => {
		const { error } = await account.run({ ...upload, ...parameters }, [await pdf()]);
		expect(error?.message).toContain(message);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(account.crm.requests).toEqual([]);
	});

	test.each([
		['File Field', 'schemaName'],
		['Custom Field Set', 'entitySchemaName'],
		['Event Code', 'eventCode'],
	])('%s is empty', async (label, name) => {
		const parameters = { ...upload, ...cfs, [name]: '={{ "" }}' };
		const { error } = await account.run(parameters, [await pdf()]);
		expect(error?.message).toBe(`'${label}' is empty [item 0]`);
		expect(account.crm.requests).toEqual([]);
	});
});

describe('the output', () => {
	test('is flat, and tells what was sent and how LeadSquared knows it', async () => {
		const content = bytesOf(300_000);
		const { output } = await account.run(upload, [await pdf('Vertrag "Zoë".pdf', content)]);
		const [{ relativeFilePath, s3FilePath }] = account.crm.uploads;
		expect(output).toEqual([
			{
				json: {
					fileName: 'Vertrag "Zoë".pdf',
					sentFileName: 'Vertrag _Zoë_.pdf',
					uploadedFile: 'Vertrag _Zoë_.pdf',
					warnings: [],
					fileUrl: openable(relativeFilePath),
					s3Url: openable(s3FilePath),
					mimeType: 'application/pdf',
					fileSize: 300_000,
					binaryField: 'data',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(account.crm.uploads[0].file.sha256).toBe(sha256(content));
	});

	test('has the answer as it came, on request', async () => {
		const { output } = await account.run({ ...upload, options: { rawResponse: true } }, [
			await pdf(),
		]);
		expect(output[0].json.response).toMatchObject({ Status: 'Success', description: null });
	});

	test('cannot be wanted in a way that is neither: nothing is sent', async () => {
		const options = { rawResponse: '={{ "perhaps" }}' };
		const { error } = await account.run({ ...upload, options }, [await pdf()]);
		expect(error?.message).toBe(`'Raw Response' is neither true nor false: "perhaps" [item 0]`);
		expect(account.crm.requests).toEqual([]);
	});

	test('has an item for each file, linked to its item, in order', async () => {
		const items: INodeExecutionData[] = [];
		for (let item = 0; item < 4; item++) {
			const binary: INodeExecutionData['binary'] = {};
			for (let file = 0; file < item; file++) {
				const fileName = `${item}-${file}.pdf`;
				binary[`file_${file}`] = await onDisk(fileName, { fileName });
			}
			items.push({ json: {}, binary });
		}
		const parameters = { ...upload, fileSelection: 'all', options: { parallelRequests: 3 } };
		const { output } = await account.run(parameters, items.slice(1));
		expect(output.map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([
			['1-0.pdf', { item: 0 }],
			['2-0.pdf', { item: 1 }],
			['2-1.pdf', { item: 1 }],
			['3-0.pdf', { item: 2 }],
			['3-1.pdf', { item: 2 }],
			['3-2.pdf', { item: 2 }],
		]);
		expect(account.crm.uploads.map(({ file }) => file.sha256).sort()).toEqual(
			output.map(({ json }) => sha256(String(json.fileName))).sort(),
		);
	});
});

describe('an answer', () => {
	test.each(['keepName', 'lowerStatus', 'oneElementArray', 'capitalUploadedFile'] as const)(
		'that means success: %s',
		async (uploadReply) => {
			account.crm.switches.uploadReply = uploadReply;
			const { output, error } = await account.run(upload, [await pdf()]);
			expect(error).toBeUndefined();
			expect(output[0].json).toMatchObject({
				uploadedFile: 'scan.pdf',
				fileUrl: expect.stringMatching(/^http/),
			});
		},
	);

	test('with another name: that is the one to attach', async () => {
		account.crm.switches.uploadReply = 'renameToHash';
		const { output } = await account.run(upload, [await pdf()]);
		expect(output[0].json).toMatchObject({ fileName: 'scan.pdf', sentFileName: 'scan.pdf' });
		expect(output[0].json.uploadedFile).toBe(account.crm.uploads[0].name);
	});

	test.each([
		['errorIn200', 'LeadSquared says: The file could not be uploaded.'],
		['exceptionIn200', 'LeadSquared says: The file could not be uploaded.'],
		['errorEnvelope500', 'LeadSquared says: The file could not be uploaded.'],
		['htmlBadGateway', 'LeadSquared is not available at the moment (HTTP 502)'],
		['tooLarge413', 'is too large for LeadSquared'],
		['emptyUploadedFile', 'LeadSquared took the file "scan.pdf" without naming it'],
	] as const)('that means failure: %s', async (uploadReply, message) => {
		account.crm.switches.uploadReply = uploadReply;
		const { error } = await account.run(upload, [await pdf()]);
		expect(error?.message).toContain(message);
		expect(error?.name).toBe('NodeApiError');
		// It attaches nothing, so it is done again where nothing tells whether it was carried out. A file of a
		// few bytes is not too large: that answer is not LeadSquared's.
		const isNoAnswer = uploadReply === 'htmlBadGateway' || uploadReply === 'tooLarge413';
		expect(account.crm.requests).toHaveLength(isNoAnswer ? 4 : 1);
	});
});

test('the second of two files is refused: the error tells what is in the account', async () => {
	account.crm.switches.uploadReply = (_, number) =>
		number === 2 ? 'errorEnvelope500' : 'keepName';
	const one = await pdf('one.pdf');
	const two = await pdf('two.pdf');
	const item = { json: {}, binary: { one: one.binary!.data, two: two.binary!.data } };
	const { error } = await account.run({ ...upload, binaryPropertyName: 'one,two' }, [item]);
	expect(error?.description).toMatch(/Uploaded already: one\.pdf at http/);
	expect(error?.description).not.toContain('attached');
});
