import {
	activityId,
	leadId,
	type LeadSquaredStandIn,
	opportunityId,
	startLeadSquared,
} from './index';
import { callsTo, typeFields } from './testCalls';

let crm: LeadSquaredStandIn;
let calls: ReturnType<typeof callsTo>;

beforeAll(async () => {
	crm = await startLeadSquared();
	calls = callsTo(crm);
});
afterAll(() => crm.close());
beforeEach(() => crm.reset());

const ACTIVITIES = 'ProspectActivity.svc';
const NAME = 'Passport scan.pdf';
const inSet = (parent: string, value = NAME) => [
	{ SchemaName: parent, Value: '', Fields: [{ SchemaName: 'mx_CustomObject_1', Value: value }] },
];
const details = (more: object = {}) => ({
	RelatedProspectId: leadId(1),
	ActivityEvent: 252,
	ActivityNote: 'Received',
	ActivityDateTime: '2026-01-15 10:20:30',
	...more,
});

describe('activities', () => {
	test('are created with a file, which reads back with its link', async () => {
		const upload = await calls.upload(typeFields(252, 'mx_Custom_2'));
		const body = details({ ProcessFilesAsync: true, Fields: inSet('mx_Custom_2') });
		const created = await calls.post(`${ACTIVITIES}/Create`, body);
		expect(created.body.Message.RelatedId).toBe(leadId(1));
		const path = `${ACTIVITIES}/GetActivityDetails?activityId=${created.body.Message.Id}`;
		const { body: read } = await calls.get(`${path}&getfileurl=true`);
		const field = read.Fields.find(
			({ SchemaName }: { SchemaName: string }) => SchemaName === 'mx_Custom_2',
		);
		expect(JSON.parse(field.Value)).toEqual({ mx_CustomObject_1: NAME });
		const [, row] = field.CustomObjectFormProperties.FieldProperties.FormMetaData;
		expect(row).toMatchObject({ SchemaName: 'mx_CustomObject_1', Value: NAME });
		expect(row.FileURL).toBe(upload.body.relativeFilePath);
		const { text } = await calls.get(path);
		expect(text).not.toContain('FileURL');
	});

	test('links of field sets can need a signature', async () => {
		crm.switches.signedFileUrls = true;
		const { body } = await calls.upload(typeFields(252, 'mx_Custom_2'));
		expect((await fetch(body.relativeFilePath)).status).toBe(403);
		await calls.post(`${ACTIVITIES}/Create`, details({ Fields: inSet('mx_Custom_2') }));
		const id = [...crm.activities.keys()].at(-1);
		const read = await calls.get(
			`${ACTIVITIES}/GetActivityDetails?activityId=${id}&getFileURL=true`,
		);
		const [url] = /http[^"]*sig=valid/.exec(read.text) ?? [];
		expect((await fetch(url ?? '')).status).toBe(200);
	});

	test('can make their lead', async () => {
		const byMail = details({ RelatedProspectId: undefined, EmailAddress: 'fresh@example.com' });
		const { body } = await calls.post(`${ACTIVITIES}/Create`, byMail);
		expect(crm.leads.get(body.Message.RelatedId)?.values.EmailAddress).toBe('fresh@example.com');
		const custom = {
			LeadDetails: [
				{ Attribute: 'EmailAddress', Value: 'custom@example.com' },
				{ Attribute: 'SearchBy', Value: 'EmailAddress' },
			],
			Activity: { ActivityEvent: 206, ActivityNote: 'Called' },
		};
		const second = await calls.post(`${ACTIVITIES}/CreateCustom`, custom);
		expect(crm.activities.get(second.body.Message.Id)?.event).toBe(206);
	});

	test.each<[string, object, number]>([
		['the other word', { Fields: [{ Attribute: 'mx_Custom_1', Value: 'x' }] }, 400],
		['an unknown field', { Fields: [{ SchemaName: 'mx_Custom_9', Value: 'x' }] }, 500],
		['a file that was not uploaded', { Fields: inSet('mx_Custom_2') }, 500],
		['an unknown type', { ActivityEvent: 9 }, 500],
		['an unknown lead', { RelatedProspectId: leadId(999) }, 500],
		['a time with a zone', { ActivityDateTime: '2026-01-15T10:20:30Z' }, 500],
		['a misspelled key', { ActivityNotes: 'x' }, 400],
	])('are refused with %s', async (_, more, status) => {
		const count = crm.activities.size;
		expect((await calls.post(`${ACTIVITIES}/Create`, details(more))).status).toBe(status);
		expect(crm.activities.size).toBe(count);
	});

	test('are updated: only what was passed changes', async () => {
		await calls.upload(typeFields(252, 'mx_Custom_2'));
		const body = { ProspectActivityId: activityId(1), ActivityEvent: 252 };
		const path = `${ACTIVITIES}/CustomActivity/Update`;
		await calls.post(path, { ...body, Fields: inSet('mx_Custom_2') });
		const activity = crm.activities.get(activityId(1));
		expect(activity?.fieldSets.mx_Custom_2).toEqual({ mx_CustomObject_1: NAME });
		expect(activity?.note).toBe('Seeded activity 1');
		const wrongType = await calls.post(path, { ...body, ActivityEvent: 158 });
		expect(wrongType.status).toBe(500);
		const builtIn = { ProspectActivityId: activityId(64), ActivityEvent: 2 };
		expect((await calls.post(path, builtIn)).status).toBe(500);
	});

	test('a missing one is told as seen live', async () => {
		const answer = await calls.get(`${ACTIVITIES}/GetActivityDetails?activityId=${leadId(1)}`);
		expect([answer.status, answer.body.ExceptionType]).toEqual([
			500,
			'MXUnknownProspectActivityException',
		]);
	});
});

describe('Attachment/Add', () => {
	const path = `${ACTIVITIES}/Attachment/Add`;
	const attachment = async (more: object = {}) => {
		const { body } = await calls.upload({ FileType: '0', Entity: '1', Id: '252' });
		return {
			ProspectActivityId: activityId(1),
			AttachmentName: NAME,
			Description: 'KYC',
			AttachmentFile: body.s3FilePath,
			...more,
		};
	};
	const attached = () => crm.activities.get(activityId(1))?.attachments.length;

	test('adds any number', async () => {
		await calls.post(path, await attachment());
		const second = await calls.post(path, await attachment());
		expect(second.body).toMatchObject({ Status: 'Success', Message: { Id: expect.any(String) } });
		expect(attached()).toBe(2);
	});

	test('a form is answered with success and stores nothing', async () => {
		const body = new URLSearchParams((await attachment()) as Record<string, string>).toString();
		const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
		expect((await calls.post(path, body, type)).body.Status).toBe('Success');
		expect(attached()).toBe(0);
	});

	test.each([
		['a name instead of a URL', { AttachmentFile: NAME }],
		['an unknown activity', { ProspectActivityId: activityId(999) }],
		['a type without attachments', { ProspectActivityId: activityId(3) }],
		['an opportunity', { ProspectActivityId: opportunityId(2) }],
	])('refuses %s', async (_, more) => {
		expect((await calls.post(path, await attachment(more))).status).toBe(500);
	});

	test('can fail with 200, and can take an opportunity', async () => {
		crm.switches.opportunityTakesAttachments = true;
		const body = await attachment({ ProspectActivityId: opportunityId(2) });
		expect((await calls.post(path, body)).status).toBe(200);
		expect(crm.arrivals()).toMatchObject([{ record: `Opportunity ${opportunityId(2)}` }]);
		crm.switches.attachmentsAnswer = 'errorIn200';
		const failed = await calls.post(path, await attachment());
		expect([failed.status, failed.body.Status, attached()]).toEqual([200, 'Error', 0]);
	});
});

describe('opportunities', () => {
	const CAPTURE = 'OpportunityManagement.svc/Capture';
	const capture = (fields: object[], lead: object[] = [], more: object = {}) => ({
		LeadDetails: [
			{ Attribute: 'EmailAddress', Value: 'asha@example.com' },
			{ Attribute: 'SearchBy', Value: 'EmailAddress' },
			...lead,
		],
		Opportunity: { OpportunityEventCode: 12000, Fields: fields, ...more },
	});
	const named = (Value: string) => ({ SchemaName: 'mx_Custom_1', Value });

	test('are captured with a file', async () => {
		await calls.upload(typeFields(12000, 'mx_Custom_13'));
		const { body } = await calls.post(CAPTURE, capture([named('New'), ...inSet('mx_Custom_13')]));
		expect(body).toMatchObject({ Status: 0, IsUnique: true, RelatedProspectId: leadId(1) });
		const id = body.CreatedOpportunityId;
		expect(crm.opportunities.get(id)?.fieldSets.mx_Custom_13).toEqual({ mx_CustomObject_1: NAME });
		const path = `OpportunityManagement.svc/GetOpportunityDetails?OpportunityId=${id}&getFileURL=true`;
		expect((await calls.get(path)).text).toContain('"FileURL":"http');
		expect(crm.arrivals()).toMatchObject([{ record: `Opportunity ${id}`, attached: true }]);
	});

	test('a duplicate changes nothing and is named', async () => {
		const fields = [named('Deal 1'), { SchemaName: 'Status', Value: 'Lost' }];
		const { body } = await calls.post(CAPTURE, capture(fields));
		expect(body).toMatchObject({
			Status: 0,
			IsUnique: false,
			CreatedOpportunityId: null,
			ConflictedOpportunityId: opportunityId(1),
			AdditionalDetails: [{ PostDeDupActionPerformed: 3 }],
		});
		expect(crm.opportunities.get(opportunityId(1))?.values.Status).toBe('Open');
		await calls.post(CAPTURE, capture(fields, [], { OverwriteFields: true }));
		expect(crm.opportunities.get(opportunityId(1))?.values.Status).toBe('Lost');
	});

	test('a refused one is 200 with Status 1, or the envelope', async () => {
		const wrong = capture([{ SchemaName: 'mx_Custom_99', Value: 'x' }]);
		const answer = await calls.post(CAPTURE, wrong);
		expect(answer).toMatchObject({
			status: 200,
			body: { Status: 1, ExceptionType: 'MXUnknownAttributeException' },
		});
		crm.switches.opportunityStatusAsString = true;
		expect((await calls.post(CAPTURE, wrong)).body.Status).toBe('1');
		crm.switches.captureRefusals = 'envelope500';
		expect((await calls.post(CAPTURE, wrong)).status).toBe(500);
		const otherWord = capture([{ Attribute: 'Status', Value: 'Open' }]);
		expect((await calls.post(CAPTURE, otherWord)).status).toBe(400);
	});

	test('are matched by lead id only with the odd capitals', async () => {
		const byId = (search: string) => ({
			...capture([named('By id')]),
			LeadDetails: [
				{ Attribute: 'ProspectID', Value: leadId(2) },
				{ Attribute: 'SearchBy', Value: search },
				{ Attribute: '__UseUserDefinedGuid__', Value: 'true' },
			],
		});
		expect((await calls.post(CAPTURE, byId('ProspectID'))).body.ExceptionMessage).toBe(
			'Invalid SearchBy value provided',
		);
		const { body } = await calls.post(CAPTURE, byId('ProspectId'));
		expect(body.RelatedProspectId).toBe(leadId(2));
	});

	test('are updated by either id', async () => {
		const path = 'OpportunityManagement.svc/Update';
		const body = { Fields: [{ SchemaName: 'Status', Value: 'Won' }] };
		for (const id of [opportunityId(1), '5002']) {
			const answer = await calls.post(path, { ...body, ProspectOpportunityId: id });
			expect(answer.body.Status).toBe('Success');
		}
		expect(crm.opportunities.get(opportunityId(2))?.values.Status).toBe('Won');
		const unknown = { ...body, ProspectOpportunityId: opportunityId(999) };
		expect((await calls.post(path, unknown)).status).toBe(500);
	});
});
