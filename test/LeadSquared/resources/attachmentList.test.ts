import type { IDataObject } from 'n8n-workflow';
import { activityId, leadId, opportunityId } from '../../stand-ins/leadsquared';
import { by, itemWith, rows, useLeadSquared } from '../../support/leadSquared';

const account = useLeadSquared();
const noFiles = [{ json: {} }];
const twoFiles = async () => [await itemWith({ one: 'a.pdf', two: 'b #2.pdf' })];

const records: Array<[string, IDataObject]> = [
	['activity', { activityId: by('id', activityId(1)), activityType: by('code', '252') }],
	[
		'opportunity',
		{ opportunityId: by('id', opportunityId(2)), opportunityType: by('code', '12001') },
	],
];

describe.each(records)('the attachment list of an %s', (resource, record) => {
	const attach = {
		resource,
		operation: 'attachFile',
		...record,
		attachTo: 'attachmentList',
		fileSelection: 'all',
	};
	const getFiles = (more: IDataObject = {}) => ({
		resource,
		operation: 'getFiles',
		...record,
		...more,
	});
	beforeEach(() => {
		account.crm.switches.opportunityTakesAttachments = true;
	});

	test('takes any number of files', async () => {
		const options = { attachmentDescription: 'Signed' };
		const [output] = await account.outputOf({ ...attach, options }, await twoFiles());
		expect(output.files).toMatchObject([{ fileName: 'a.pdf' }, { fileName: 'b #2.pdf' }]);
		expect(account.crm.arrivals()).toMatchObject([{ attached: true }, { attached: true }]);
		expect(account.bodyOf('Attachment/Add')).toMatchObject({ Description: 'Signed' });
	});

	test('is read back where the account shows it', async () => {
		await account.outputOf(attach, await twoFiles());
		account.crm.switches.detailsShowAttachments = true;
		const [output] = await account.outputOf(getFiles(), noFiles);
		expect(output).toMatchObject({
			attachmentListShown: true,
			warnings: [],
			files: [
				{ source: 'attachmentList', fileName: 'a.pdf', attachmentId: expect.any(String) },
				{ source: 'attachmentList', fileName: 'b #2.pdf', fileUrl: expect.stringMatching(/%23/) },
			],
		});
	});

	test('is said not to be shown where the account does not show it', async () => {
		await account.outputOf(attach, await twoFiles());
		const [output] = await account.outputOf(getFiles(), noFiles);
		expect(output).toMatchObject({
			attachmentListShown: false,
			files: [],
			warnings: [expect.stringContaining('does not show the attachment list')],
		});
	});
});

test('an opportunity whose account takes no attachments is an error that keeps the file', async () => {
	const [, record] = records[1];
	const { output } = await account.run(
		{
			resource: 'opportunity',
			operation: 'attachFile',
			...record,
			attachTo: 'attachmentList',
			binaryPropertyName: 'data',
		},
		undefined,
		{ onError: 'continueRegularOutput' },
	);
	expect(output[0].json).toMatchObject({
		error: expect.stringContaining('Activity does not exist'),
		uploadedFiles: [{ fileName: 'a.pdf' }],
	});
});

test('a link that has expired is asked for anew, once', async () => {
	await account.outputOf({
		resource: 'activity',
		operation: 'attachFile',
		activityId: by('id', activityId(1)),
		activityType: by('code', '252'),
		attachTo: 'customFieldSet',
		entitySchemaName: by('name', 'mx_Custom_2'),
		files: rows(['data', 'mx_CustomObject_1']),
	});
	account.crm.requests.length = 0;
	Object.assign(account.crm.switches, { signedFileUrls: true, firstLinksExpired: true });
	const { output, error } = await account.run(
		{
			resource: 'activity',
			operation: 'getFiles',
			activityId: by('id', activityId(1)),
			download: true,
			binaryPropertyName: 'file_',
		},
		noFiles,
	);
	expect(error).toBeUndefined();
	expect(Object.keys(output[0].binary ?? {})).toEqual(['file_0']);
	expect(account.requestsTo('GetActivityDetails')).toHaveLength(2);
});

describe("'Attach To' from an expression", () => {
	// n8n keeps the fields of both places then, and wants those that are required filled.
	const attach = (record: IDataObject, setField: string, operation = 'attachFile') => ({
		operation,
		activityType: by('code', '252'),
		...record,
		attachTo: '={{ $json.where }}',
		entitySchemaName: by('name', setField),
		files: rows(['data', 'mx_CustomObject_1']),
	});
	const operations = [
		attach({ resource: 'activity', ...records[0][1] }, 'mx_Custom_2'),
		attach({ resource: 'opportunity', ...records[1][1] }, 'mx_Custom_14'),
		attach({ resource: 'activity', leadId: by('id', leadId(1)) }, 'mx_Custom_2', 'createWithFile'),
	];

	describe.each(operations)('$resource: $operation', (parameters) => {
		test.each([['CustomFieldSet'], ['list'], [''], [null], [true], [{}]])(
			'%j names no place: nothing is sent',
			async (where) => {
				const { error } = await account.run(parameters, [await itemWith('a.pdf', { where })]);
				expect(error?.message).toMatch(/^'Attach To' (does not know|is not a text: )/);
				expect(account.crm.requests).toEqual([]);
			},
		);

		test.each([
			['customFieldSet ', 'mx_CustomObject_1'],
			[' attachmentList\n', undefined],
		])('%j names one', async (where, fileField) => {
			account.crm.switches.opportunityTakesAttachments = true;
			const [output] = await account.outputOf(parameters, [await itemWith('a.pdf', { where })]);
			const [file] = output.files as IDataObject[];
			expect(file.fileField).toBe(fileField);
			expect(account.crm.arrivals()).toMatchObject([{ attached: true }]);
		});
	});
});
