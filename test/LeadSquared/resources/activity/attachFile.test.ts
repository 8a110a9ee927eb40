import type { IDataObject } from 'n8n-workflow';
import { activityId } from '../../../stand-ins/leadsquared';
import {
	by,
	envelope,
	itemWith,
	notAttached,
	openable,
	rows,
	useLeadSquared,
} from '../../../support/leadSquared';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

// Activities 1 and 2 of the first lead: types 252 (takes attachments) and 158 (does not).
const attach = (more: IDataObject = {}): IDataObject => ({
	resource: 'activity',
	operation: 'attachFile',
	activityId: by('id', activityId(1)),
	...more,
});

const ontoList = (more: IDataObject = {}) =>
	attach({ attachTo: 'attachmentList', binaryPropertyName: 'data', ...more });

const intoSet = (more: IDataObject = {}) =>
	attach({
		attachTo: 'customFieldSet',
		activityType: by('list', '252'),
		entitySchemaName: by('list', 'mx_Custom_2'),
		files: rows(['data', 'mx_CustomObject_1']),
		...more,
	});

const stored = (number = 1) => account.crm.activities.get(activityId(number));

describe('into a custom field set', () => {
	test('several files go into several fields with one update of the activity', async () => {
		const item = await itemWith({ one: 'one.pdf', two: 'two.pdf' });
		const files = rows(['one', 'mx_CustomObject_111'], ['two', 'mx_CustomObject_2']);
		const options = { fieldSetStatus: 'Approved' };
		const output = await account.outputOf(intoSet({ files, options }), [item]);
		expect(account.calls()).toEqual(['File/Upload', 'File/Upload', 'CustomActivity/Update']);
		const target = { FileType: '7', Entity: '1', Id: '252', EntitySchemaName: 'mx_Custom_2' };
		expect(account.targets()).toEqual([
			{ ...target, SchemaName: 'mx_CustomObject_111' },
			{ ...target, SchemaName: 'mx_CustomObject_2' },
		]);
		expect(account.bodyOf('CustomActivity/Update')).toEqual({
			ProspectActivityId: activityId(1),
			ActivityEvent: 252,
			ProcessFilesAsync: true,
			Fields: [
				{
					SchemaName: 'mx_Custom_2',
					Value: '',
					Fields: [
						{ SchemaName: 'Status', Value: 'Approved' },
						{ SchemaName: 'mx_CustomObject_111', Value: 'one.pdf' },
						{ SchemaName: 'mx_CustomObject_2', Value: 'two.pdf' },
					],
				},
			],
		});
		expect(output).toEqual([
			{
				recordId: activityId(1),
				recordType: 'activity',
				fileCount: 2,
				activityId: activityId(1),
				warnings: [],
				customFieldSet: 'mx_Custom_2',
				files: [
					expect.objectContaining({ uploadedFile: 'one.pdf', fileField: 'mx_CustomObject_111' }),
					expect.objectContaining({ uploadedFile: 'two.pdf', fileField: 'mx_CustomObject_2' }),
				],
			},
		]);
		expect(stored()?.note).toBe('Seeded activity 1');
	});

	test('the raw answers are there on request', async () => {
		const [output] = await account.outputOf(intoSet({ options: { rawResponse: true } }));
		expect(output).toMatchObject({
			response: { Status: 'Success', Message: { Id: activityId(1) } },
			files: [{ response: { uploadedFile: 'a.pdf' } }],
		});
	});

	test.each([
		[
			'another type than the activity has',
			{ activityId: by('id', activityId(2)) },
			'The activity is of type 158, not 252.',
		],
		['an unknown activity', { activityId: by('id', activityId(999)) }, 'Activity does not exist.'],
	])('%s: what LeadSquared says, and where the file is', async (_, more, says) => {
		const { error } = await account.run(intoSet(more));
		expect(error?.message).toBe(`LeadSquared says: ${says} [item 0]`);
		expect(error?.description).toMatch(notAttached('a.pdf at http'));
	});

	test('without a type nothing is sent', async () => {
		const { error } = await account.run(intoSet({ activityType: '={{ "" }}' }));
		expect(error?.message).toBe("'Activity Type' is empty [item 0]");
		expect(account.crm.requests).toEqual([]);
	});
});

