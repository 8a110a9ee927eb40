import { leadId, type LeadSquaredStandIn, startLeadSquared } from './index';
import { callsTo, kycFields } from './testCalls';

let crm: LeadSquaredStandIn;
let calls: ReturnType<typeof callsTo>;

beforeAll(async () => {
	crm = await startLeadSquared();
	calls = callsTo(crm);
});
afterAll(() => crm.close());
beforeEach(() => crm.reset());

const LEADS = 'LeadManagement.svc';
const UPDATE = `${LEADS}/Lead.Update?leadId=${leadId(1)}`;
const NAME = 'Passport scan.pdf';

const nested = (value: string, inner = 'mx_CustomObject_1', parent = 'mx_KYC') => [
	{ Attribute: parent, Value: '', Fields: [{ Attribute: inner, Value: value }] },
];

describe('Lead.Update', () => {
	test('puts an uploaded file into a field set, nested or flattened', async () => {
		await calls.upload(kycFields(leadId(1)));
		await calls.upload(kycFields(leadId(1), 'mx_CustomObject_2'), { name: 'Bill.pdf' });
		expect((await calls.post(UPDATE, nested(NAME))).body).toEqual({
			Status: 'Success',
			Message: { AffectedRows: 1 },
		});
		const flattened = [{ Attribute: 'mx_KYCmx_CustomObject_2', Value: 'Bill.pdf' }];
		await calls.post(`${UPDATE}&postUpdatedLead=true`, flattened);
		const lead = crm.leads.get(leadId(1));
		expect(lead?.fieldSets.mx_KYC).toEqual({
			mx_CustomObject_1: NAME,
			mx_CustomObject_2: 'Bill.pdf',
		});
		expect(lead?.automationsFired).toBe(1);
		expect(crm.arrivals()).toMatchObject([
			{ record: `Lead ${leadId(1)}`, field: 'mx_KYC.mx_CustomObject_1', attached: true },
			{ fileName: 'Bill.pdf', attached: true },
		]);
		await calls.post(UPDATE, nested(''));
		expect(crm.arrivals().map(({ attached }) => attached)).toEqual([false, true]);
	});

	test('each form can be switched off, and so can the siblings', async () => {
		crm.switches.strictFileNames = false;
		crm.switches.nestedUpdateBlanksSiblings = true;
		await calls.post(UPDATE, nested('a.pdf'));
		await calls.post(UPDATE, nested('b.pdf', 'mx_CustomObject_2'));
		expect(crm.leads.get(leadId(1))?.fieldSets.mx_KYC).toEqual({ mx_CustomObject_2: 'b.pdf' });
		crm.switches.leadUpdateAcceptsNested = false;
		crm.switches.leadUpdateAcceptsFlattened = false;
		expect((await calls.post(UPDATE, nested('c.pdf'))).status).toBe(500);
		const flattened = [{ Attribute: 'mx_KYCmx_CustomObject_2', Value: 'c.pdf' }];
		expect((await calls.post(UPDATE, flattened)).body.ExceptionType).toBe(
			'MXUnknownAttributeException',
		);
	});

	test('takes only names that an upload returned for this lead and field', async () => {
		expect((await calls.post(UPDATE, nested(NAME))).status).toBe(500);
		crm.switches.uploadReply = 'renameToHash';
		const { body } = await calls.upload(kycFields(leadId(1)));
		expect((await calls.post(UPDATE, nested(NAME))).status).toBe(500);
		const elsewhere = nested(body.uploadedFile, 'mx_CustomObject_2');
		expect((await calls.post(UPDATE, elsewhere)).status).toBe(500);
		const otherLead = `${LEADS}/Lead.Update?leadId=${leadId(2)}`;
		expect((await calls.post(otherLead, nested(body.uploadedFile))).status).toBe(500);
		expect(crm.arrivals()).toMatchObject([{ attached: false }]);
		expect((await calls.post(UPDATE, nested(body.uploadedFile))).status).toBe(200);
	});

	test.each<[string, unknown, number, string]>([
		['the other word', [{ SchemaName: 'mx_City', Value: 'x' }], 400, 'MXInvalidInputException'],
		[
			'both words',
			[{ Attribute: 'mx_City', SchemaName: 'mx_City', Value: 'x' }],
			400,
			'MXInvalidInputException',
		],
		['a read-only field', [{ Attribute: 'CreatedOn', Value: 'x' }], 500, 'MXInvalidInputException'],
		['an object', { Attribute: 'mx_City', Value: 'x' }, 400, 'MXInvalidInputException'],
		['no JSON', 'mx_City=x', 400, 'MXInvalidInputException'],
		['an unknown field', [{ Attribute: 'x', Value: 'y' }], 500, 'MXUnknownAttributeException'],
		[
			'an unknown inner field',
			nested('a', 'mx_CustomObject_9'),
			500,
			'MXUnknownAttributeException',
		],
		['inner fields of a plain field', nested('a', 'b', 'mx_City'), 500, 'MXInvalidInputException'],
		[
			'an address in use',
			[{ Attribute: 'EmailAddress', Value: 'BEN@example.com' }],
			500,
			'MXDuplicateEntryException',
		],
	])('refuses %s, and stores nothing', async (_, body, status, type) => {
		const before = JSON.stringify(crm.leads.get(leadId(1)));
		const answer = await calls.post(UPDATE, body);
		expect([answer.status, answer.body.ExceptionType]).toEqual([status, type]);
		expect(JSON.stringify(crm.leads.get(leadId(1)))).toBe(before);
	});

	test('refuses a wrong content type, a missing id and an unknown lead', async () => {
		const rows = [{ Attribute: 'mx_City', Value: 'x' }];
		expect((await calls.post(UPDATE, rows, { 'Content-Type': 'text/plain' })).status).toBe(400);
		expect((await calls.post(`${LEADS}/Lead.Update`, rows)).body.ExceptionMessage).toBe(
			`'leadId' is mandatory for updating lead`,
		);
		const unknown = `${LEADS}/Lead.Update?leadId=${leadId(999)}`;
		expect((await calls.post(unknown, rows)).status).toBe(500);
		crm.switches.unknownLeadUpdate = 'zeroRows';
		expect((await calls.post(unknown, rows)).body.Message).toEqual({ AffectedRows: 0 });
	});
});

