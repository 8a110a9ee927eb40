import { createHash } from 'node:crypto';
import { leadId, type LeadSquaredStandIn, startLeadSquared, type UploadReply } from './leadsquared';
import { callsTo, kycFields, typeFields } from './leadsquared/testCalls';

let crm: LeadSquaredStandIn;
let calls: ReturnType<typeof callsTo>;

beforeAll(async () => {
	crm = await startLeadSquared();
	calls = callsTo(crm);
});
afterAll(() => crm.close());
beforeEach(() => crm.reset());

const USER = 'Authentication.svc/UserByAccessKey.Get';
const BY_ID = `LeadManagement.svc/Leads.GetById?id=${leadId(1)}`;

describe('keys, hosts, pace', () => {
	const queryKeys = () =>
		new URLSearchParams({ accessKey: crm.keys.accessKey, secretKey: crm.keys.secretKey });

	test('keys have the real shape', () => {
		expect(crm.keys.accessKey).toMatch(/^u\$r[0-9a-f]{32}$/);
		expect(crm.keys.secretKey).toMatch(/^[0-9a-f]{40}$/);
	});

	test('keys are taken from headers or the query, by their exact names', async () => {
		expect((await calls.get(BY_ID)).body).toHaveLength(1);
		const url = `${crm.apiUrl}/v2/${BY_ID}`;
		const wrongNames = queryKeys().toString().replace('accessKey', 'AccessKey');
		const statuses = [];
		for (const query of [queryKeys().toString(), wrongNames, '']) {
			statuses.push((await fetch(`${url}&${query}`)).status);
		}
		expect(statuses).toEqual([200, 401, 401]);
		const refused = await fetch(`${url}&${queryKeys()}`, { headers: { 'x-LSQ-AccessKey': 'x' } });
		expect(refused.status).toBe(401);
		expect(await refused.json()).toEqual({
			Status: 'Error',
			ExceptionType: 'MXInvalidAccessDetailsException',
			ExceptionMessage: 'Invalid Access Details provided.',
		});
	});

	test('tells its own hosts', async () => {
		const { body } = await calls.get(USER);
		expect(body.LSQCommonServiceURLs.api).toBe(new URL(crm.apiUrl).host);
		expect(body.MobileServiceURLs.FileUploadURL).toBe(crm.fileUploadUrl);
	});

	test('keys of another region work for one call only, and the refusal names the host', async () => {
		crm.switches.keysBelongTo = 'us11';
		const { body } = await calls.get(USER);
		expect(body.LSQCommonServiceURLs.api).toBe('api-us11.leadsquared.com');
		expect(body.MobileServiceURLs.FileUploadURL).toBe(
			'https://files-us11.leadsquared.com/File/Upload',
		);
		const refused = await calls.get(BY_ID);
		expect(refused.status).toBe(401);
		expect(refused.body.ExceptionMessage).toContain('api-us11.leadsquared.com');
		expect((await calls.upload({ FileType: '0' })).status).toBe(401);
	});

	test('unknown paths are 404, wrong methods 405, and neither is JSON', async () => {
		const unknown = await calls.get('LeadManagement.svc/Leads.GetByPhoneNumber?phone=1');
		expect([unknown.status, unknown.body]).toEqual([404, undefined]);
		expect((await calls.post(BY_ID, {})).status).toBe(405);
		expect((await fetch(crm.fileUploadUrl)).status).toBe(405);
	});

	test.each([429, 403] as const)('too many calls are refused with %i', async (status) => {
		crm.switches.rateLimit = { calls: 2, windowMs: 60_000, status, retryAfter: 7 };
		expect((await calls.get(BY_ID)).status).toBe(200);
		expect((await calls.get(BY_ID)).status).toBe(200);
		const refused = await calls.get(BY_ID);
		expect(refused.status).toBe(status);
		expect(refused.body.ExceptionMessage).toBe('API calls exceeded the limit of 2 in 60 second(s)');
		expect(refused.headers.get('retry-after')).toBe('7');
		expect((await calls.upload({ FileType: '0' })).status).toBe(200);
		expect(crm.refusedForRate).toBe(1);
	});

	test('a fault can be put in front of any call, and the call is still in the log', async () => {
		crm.intercept = (request) => {
			request.socket.destroy();
			return true;
		};
		await expect(calls.get(BY_ID)).rejects.toThrow('fetch failed');
		expect(crm.requests.map(({ path }) => path)).toEqual(['/v2/LeadManagement.svc/Leads.GetById']);
	});
});

