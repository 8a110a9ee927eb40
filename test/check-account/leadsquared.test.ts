import { checkLeadSquared } from '../../check-account/checks';
import type { LeadSquaredGiven } from '../../check-account/leadsquared/plan';
import type { Report } from '../../check-account/report';
import { toMarkdown } from '../../check-account/report';
import type { LeadSquaredStandIn, LeadSquaredSwitches } from '../stand-ins/leadsquared';
import { leadId, startLeadSquared } from '../stand-ins/leadsquared';
import { sendJson } from '../stand-ins/common/server';
import { refusingAddress } from '../support/servers';
import { readOpenQuestions } from './questions';

let standIn: LeadSquaredStandIn;
let byDefault: Record<string, string>;

const manner = { pauseMs: 0, timeoutMs: 10_000 };

const given = (): LeadSquaredGiven => ({
	apiUrl: standIn.apiUrl,
	lead: 'asha@example.com',
	fieldSet: 'mx_KYC',
	fileFields: ['mx_CustomObject_1', 'mx_CustomObject_2'],
	activityType: '252',
	activityFieldSet: 'mx_Custom_2',
	activityFileField: 'mx_CustomObject_1',
	opportunityType: '12001',
	stamp: 'test',
});

const check = async (more: Partial<LeadSquaredGiven> = {}) =>
	await checkLeadSquared({ ...given(), ...more }, standIn.keys, manner);

const answersOf = ({ lines }: Report): Record<string, string> =>
	Object.fromEntries(lines.map(({ id, answer }) => [id, answer]));

/** Lines whose answer is not the default's. */
function changes(report: Report): Record<string, string> {
	const answers = Object.entries(answersOf(report));
	return Object.fromEntries(answers.filter(([id, answer]) => byDefault[id] !== answer));
}

beforeAll(async () => {
	standIn = await startLeadSquared();
	byDefault = answersOf(await check());
});
beforeEach(() => standIn.reset());
afterAll(async () => await standIn.close());

it('has a line for every question of the page, in the same words and order', async () => {
	const { lines } = await check();
	const asked = readOpenQuestions('LeadSquared').questions.filter(({ line }) => line);
	expect(lines.map(({ id, question }) => [id, question])).toEqual(
		asked.map(({ line, question }) => [line, question]),
	);
});

it('answers every question of an account as the stand-in is by default', () => {
	expect(byDefault).toEqual({
		keys: 'yes',
		hosts: 'another upload host',
		'upload-keys': 'no',
		'upload-reply': 'as documented',
		'upload-name': 'kept',
		'upload-refusal': 'an exception in HTTP 500',
		storage: 'yes',
		'same-name': 'replaced',
		'odd-names': 'yes',
		size: 'not asked',
		'set-nested': 'yes',
		'set-flattened': 'yes',
		'set-upsert': 'yes',
		'set-siblings': 'they stay',
		'set-reads-as': 'a JSON text',
		'unknown-name': 'no',
		'other-upload': 'no',
		'unknown-lead': 'an exception in HTTP 500',
		'activity-answer': 'the activity and its lead',
		'activity-note': 'it stays',
		'activity-attachment': 'yes',
		'attachment-address': 'no',
		'attachments-shown': 'no',
		'opportunity-attachment': 'no',
		links: 'documents open, files of field sets open',
		'details-links': 'at once, plain',
		notes: 'with the link as sent',
		capture: 'Status 0',
		'capture-refusal': 'Status 1 in HTTP 200',
		opportunities: 'no type needed, an object with RecordCount, List',
		'opportunity-types': 'a bare list',
		phone: 'also as digits only',
		'phone-unknown': 'an empty list',
		metadata: 'yes, DataType "CustomObject"',
		'activity-types': 'DisplayName and ActivityEventName, codes as numbers',
		paging: 'a number of rows',
		'empty-list': 'an empty list',
		pace: 'no refusal at the pace of the check',
	});
});

type Variant = [change: Partial<LeadSquaredSwitches>, expected: Record<string, string>];

