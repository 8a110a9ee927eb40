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
const flattened = (value: string) => [{ Attribute: 'mx_KYCmx_CustomObject_1', Value: value }];
const nested = (value: string) => [
	{ Attribute: 'mx_KYC', Fields: [{ Attribute: 'mx_CustomObject_1', Value: value }] },
];
const shown = async () =>
	(await calls.get(`${LEADS}/Leads.GetById?id=${leadId(1)}`)).body[0] as Record<string, unknown>;
const stored = () => crm.leads.get(leadId(1))?.fieldSets.mx_KYC?.mx_CustomObject_1;

async function fill(name: string) {
	await calls.upload(kycFields(leadId(1)), { name });
	await calls.post(UPDATE, flattened(name));
}

test.each([
	['name', 'b.pdf'],
	['renamed', '3fa9_b.pdf'],
	['url', expect.stringMatching(/^http.*\/b\.pdf$/)],
	['id', expect.stringMatching(/^\d+$/)],
	['json', expect.stringContaining('"Name":"b.pdf"')],
	['several', 'a.pdf,b.pdf'],
	['nothing', ''],
] as const)('a file field reads back as %s', async (fileFieldsReadAs, expected) => {
	crm.switches.fileFieldsReadAs = fileFieldsReadAs;
	await fill('a.pdf');
	await fill('b.pdf');
	const { mx_KYC: set } = await shown();
	expect(JSON.parse(String(set))).toEqual({ mx_CustomObject_1: expected });
});

test('only some forms of an update take effect, and all are answered with success', async () => {
	crm.switches.strictFileNames = false;
	crm.switches.updateFormsThatWork = ['upsert'];
	const answers = [
		await calls.post(UPDATE, flattened('a.pdf')),
		await calls.post(UPDATE, nested('b.pdf')),
	];
	expect(answers.map(({ body }) => body.Status)).toEqual(['Success', 'Success']);
	expect(stored()).toBeUndefined();
	const named = { Attribute: 'EmailAddress', Value: 'asha@example.com' };
	await calls.post(`${LEADS}/Lead.CreateOrUpdate`, [named, ...nested('c.pdf')]);
	expect(stored()).toBe('c.pdf');
});

test('what was written is shown late', async () => {
	crm.switches.visibleAfterMs = 60_000;
	await fill('a.pdf');
	expect(await shown()).toMatchObject({ mx_KYC: null });
	const note = { RelatedProspectId: leadId(1), Note: 'New' };
	await calls.post(`${LEADS}/CreateNote`, note);
	const notes = await calls.post(`${LEADS}/RetrieveNote`, { Parameter: { RelatedId: leadId(1) } });
	expect(notes.body.List).toHaveLength(1);
	expect(stored()).toBe('a.pdf');
});

test.each([true, false])('an answer is lost, work done: %s', async (workBeforeForced) => {
	Object.assign(crm.switches, { workBeforeForced, nextAnswers: { 'Lead.Update': ['lost'] } });
	await expect(fill('a.pdf')).rejects.toThrow('fetch failed');
	expect(stored()).toBe(workBeforeForced ? 'a.pdf' : undefined);
	await fill('b.pdf');
	expect(stored()).toBe('b.pdf');
});

test.each([
	['html502', 502, 'Bad Gateway'],
	['html200', 200, 'Sign in'],
	['redirect302', 302, 'Found'],
	['html413', 413, 'Too Large'],
	['html429', 429, 'Too Many Requests'],
	['noVerdict200', 200, '{}'],
	['exception500', 500, 'Refused for good.'],
] as const)('an update can be answered with %s', async (answer, status, text) => {
	crm.switches.nextAnswers = { 'Lead.Update': [answer] };
	expect(await calls.post(UPDATE, [])).toMatchObject({
		status,
		text: expect.stringContaining(text) as string,
	});
});

test('an answer can break off in its JSON', async () => {
	crm.switches.nextAnswers = { 'Lead.Update': ['brokenJson200'] };
	await expect(calls.post(UPDATE, [])).rejects.toThrow(/JSON/);
});

test('uploads can lose their answers, too', async () => {
	Object.assign(crm.switches, {
		workBeforeForced: true,
		nextAnswers: { 'File/Upload': ['html502'] },
	});
	expect(await calls.upload(kycFields(leadId(1)))).toMatchObject({ status: 502 });
	expect(crm.uploads).toHaveLength(1);
});

test('clocks can be wrong, that of the answers or that of the records', async () => {
	Object.assign(crm.switches, { clockAheadMs: 3_600_000, recordClockAheadMs: -60_000 });
	const before = Date.now();
	const note = { RelatedProspectId: leadId(1), Note: 'New' };
	const { headers } = await calls.post(`${LEADS}/CreateNote`, note);
	const created = [...crm.notes.values()].at(-1)?.createdOn.replace(' ', 'T');
	const minutesAhead = (time: string) => Math.round((Date.parse(time) - before) / 60_000);
	expect(minutesAhead(String(headers.get('date')))).toBe(60);
	expect(minutesAhead(`${created}Z`)).toBe(59);
	crm.switches.tellDate = false;
	expect((await calls.post(`${LEADS}/CreateNote`, note)).headers.has('date')).toBe(false);
});
