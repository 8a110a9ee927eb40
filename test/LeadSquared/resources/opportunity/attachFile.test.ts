import type { IDataObject } from 'n8n-workflow';
import { opportunityId } from '../../../stand-ins/leadsquared';
import { by, itemWith, notAttached, rows, useLeadSquared } from '../../../support/leadSquared';

const account = useLeadSquared();

const attach = (more: IDataObject = {}): IDataObject => ({
	resource: 'opportunity',
	operation: 'attachFile',
	opportunityId: by('list', opportunityId(1)),
	opportunityType: by('list', '12000'),
	entitySchemaName: by('list', 'mx_Custom_13'),
	files: rows(['data', 'mx_CustomObject_1']),
	...more,
});

const stored = () => account.crm.opportunities.get(opportunityId(1));

test('several files go into several fields with one update of the opportunity', async () => {
	const files = rows(['form', 'mx_CustomObject_1'], ['offer', 'mx_CustomObject_2']);
	const item = await itemWith({ form: 'Form.pdf', offer: 'Offer.pdf' });
	const options = { fieldSetStatus: 'Pending' };
	const output = await account.outputOf(attach({ files, options }), [item]);
	expect(account.calls()).toEqual(['File/Upload', 'File/Upload', 'Update']);
	const target = { FileType: '7', Entity: '1', Id: '12000', EntitySchemaName: 'mx_Custom_13' };
	expect(account.targets()).toEqual([
		{ ...target, SchemaName: 'mx_CustomObject_1' },
		{ ...target, SchemaName: 'mx_CustomObject_2' },
	]);
	const [update] = account.requestsTo('Update');
	expect(update.path).toBe('/v2/OpportunityManagement.svc/Update');
	expect(update.body).toEqual({
		ProspectOpportunityId: opportunityId(1),
		Fields: [
			{
				SchemaName: 'mx_Custom_13',
				Value: '',
				Fields: [
					{ SchemaName: 'Status', Value: 'Pending' },
					{ SchemaName: 'mx_CustomObject_1', Value: 'Form.pdf' },
					{ SchemaName: 'mx_CustomObject_2', Value: 'Offer.pdf' },
				],
			},
		],
	});
	expect(output).toEqual([
		{
			recordId: opportunityId(1),
			recordType: 'opportunity',
			fileCount: 2,
			opportunityId: opportunityId(1),
			warnings: [],
			customFieldSet: 'mx_Custom_13',
			files: [
				expect.objectContaining({ uploadedFile: 'Form.pdf', fileField: 'mx_CustomObject_1' }),
				expect.objectContaining({ uploadedFile: 'Offer.pdf', fileField: 'mx_CustomObject_2' }),
			],
		},
	]);
	expect(stored()).toMatchObject({
		note: 'Seeded opportunity 1',
		values: { Status: 'Open' },
		fieldSets: { mx_Custom_13: { mx_CustomObject_2: 'Offer.pdf' } },
	});
});

test('the opportunity by ID, the type by its code, the set by its name', async () => {
	await account.outputOf(
		attach({
			opportunityId: by('id', opportunityId(1).toUpperCase()),
			opportunityType: by('code', '12000'),
			entitySchemaName: by('name', 'mx_Custom_13'),
		}),
	);
	expect(stored()?.fieldSets).toEqual({ mx_Custom_13: { mx_CustomObject_1: 'a.pdf' } });
});

test('the raw answers are there on request', async () => {
	const [output] = await account.outputOf(attach({ options: { rawResponse: true } }));
	expect(output).toMatchObject({
		response: { Status: 'Success', Message: { Id: opportunityId(1) } },
		files: [{ response: { uploadedFile: 'a.pdf' } }],
	});
});

test.each([
	[
		'an unknown opportunity',
		{ opportunityId: by('id', opportunityId(999)) },
		'Opportunity does not exist.',
	],
	[
		'an opportunity of another type',
		{
			opportunityType: by('code', '12001'),
			entitySchemaName: by('name', 'mx_Custom_14'),
		},
		"Attribute 'mx_Custom_14' does not exist.",
	],
])('%s: what LeadSquared says, and where the file is', async (_, more, says) => {
	const { error } = await account.run(attach(more));
	expect(error?.message).toBe(`LeadSquared says: ${says} [item 0]`);
	const [{ relativeFilePath }] = account.crm.uploads;
	expect(error?.description).toMatch(notAttached(`a.pdf at ${relativeFilePath}.`));
	expect(error?.context).toMatchObject({ uploadedFiles: [{ uploadedFile: 'a.pdf' }] });
});

test('a second upload that fails leaves the opportunity alone, and the first file is told', async () => {
	account.crm.switches.uploadReply = (_, count) => (count === 2 ? 'errorIn200' : 'keepName');
	const files = rows(['form', 'mx_CustomObject_1'], ['offer', 'mx_CustomObject_2']);
	const item = await itemWith({ form: 'Form.pdf', offer: 'Offer.pdf' });
	const { error } = await account.run(attach({ files }), [item]);
	expect(error?.message).toBe('LeadSquared says: The file could not be uploaded. [item 0]');
	expect(error?.description).toMatch(notAttached('Form.pdf at http'));
	expect(account.calls()).toEqual(['File/Upload', 'File/Upload']);
});