describe('creating leads', () => {
	const rows = (email: string, city = 'Pune') => [
		{ Attribute: 'EmailAddress', Value: email },
		{ Attribute: 'mx_City', Value: city },
	];

	test('Lead.Create makes one, and not a second', async () => {
		const { body } = await calls.post(`${LEADS}/Lead.Create`, rows('new@example.com'));
		expect(crm.leads.get(body.Message.Id)?.values.mx_City).toBe('Pune');
		const again = await calls.post(`${LEADS}/Lead.Create`, rows('new@example.com'));
		expect(again.body.ExceptionType).toBe('MXDuplicateEntryException');
	});

	test('Lead.CreateOrUpdate matches by SearchBy', async () => {
		const path = `${LEADS}/Lead.CreateOrUpdate?postUpdatedLead=false`;
		const search = (value: string) => [
			...rows('asha@example.com'),
			{ Attribute: 'SearchBy', Value: value },
		];
		expect((await calls.post(path, search('EmailAddress'))).body.Message).toEqual({
			Id: leadId(1),
			AffectedRows: 1,
		});
		expect((await calls.post(path, search('emailaddress'))).body.ExceptionMessage).toBe(
			'Invalid SearchBy value provided',
		);
	});

	test('an unencoded $ in a query key loses the payload, an encoded one does not', async () => {
		const { accessKey, secretKey } = crm.keys;
		const send = async (key: string) => {
			const url = `${crm.apiUrl}/v2/${LEADS}/Lead.CreateOrUpdate?accessKey=${key}&secretKey=${secretKey}`;
			const body = JSON.stringify(rows('dollar@example.com'));
			const headers = { 'Content-Type': 'application/json' };
			return (await fetch(url, { method: 'POST', headers, body })).status;
		};
		const stored = () =>
			[...crm.leads.values()].some(({ values }) => values.EmailAddress === 'dollar@example.com');
		expect([await send(accessKey), stored()]).toEqual([200, false]);
		expect([await send(encodeURIComponent(accessKey)), stored()]).toEqual([200, true]);
	});

	test('Lead.Capture says whether it made the lead, and obeys the behavior', async () => {
		const path = `${LEADS}/Lead.Capture?LeadUpdateBehavior=UpdateOnlyEmptyFields`;
		const { body } = await calls.post(path, rows('asha@example.com'));
		expect(body.Message).toMatchObject({ Id: leadId(1), IsCreated: false });
		expect(crm.leads.get(leadId(1))?.values.mx_City).toBe('Bengaluru');
		expect((await calls.post(path, rows('c@example.com'))).body.Message.IsCreated).toBe(true);
	});
});

describe('notes', () => {
	const note = (more: object) => ({ RelatedProspectId: leadId(1), Note: 'See file', ...more });

	test('hold the URL of an uploaded file', async () => {
		const { body } = await calls.upload({ FileType: '0' });
		const created = await calls.post(
			`${LEADS}/CreateNote`,
			note({ AttachmentName: body.s3FilePath }),
		);
		const parameter = { RelatedId: leadId(1), Id: created.body.Message.Id };
		const found = await calls.post(`${LEADS}/RetrieveNote`, { Parameter: parameter });
		expect(found.body.List).toMatchObject([
			{ Note: 'See file', AttachmentName: 'Passport+scan.pdf', AttachmentURL: body.s3FilePath },
		]);
		expect(crm.arrivals()).toMatchObject([{ field: 'Note', attached: true }]);
		await calls.get(`${LEADS}/DeleteNote?prospectId=${leadId(1)}&noteId=${parameter.Id}`);
		expect(crm.arrivals()).toMatchObject([{ attached: false }]);
	});

	test.each([
		[{ AttachmentName: NAME }],
		[{ AttachmentName: 'https://elsewhere.invalid/a.pdf' }],
		[{ Note: '' }],
		[{ RelatedProspectId: leadId(999) }],
		[{ AttachmentUrl: 'https://elsewhere.invalid/a.pdf' }],
	])('refuse %j', async (more) => {
		expect((await calls.post(`${LEADS}/CreateNote`, note(more))).body.Status).toBe('Error');
		expect(crm.notes.size).toBe(1);
	});
});
