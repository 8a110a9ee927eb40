import { opportunityId } from '../../../stand-ins/leadsquared';
import { binaryDataService } from '../../../support/n8n';
import { by, itemWith, openable, rows, useLeadSquared } from '../../../support/leadSquared';

const account = useLeadSquared();

const getFiles = (download = false) => ({
	resource: 'opportunity',
	operation: 'getFiles',
	opportunityId: by('id', opportunityId(1)),
	download,
});

const noFiles = [{ json: {} }];

beforeEach(async () => {
	await account.outputOf(
		{
			resource: 'opportunity',
			operation: 'attachFile',
			opportunityId: by('id', opportunityId(1)),
			opportunityType: by('code', '12000'),
			entitySchemaName: by('name', 'mx_Custom_13'),
			files: rows(['data', 'mx_CustomObject_2']),
		},
		[await itemWith({ data: 'Offer 1.pdf' })],
	);
	account.crm.requests.length = 0;
});

test('names and links of the files', async () => {
	expect(await account.outputOf(getFiles(), noFiles)).toEqual([
		{
			recordId: opportunityId(1),
			recordType: 'opportunity',
			fileCount: 1,
			opportunityId: opportunityId(1),
			attachmentListShown: false,
			warnings: [],
			files: [
				{
					source: 'customFieldSet',
					customFieldSet: 'mx_Custom_13',
					fileField: 'mx_CustomObject_2',
					label: 'Offer Letter',
					fileName: 'Offer 1.pdf',
					fileUrl: openable(account.crm.uploads[0].relativeFilePath),
				},
			],
		},
	]);
	expect(account.crm.requests).toMatchObject([
		{
			path: '/v2/OpportunityManagement.svc/GetOpportunityDetails',
			query: { OpportunityId: opportunityId(1), getFileURL: 'true' },
		},
	]);
});

test('a renamed file is called what LeadSquared calls it', async () => {
	account.crm.opportunities.get(opportunityId(1))!.fieldSets.mx_Custom_13.mx_CustomObject_2 =
		'13bdf0cb.pdf';
	const [output] = await account.outputOf(getFiles(), noFiles);
	expect(output.files).toMatchObject([{ fileName: '13bdf0cb.pdf' }]);
});

test('the files can be downloaded', async () => {
	const { output } = await account.run(getFiles(true), noFiles);
	const { file_0: file } = output[0].binary ?? {};
	expect(file).toMatchObject({ fileName: 'Offer 1.pdf', mimeType: 'application/pdf' });
	const content = await (await binaryDataService()).getAsBuffer(file);
	expect(content.toString()).toBe('content of Offer 1.pdf');
});

test('an unknown opportunity', async () => {
	const parameters = { ...getFiles(), opportunityId: by('id', opportunityId(999)) };
	const { error } = await account.run(parameters, noFiles);
	expect(error?.message).toBe('LeadSquared says: Opportunity does not exist. [item 0]');
});

test('items that fail do not hide the others', async () => {
	const ids = [opportunityId(999), opportunityId(1)];
	const parameters = { ...getFiles(), opportunityId: by('id', '={{ $json.id }}') };
	const items = ids.map((id) => ({ json: { id } }));
	const { output } = await account.run(parameters, items, { onError: 'continueRegularOutput' });
	expect(output).toMatchObject([
		{ json: { error: expect.stringContaining('does not exist') }, pairedItem: { item: 0 } },
		{ json: { files: [{ fileName: 'Offer 1.pdf' }] }, pairedItem: { item: 1 } },
	]);
});