/** One switch at a time, and all lines that it changes. */
const variants: Variant[] = [
	[{ hostsWithScheme: true }, { keys: 'yes', hosts: 'another upload host, hosts with https://' }],
	[{ uploadKeysAnywhere: true }, { 'upload-keys': 'yes' }],
	[{ uploadReply: 'capitalUploadedFile' }, { 'upload-reply': 'UploadedFile with a capital' }],
	[{ uploadReply: 'lowerStatus' }, { 'upload-reply': 'status in lower case' }],
	[{ uploadReply: 'oneElementArray' }, { 'upload-reply': 'in a list' }],
	[
		{ uploadReply: 'renameToHash' },
		{
			'upload-name': 'renamed',
			'same-name': 'kept apart',
			'odd-names': 'other alphabets changed, spaces changed, # changed',
		},
	],
	[{ sameNameTwice: 'rename' }, { 'same-name': 'kept apart' }],
	[
		{ signedFileUrls: true },
		{
			links: 'documents open, files of field sets do not',
			'details-links': 'at once, with a signature',
		},
	],
	[
		{ signedFileUrls: true, firstLinksExpired: true },
		{
			links: 'documents open, files of field sets do not',
			'details-links': 'at once, but it had expired at first',
		},
	],
	[{ detailsShowAttachments: true }, { 'attachments-shown': 'yes' }],
	[{ leadSetsReadAs: 'object' }, { 'set-reads-as': 'an object' }],
	[
		{ leadSetsReadAs: 'nothing' },
		{
			'set-nested': 'success, not shown',
			'set-flattened': 'success, not shown',
			'set-upsert': 'success, not shown',
			'set-siblings': 'not known',
			'set-reads-as': 'nothing',
		},
	],
	[{ fileUrlReady: false }, { 'details-links': 'empty at once' }],
	[{ strictFileNames: false }, { 'unknown-name': 'yes', 'other-upload': 'yes' }],
	[{ strictUploadContext: false }, { 'other-upload': 'yes' }],
	[{ strictAttachmentUrls: false }, { 'attachment-address': 'yes' }],
	[
		{ attachmentsAnswer: 'errorIn200' },
		{
			'activity-attachment': 'an exception in HTTP 200',
			'attachment-address': 'not asked',
			'attachments-shown': 'not asked',
		},
	],
	[{ opportunityTakesAttachments: true }, { 'opportunity-attachment': 'yes' }],
	[{ leadUpdateAcceptsNested: false }, { 'set-nested': 'no' }],
	[{ leadUpdateAcceptsFlattened: false }, { 'set-flattened': 'no' }],
	[
		{ updateFormsThatWork: ['flattened'] },
		{ 'set-nested': 'success, not shown', 'set-upsert': 'success, but not filled' },
	],
	[{ nestedUpdateBlanksSiblings: true }, { 'set-siblings': 'they are emptied' }],
	[{ unknownLeadUpdate: 'zeroRows' }, { 'unknown-lead': 'success with 0 rows' }],
	[{ updateWithoutNoteClearsIt: true }, { 'activity-note': 'it is emptied' }],
	[{ createAnswersRelatedId: false }, { 'activity-answer': 'the activity only' }],
	[
		{ opportunityStatusAsString: true },
		{ capture: 'Status 0, as a text', 'capture-refusal': 'Status 1 in HTTP 200' },
	],
	[
		{ captureOutcome: 'duplicate' },
		{ capture: 'a duplicate, Status 0', 'opportunity-attachment': 'not asked' },
	],
	[{ captureOutcome: 'failure' }, { capture: 'refused', 'opportunity-attachment': 'not asked' }],
	[{ captureOutcome: 'partial' }, { capture: 'Status 2' }],
	[{ captureRefusals: 'envelope500' }, { 'capture-refusal': 'an exception in HTTP 500' }],
	[
		{ opportunityTypeRequired: true },
		{ opportunities: 'needs a type, an object with RecordCount, List' },
	],
	[{ opportunitiesAsBareArray: true }, { opportunities: 'no type needed, a bare list' }],
	[{ opportunityTypesShape: 'list' }, { 'opportunity-types': 'an object with RecordCount, List' }],
	[{ phoneOnlyStoredForm: true }, { phone: 'only as stored' }],
	[{ phoneAnswersAllMatches: true }, { phone: 'also as digits only, answers all matches' }],
	[{ phoneNotFound: '404' }, { 'phone-unknown': 'an exception in HTTP 404' }],
	[{ metadataShowsCustomObjects: false }, { metadata: 'no, DataType "CustomObject"' }],
	[{ customObjectDataType: 'CFS' }, { metadata: 'yes, DataType "CFS"' }],
	[{ activityTypeLabel: 'DisplayName' }, { 'activity-types': 'DisplayName, codes as numbers' }],
	[
		{ activityEventAsString: true },
		{ 'activity-types': 'DisplayName and ActivityEventName, codes as text' },
	],
	[{ nextOffsetIsPage: true }, { paging: 'a page' }],
	[{ emptyListOmitsKey: true }, { 'empty-list': 'the key is missing' }],
	[{ tellFileUploadUrl: false }, { hosts: 'no upload host told' }],
];