describe('File/Upload', () => {
	test('answers as documented, and the links lead back to the bytes', async () => {
		const { status, body } = await calls.upload(kycFields(leadId(1)));
		expect(status).toBe(200);
		const path = `/t/${crm.organization.uniqueName}/content/common/documents/Passport scan.pdf`;
		expect(body).toMatchObject({
			Status: 'Success',
			uploadedFile: 'Passport scan.pdf',
			description: null,
		});
		expect(body.relativeFilePath.endsWith(path)).toBe(true);
		for (const link of [body.relativeFilePath, body.s3FilePath]) {
			const response = await fetch(link);
			expect(response.headers.get('content-type')).toBe('application/pdf');
			expect(await response.text()).toBe('%PDF-1.7');
		}
		expect(crm.uploads[0].fields).toEqual(kycFields(leadId(1)));
		expect(crm.uploads[0].file.sha256).toBe(createHash('sha256').update('%PDF-1.7').digest('hex'));
	});

	test('bytes are kept only up to the limit', async () => {
		crm.switches.keepFileBytes = 3;
		const { body } = await calls.upload({ FileType: '0' });
		expect((await fetch(body.s3FilePath)).status).toBe(404);
	});

	const lead = kycFields(leadId(1));
	const activity = typeFields(252, 'mx_Custom_2');
	test.each<[string, Record<string, string | undefined>]>([
		['no keys', { ...lead, AccessKey: undefined }],
		['wrong keys', { ...lead, SecretKey: 'x' }],
		['no FileType', { ...lead, FileType: undefined }],
		['an unknown FileType', { ...lead, FileType: '2' }],
		['no Id', { ...lead, Id: undefined }],
		['no Entity', { ...lead, Entity: undefined }],
		['no SchemaName', { ...lead, SchemaName: undefined }],
		['no EntitySchemaName', { ...lead, EntitySchemaName: undefined }],
		['resizing', { ...lead, EnableResize: 'true' }],
		['a boolean in capitals', { ...lead, EnableResize: 'False' }],
		['an unknown lead', { ...lead, Id: '00000000-0000-4000-8000-000000000000' }],
		['a lead where a type belongs', { ...activity, Id: leadId(1) }],
		['an unknown event code', { ...activity, Id: '9' }],
		['an unknown parent field', { ...lead, EntitySchemaName: 'mx_City' }],
		['an unknown inner field', { ...lead, SchemaName: 'mx_CustomObject_9' }],
		['an inner field that holds no file', { ...lead, SchemaName: 'mx_CustomObject_3' }],
		['swapped names', { ...lead, SchemaName: 'mx_KYC', EntitySchemaName: 'mx_CustomObject_1' }],
		['blanks around a name', { ...lead, SchemaName: ' mx_CustomObject_1' }],
		['an unknown storage', { ...lead, StorageVersion: '4' }],
		['an unknown part', { ...lead, Overwrite: 'true' }],
	])('refuses %s', async (_, fields) => {
		const { status, body } = await calls.upload(fields);
		expect(body.Status).toBe('Error');
		expect(status).not.toBe(200);
		expect(crm.uploads).toEqual([]);
	});

	test.each([
		[{ part: 'file' }, 400],
		[{ name: '../secret.pdf' }, 500],
		[{ name: 'a\\b.pdf' }, 500],
	])('refuses the file %j', async (file, status) => {
		expect((await calls.upload(lead, file)).status).toBe(status);
	});

	test('refuses doubled parts and a second file', async () => {
		for (const extra of ['FileType', 'uploadFiles']) {
			const form = new FormData();
			const keys = { AccessKey: crm.keys.accessKey, SecretKey: crm.keys.secretKey, FileType: '0' };
			for (const [name, value] of Object.entries(keys)) form.append(name, value);
			form.append('uploadFiles', new Blob(['1']), 'a');
			form.append(extra, extra === 'FileType' ? '0' : new Blob(['2']));
			const { status } = await fetch(crm.fileUploadUrl, { method: 'POST', body: form });
			expect(status).toBe(400);
		}
	});

	test('keys elsewhere only behind the switch', async () => {
		const form = new FormData();
		form.append('FileType', '0');
		form.append('uploadFiles', new Blob(['1']), 'a.txt');
		const headers = {
			'x-LSQ-AccessKey': crm.keys.accessKey,
			'x-LSQ-SecretKey': crm.keys.secretKey,
		};
		const send = async () =>
			(await fetch(crm.fileUploadUrl, { method: 'POST', body: form, headers })).status;
		expect(await send()).toBe(401);
		crm.switches.uploadKeysAnywhere = true;
		expect(await send()).toBe(200);
	});

	test.each<[UploadReply, number, unknown]>([
		['renameToHash', 200, { uploadedFile: expect.stringMatching(/^[0-9a-f]{8}\.pdf$/) }],
		['capitalUploadedFile', 200, { UploadedFile: 'Passport scan.pdf' }],
		['lowerStatus', 200, { status: 'Success' }],
		['oneElementArray', 200, [expect.objectContaining({ uploadedFile: 'Passport scan.pdf' })]],
		['errorIn200', 200, { Status: 'Error', description: expect.any(String) }],
		['exceptionIn200', 200, { Status: 'Error', ExceptionMessage: expect.any(String) }],
		['errorEnvelope500', 500, { ExceptionType: 'MXInvalidInputException' }],
		['emptyUploadedFile', 200, { Status: 'Success', uploadedFile: '' }],
	])('can answer %s', async (mode, status, body) => {
		crm.switches.uploadReply = (_, count) => (count === 2 ? mode : 'keepName');
		expect((await calls.upload(lead)).body.Status).toBe('Success');
		expect(await calls.upload(lead)).toMatchObject({ status, body });
	});

	test.each([
		['htmlBadGateway', 502],
		['tooLarge413', 413],
	] as const)('can answer %s with a page', async (mode, status) => {
		crm.switches.uploadReply = mode;
		const answer = await calls.upload(lead);
		expect([answer.status, answer.body]).toEqual([status, undefined]);
		expect(crm.uploads).toEqual([]);
	});
});
