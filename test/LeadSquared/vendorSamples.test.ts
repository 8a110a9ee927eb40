import type { LeadSquaredAccount } from '../support/leadSquared';
import { by, itemWith, rows, useLeadSquared } from '../support/leadSquared';

// The samples on LeadSquared's page "Upload a File", as they are printed there.
const uploadSample = {
	FileType: '7',
	FileStorageType: '0',
	EnableResize: 'false',
	Id: '252',
	SchemaName: 'mx_CustomObject_1',
	EntitySchemaName: 'mx_Custom_2',
	Entity: '1',
	StorageVersion: '4',
};

const activitySample = {
	RelatedProspectId: 'fda46463-2f03-439b-ae4b-0649f22b9aa7',
	ActivityEvent: 158,
	ActivityNote: 'Post File upload',
	ActivityDate: '/Date(1545287280000)/',
	ActivityDateTime: '2019-08-19 13:57:00',
	Score: 0,
	Fields: [
		{
			SchemaName: 'mx_Custom_1',
			Value: '',
			Fields: [
				{ SchemaName: 'Status', Value: 'Approved' },
				{ SchemaName: 'mx_CustomObject_1', Value: '13bdf0cb.jpg' },
			],
		},
	],
};

const account = useLeadSquared();

function addSampleLead({ crm }: LeadSquaredAccount): void {
	const [lead] = crm.leads.values();
	const { RelatedProspectId: id } = activitySample;
	crm.leads.set(id, { ...lead, id, values: {}, fieldSets: {} });
}

/** The text parts of the only upload, with the keys that it carried. */
function uploadedParts({ crm }: LeadSquaredAccount) {
	expect(crm.uploads).toHaveLength(1);
	const [{ fields, file, order }] = crm.uploads;
	return { fields, file, order: [...order].sort() };
}

const sampleParts = [...Object.keys(uploadSample), 'AccessKey', 'SecretKey', 'uploadFiles'].sort();

test('the upload of "File: Upload" has the parameters of the sample and no others', async () => {
	account.crm.switches.storageVersions = [4];
	const [output] = await account.outputOf(
		{
			resource: 'file',
			operation: 'upload',
			binaryPropertyName: 'data',
			fileType: 7,
			fileStorageType: 0,
			entity: 1,
			// The sample has blanks before both names.
			eventCode: '252',
			schemaName: ' mx_CustomObject_1',
			entitySchemaName: ' mx_Custom_2',
			options: { storageVersion: 4, rawResponse: true },
		},
		[await itemWith({ data: 'Hierarchy for Help Doc.pdf' })],
	);
	const { fields, file, order } = uploadedParts(account);
	expect(fields).toEqual(uploadSample);
	expect(file).toMatchObject({ part: 'uploadFiles', fileName: 'Hierarchy for Help Doc.pdf' });
	expect(order).toEqual(sampleParts);
	expect(output).toMatchObject({
		uploadedFile: 'Hierarchy for Help Doc.pdf',
		fileUrl: expect.stringMatching(
			/\/content\/common\/documents\/Hierarchy%20for%20Help%20Doc\.pdf$/,
		),
		response: { Status: 'Success', description: null },
	});
});

test('so has the upload of "Activity: Create With File"', async () => {
	account.crm.switches.storageVersions = [4];
	addSampleLead(account);
	await account.outputOf({
		resource: 'activity',
		operation: 'createWithFile',
		leadId: by('id', activitySample.RelatedProspectId),
		activityType: by('code', '252'),
		attachTo: 'customFieldSet',
		entitySchemaName: by('name', 'mx_Custom_2'),
		files: rows(['data', 'mx_CustomObject_1']),
		options: { storageVersion: 4 },
	});
	const { fields, order } = uploadedParts(account);
	expect(fields).toEqual(uploadSample);
	expect(order).toEqual(sampleParts);
});

test('the activity of "Activity: Create With File" has the parameters of the sample', async () => {
	addSampleLead(account);
	const [output] = await account.outputOf(
		{
			resource: 'activity',
			operation: 'createWithFile',
			leadId: by('id', activitySample.RelatedProspectId),
			activityType: by('code', '158'),
			attachTo: 'customFieldSet',
			entitySchemaName: by('name', 'mx_Custom_1'),
			files: rows(['data', 'mx_CustomObject_1']),
			additionalFields: {
				note: 'Post File upload',
				dateTime: '2019-08-19T13:57:00Z',
				score: 0,
			},
			options: { fieldSetStatus: 'Approved', rawResponse: true },
		},
		[await itemWith({ data: '13bdf0cb.jpg' })],
	);
	// The sample's ActivityDate is an older spelling, and says another day than ActivityDateTime.
	// ProcessFilesAsync is in the newer samples of the activity's own page.
	const { ActivityDate, ...sample } = activitySample;
	expect(ActivityDate).toBeDefined();
	expect(account.bodyOf('Create')).toEqual({ ...sample, ProcessFilesAsync: true });
	expect(output).toMatchObject({
		leadId: activitySample.RelatedProspectId,
		response: {
			Status: 'Success',
			Message: { Id: output.activityId, RelatedId: activitySample.RelatedProspectId },
		},
	});
	const activity = account.crm.activities.get(String(output.activityId));
	expect(activity?.fieldSets).toEqual({
		mx_Custom_1: { Status: 'Approved', mx_CustomObject_1: '13bdf0cb.jpg' },
	});
});