it.each(variants)('names the variant %j, and nothing else', async (change, expected) => {
	Object.assign(standIn.switches, change);
	const uploadUrl = standIn.fileUploadUrl;
	const found = changes(await check(change.tellFileUploadUrl === false ? { uploadUrl } : {}));
	const same = Object.entries(expected).filter(([id, answer]) => byDefault[id] === answer);
	expect({ ...Object.fromEntries(same), ...found }).toEqual(expected);
});

it('knows of every switch that stands for one of its questions', () => {
	const turned = new Set(variants.flatMap(([change]) => Object.keys(change)));
	// Turned further below, or what the stand-in has to be told to be reached at all.
	const others = ['region', 'keysBelongTo', 'storageVersions', 'rateLimit'];
	const told = ['advertisedApiHost', 'advertisedFileUploadUrl'];
	const asked = readOpenQuestions('LeadSquared').questions.flatMap(({ line, switches }) =>
		line ? switches : [],
	);
	expect(asked.filter((name) => ![...turned, ...others, ...told].includes(name))).toEqual([]);
});

describe('Uploads that fail', () => {
	it.each([
		['errorIn200', 'Status "Error" in HTTP 200'],
		['exceptionIn200', 'an exception in HTTP 200'],
		['errorEnvelope500', 'an exception in HTTP 500'],
		['htmlBadGateway', 'a page, HTTP 502'],
		['tooLarge413', 'a page, HTTP 413'],
		['emptyUploadedFile', 'success without a name'],
	] as const)('are named: %s', async (uploadReply, answer) => {
		standIn.switches.uploadReply = uploadReply;
		const report = await check();
		expect(answersOf(report)).toMatchObject({ 'upload-reply': answer, 'set-nested': 'not asked' });
		// An activity, without a file, is all that can be made then.
		expect(report.written.map(({ what }) => what)).toEqual(['activity', 'opportunity']);
	});

	it('tell a storage that the account does not have', async () => {
		standIn.switches.storageVersions = [4];
		expect(answersOf(await check())).toMatchObject({ storage: 'no' });
	});

	it('tell the largest size that was taken', async () => {
		standIn.switches.uploadReply = ({ bytes }) => (bytes > 2_000_000 ? 'tooLarge413' : 'keepName');
		const { lines } = await check({ sizeMb: 6 });
		const size = lines.find(({ id }) => id === 'size');
		expect(size?.answer).toBe('1 MB taken, 4 MB refused');
		expect(size?.advice).toBe('Set the option "Maximum File Size (MB)" to 1.');
	});
});

describe('Pace', () => {
	it.each([429, 403, 500, 200] as const)('names a refusal with HTTP %d', async (status) => {
		standIn.switches.rateLimit = { calls: 60, windowMs: 5000, status, retryAfter: 3 };
		const { lines } = await check({ calls: 80 });
		const pace = lines.find(({ id }) => id === 'pace');
		expect(pace?.answer).toBe(`refused with HTTP ${status}`);
		expect(pace?.seen).toContain('API calls exceeded the limit of 60 in 5 second(s)');
		expect(pace?.seen).toContain('retry-after: 3');
		expect(pace?.advice).toContain('to 60');
	});

	it('takes no refusal for an answer to another question', async () => {
		standIn.switches.rateLimit = { calls: 12, windowMs: 60_000, status: 429 };
		const answers = answersOf(await check());
		expect(answers['set-flattened']).toMatch(/^not (known|asked)$/);
		expect(answers.pace).toBe('refused with HTTP 429');
	});
});