describe('onto the attachment list', () => {
	test('any number of files, each with a call of its own', async () => {
		const names = ['a', 'b', 'c', 'd', 'e'];
		const files = Object.fromEntries(names.map((name) => [name, `Scan ${name}.pdf`]));
		const options = { attachmentDescription: 'KYC & more' };
		const output = await account.outputOf(ontoList({ fileSelection: 'all', options }), [
			await itemWith(files),
		]);
		expect(account.calls()).toEqual([
			...names.map(() => 'File/Upload'),
			...names.map(() => 'Attachment/Add'),
		]);
		expect(account.targets()[0]).toEqual({ FileType: '0' });
		const [{ s3FilePath }] = account.crm.uploads;
		expect(account.requestsTo('Attachment/Add')[0].body).toEqual({
			ProspectActivityId: activityId(1),
			AttachmentName: 'Scan a.pdf',
			Description: 'KYC & more',
			AttachmentFile: openable(s3FilePath),
		});
		const attachments = stored()?.attachments ?? [];
		expect(attachments.map(({ name }) => name)).toEqual(names.map((name) => `Scan ${name}.pdf`));
		expect(output).toMatchObject([
			{ activityId: activityId(1), files: attachments.map(({ id }) => ({ attachmentId: id })) },
		]);
	});

	test('two files with the same name stay two files', async () => {
		const files = { a: 'image.png', b: 'Image.png', c: 'image.png' };
		await account.outputOf(ontoList({ fileSelection: 'all' }), [await itemWith(files)]);
		const names = (stored()?.attachments ?? []).map(({ name }) => name);
		expect(names).toEqual(['image.png', 'Image-2.png', 'image-3.png']);
	});

	test('the type may be told', async () => {
		await account.outputOf(ontoList({ activityType: by('code', '252') }));
		expect(account.targets()).toEqual([{ FileType: '0', Entity: '1', Id: '252' }]);
		expect(stored()?.attachments).toHaveLength(1);
	});

	test('a type without attachments: what LeadSquared says, and where the file is', async () => {
		const { error } = await account.run(ontoList({ activityId: by('list', activityId(2)) }));
		expect(error?.message).toBe(
			'LeadSquared says: Attachments are not allowed for this activity type. [item 0]',
		);
		const [{ relativeFilePath }] = account.crm.uploads;
		expect(error?.description).toMatch(notAttached(`a.pdf at ${relativeFilePath}.`));
	});

	test('an error inside a 200 is a failure', async () => {
		account.crm.switches.attachmentsAnswer = 'errorIn200';
		const { error } = await account.run(ontoList());
		expect(error?.message).toBe('LeadSquared says: The attachment could not be added. [item 0]');
		expect(stored()?.attachments).toEqual([]);
	});

	test('after a refusal the error tells which files are not on the list', async () => {
		account.answer('Attachment/Add', 500, envelope('It is full.'), 2);
		const item = await itemWith({ one: 'one.pdf', two: 'two.pdf', three: 'three.pdf' });
		const { error } = await account.run(ontoList({ binaryPropertyName: 'one, two, three' }), [
			item,
		]);
		expect(error?.message).toBe('LeadSquared says: It is full. [item 0]');
		expect(error?.context).toMatchObject({
			uploadedFiles: [{ uploadedFile: 'two.pdf' }, { uploadedFile: 'three.pdf' }],
		});
		expect(stored()?.attachments.map(({ name }) => name)).toEqual(['one.pdf']);
	});

	test('a lost answer is not asked for again', async () => {
		account.breakOff('Attachment/Add');
		const { error } = await account.run(ontoList());
		expect(error?.description).toContain('not known whether the request was carried out');
		expect(account.requestsTo('Attachment/Add')).toHaveLength(1);
	});

	test('a renamed file keeps its name for people, and the link leads to it', async () => {
		account.crm.switches.uploadReply = 'renameToHash';
		await account.outputOf(ontoList());
		expect(stored()?.attachments).toMatchObject([
			{ name: 'a.pdf', url: account.crm.uploads[0].s3FilePath },
		]);
	});
});