describe('Without an account to work with', () => {
	const only = async (more: Partial<LeadSquaredGiven> = {}, keys = standIn.keys) => {
		const report = await checkLeadSquared({ ...given(), ...more }, keys, manner);
		expect(report.written).toEqual([]);
		expect(standIn.uploads).toEqual([]);
		return report.lines[0];
	};

	it('says that the keys are wrong', async () => {
		const keys = { ...standIn.keys, secretKey: 'f'.repeat(40) };
		const line = await only({}, keys);
		expect(line).toMatchObject({ id: 'keys', answer: 'wrong keys' });
		expect(line.advice).toContain('API Access Keys');
	});

	it('says that the host cannot be reached', async () => {
		const line = await only({ apiUrl: await refusingAddress() });
		expect(line.answer).toBe('no answer');
		expect(line.seen).toContain('the host refuses connections');
	});

	it('names the region that the keys belong to', async () => {
		standIn.switches.keysBelongTo = 'us11';
		const line = await only();
		expect(line.answer).toBe('another region');
		expect(line.advice).toContain('api-us11.leadsquared.com');
	});

	it('says that there is no such lead', async () => {
		expect(await only({ lead: 'nobody@example.com' })).toMatchObject({
			answer: 'yes, but no such lead',
		});
	});

	it('says what a user who may only read cannot do', async () => {
		standIn.intercept = (request, response, url) => {
			const reads = /Retrieve|GetOpportunitiesOfLead|Leads\.Get/.test(url.pathname);
			if (request.method === 'GET' || reads) return false;
			request.resume();
			const ExceptionType = 'MXUnAuthorizedAccessException';
			sendJson(response, 401, { Status: 'Error', ExceptionType, ExceptionMessage: 'No rights' });
			return true;
		};
		const { lines, written } = await check();
		const told = lines.find(({ id }) => id === 'upload-reply');
		expect(told?.answer).toBe('the user may not');
		expect(told?.advice).toContain('administrator');
		expect(lines.find(({ id }) => id === 'activity-attachment')?.answer).toBe('the user may not');
		expect(written).toEqual([]);
	});

	it('does not replace a file that is not its own', async () => {
		const lead = standIn.leads.get(leadId(1));
		if (lead) lead.fieldSets.mx_KYC = { mx_CustomObject_1: 'Passport.pdf' };
		const { lines } = await check();
		expect(lines.find(({ id }) => id === 'set-nested')?.seen).toContain('holds a file already');
		expect(lead?.fieldSets.mx_KYC.mx_CustomObject_1).toBe('Passport.pdf');
	});
});

it('lists exactly what it wrote, by names that begin with n8n-check', async () => {
	const before = [standIn.activities.size, standIn.opportunities.size, standIn.notes.size];
	standIn.switches.opportunityTakesAttachments = true;
	standIn.switches.uploadKeysAnywhere = true;
	const { written } = await check({ sizeMb: 1 });
	const named = (kind: string) => written.filter(({ what }) => what === kind);

	expect(named('file').map(({ name }) => name)).toEqual([
		...new Set(standIn.uploads.map(({ name }) => name)),
	]);
	const added = [standIn.activities, standIn.opportunities, standIn.notes].map(
		({ size }, index) => size - before[index],
	);
	expect(['activity', 'opportunity', 'note'].map((kind) => named(kind).length)).toEqual(added);
	const records = [...standIn.activities.values(), ...standIn.opportunities.values()];
	expect(
		named('attachment')
			.map(({ name }) => name)
			.sort(),
	).toEqual(records.flatMap(({ attachments }) => attachments.map(({ name }) => name)).sort());
	const set = standIn.leads.get(leadId(1))?.fieldSets.mx_KYC ?? {};
	expect(named('field').map(({ name }) => name)).toEqual(Object.values(set));
	expect(written.every(({ name }) => name.startsWith('n8n-check-test'))).toBe(true);

	// Nothing was written to another lead.
	const touched = [...standIn.leads.values()].filter(
		({ fieldSets }) => Object.keys(fieldSets).length > 0,
	);
	expect(touched.map(({ id }) => id)).toEqual([leadId(1)]);
});

it('shows no keys, no addresses, and nothing that says whose account it is', async () => {
	const report = await check({ sizeMb: 1, calls: 3 });
	const { accessKey, secretKey } = standIn.keys;
	const lead = standIn.leads.get(leadId(1));
	const hidden = [
		accessKey,
		encodeURIComponent(accessKey),
		secretKey,
		leadId(1),
		String(lead?.values.Phone),
		standIn.organization.uniqueName,
		standIn.organization.id,
		standIn.organization.name,
		'@',
		'%40',
	];
	for (const text of [JSON.stringify(report), toMarkdown(report)]) {
		expect(hidden.filter((each) => text.includes(each))).toEqual([]);
	}
});

it('asks from the lead’s ID as well, and leaves out what was not given', async () => {
	const report = await check({
		lead: leadId(1),
		fileFields: ['mx_CustomObject_1'],
		activityType: undefined,
		opportunityType: undefined,
	});
	expect(changes(report)).toEqual({
		'set-siblings': 'not asked',
		'unknown-name': 'not asked',
		'other-upload': 'not asked',
		'activity-answer': 'not asked',
		'activity-note': 'not asked',
		'activity-attachment': 'not asked',
		'attachment-address': 'not asked',
		'attachments-shown': 'not asked',
		'opportunity-attachment': 'not asked',
		'details-links': 'not asked',
		capture: 'not asked',
		'capture-refusal': 'not asked',
	});
});
