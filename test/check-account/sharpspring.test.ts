import { checkSharpSpring } from '../../check-account/checks';
import type { Report } from '../../check-account/report';
import { toMarkdown } from '../../check-account/report';
import type { SharpSpringGiven } from '../../check-account/sharpspring/plan';
import type { SharpSpringStandIn, Switches } from '../stand-ins/sharpspring';
import { FIELD, leadId, productId, startSharpSpring } from '../stand-ins/sharpspring';
import { refusingAddress } from '../support/servers';
import { readOpenQuestions } from './questions';

let standIn: SharpSpringStandIn;
let byDefault: Record<string, string>;

const manner = { pauseMs: 0, timeoutMs: 10_000 };

const given = (): SharpSpringGiven => ({
	baseUrl: standIn.url,
	version: 'v1.2',
	lead: 'ada@example.com',
	field: FIELD.leadContract,
	product: productId(1),
	keysIn: 'query',
	otherKeys: true,
	stamp: 'test',
});

const check = async (more: Partial<SharpSpringGiven> = {}) =>
	await checkSharpSpring({ ...given(), ...more }, standIn.keys, manner);

const answersOf = ({ lines }: Report): Record<string, string> =>
	Object.fromEntries(lines.map(({ id, answer }) => [id, answer]));

/** Lines whose answer is not the default's. */
function changes(report: Report): Record<string, string> {
	const answers = Object.entries(answersOf(report));
	return Object.fromEntries(answers.filter(([id, answer]) => byDefault[id] !== answer));
}

beforeAll(async () => {
	standIn = await startSharpSpring();
	byDefault = answersOf(await check());
});
beforeEach(() => standIn.reset());
afterAll(async () => await standIn.close());

it('has a line for every question of the page, in the same words and order', async () => {
	const { lines } = await check();
	const asked = readOpenQuestions('SharpSpring').questions.filter(({ line }) => line);
	expect(lines.map(({ id, question }) => [id, question])).toEqual(
		asked.map(({ line, question }) => [line, question]),
	);
});

it('answers every question of an account as the stand-in is by default', () => {
	expect(byDefault).toEqual({
		keys: 'yes',
		'keys-in-headers': 'yes',
		'upload-keys': 'yes',
		'unknown-account': 'a plain text in HTTP 401',
		'wrong-secret': 'code 105 in HTTP 200',
		versions: 'yes',
		'upload-reply': 'a list called updates, an entry for each file',
		'success-words': 'yes: true, no: false',
		'no-error': 'read: null, upload: []',
		'unknown-record': 'refused, in the entry and in error',
		'unknown-field': 'code 205, result null',
		'field-reads-as': 'the name',
		'shown-at-once': 'at once',
		download: 'no link',
		'second-file': 'replaced',
		'odd-names': 'not with brackets',
		'several-files': 'taken, told one by one',
		size: 'not asked',
		'product-image': 'yes, a list called updates',
		products: 'product',
		'unknown-lead': 'an empty list',
		'field-type': 'upload',
		counters: 'yes',
		pace: 'no refusal at the pace of the check',
	});
});

type Variant = [change: Partial<Switches>, expected: Record<string, string>];

/** One switch at a time, and all lines that it changes. */
const variants: Variant[] = [
	[{ headersOnMethods: false }, { 'keys-in-headers': 'no' }],
	[{ headersOnUpload: false }, { 'upload-keys': 'no' }],
	[{ unknownAccount: 'jsonString' }, { 'unknown-account': 'a JSON text in HTTP 401' }],
	[{ wrongSecret: 'http401' }, { 'wrong-secret': 'a plain text in HTTP 401' }],
	[
		{ uploadShape: 'A-single' },
		{
			'upload-reply': 'a list called updates, one entry for two files',
			'several-files': 'taken, told once',
		},
	],
	[
		{ uploadShape: 'B' },
		{
			'upload-reply': 'one success',
			'several-files': 'taken, told once',
			'product-image': 'yes, one success',
		},
	],
	[
		{ uploadShape: 'C' },
		{
			'upload-reply': 'members named as the files',
			'product-image': 'yes, members named as the files',
		},
	],
	[
		{ uploadShape: 'C-mangled' },
		{
			'upload-reply': 'members named as the files, dots as _',
			'product-image': 'yes, members productImage',
		},
	],
	[
		{ uploadShape: 'D' },
		{
			'upload-reply': 'the bare value true',
			'several-files': 'taken, told once',
			'product-image': 'yes, the bare value true',
		},
	],
	[
		{ successStatus: 201 },
		{ 'upload-reply': 'a list called updates, an entry for each file, HTTP 201' },
	],
	[{ success: ['true', 'false'] }, { 'success-words': 'yes: "true", no: "false"' }],
	[{ success: [1, 0] }, { 'success-words': 'yes: 1, no: 0' }],
	[{ noError: 'null' }, { 'no-error': 'read: null, upload: null' }],
	[{ noError: 'list' }, { 'no-error': 'read: [], upload: []' }],
	[{ noError: 'nulls' }, { 'no-error': 'read: an object of nulls, upload: an object of nulls' }],
	[{ noError: 'absent' }, { 'no-error': 'read: no member, upload: no member' }],
	[{ failures: 'entriesOnly' }, { 'unknown-record': 'refused, in the entry only' }],
	[
		{ failures: 'listOnly' },
		{ 'unknown-record': 'refused, in error only', 'success-words': 'yes: true, no: not seen' },
	],
	[{ resultOnError: 'absent' }, { 'unknown-field': 'code 205, result absent' }],
	[{ resultOnError: 'empty' }, { 'unknown-field': 'code 205, result an empty list' }],
	[
		{ maxFiles: 1 },
		{
			'several-files': 'only the first arrived, told once',
			'upload-reply': 'a list called updates, one entry for two files',
		},
	],
	[{ counters: false }, { counters: 'no' }],
	[
		{ unknownRecord: 'success' },
		{ 'unknown-record': 'success', 'success-words': 'yes: true, no: not seen' },
	],
	[{ phantomLead: true }, { 'unknown-lead': 'a lead without an ID' }],
	[{ productsMember: 'getAllproducts' }, { products: 'getAllproducts' }],
	[
		{ visibleAfterMs: 600_000 },
		{
			'field-reads-as': 'empty',
			'shown-at-once': 'not during the check',
			'second-file': 'not known',
		},
	],
	[
		{ fileReadsAs: 'empty' },
		{
			'field-reads-as': 'empty',
			'shown-at-once': 'not during the check',
			'second-file': 'not known',
		},
	],
	[{ fileReadsAs: 'id' }, { 'field-reads-as': 'an ID' }],
	[{ fileReadsAs: 'several' }, { 'second-file': 'added' }],
	[{ fileReadsAs: 'json' }, { 'field-reads-as': 'a text with the name' }],
	[
		{ fileReadsAs: 'script' },
		{ 'field-reads-as': 'a link', download: 'no', 'second-file': 'not known' },
	],
	[{ fileReadsAs: 'signed' }, { 'field-reads-as': 'a link', download: 'no' }],
	[{ fileReadsAs: 'url' }, { 'field-reads-as': 'a link', download: 'no' }],
];

it.each(variants)('names the variant %j, and nothing else', async (change, expected) => {
	Object.assign(standIn.switches, change);
	expect(changes(await check())).toEqual(expected);
});

it('knows of every switch that stands for one of its questions', () => {
	const turned = new Set(variants.flatMap(([change]) => Object.keys(change)));
	const others = [
		// Turned further below; a limit for the day shows in the counters only.
		...['uploadMaxBytes', 'postMaxBytes', 'emptyFormCode', 'rate', 'dailyLimit'],
		'overDailyLimit',
	];
	const asked = readOpenQuestions('SharpSpring').questions.flatMap(({ line, switches }) =>
		line ? switches : [],
	);
	expect(asked.filter((name) => ![...turned, ...others].includes(name))).toEqual([]);
});

describe('Limits', () => {
	it.each([
		[{ uploadMaxBytes: 2_000_000 }, 'code 999'],
		[{ postMaxBytes: 2_000_000 }, 'code 206'],
		[{ postMaxBytes: 2_000_000, emptyFormCode: 102 as const }, 'code 102'],
	])('tells the largest size that was taken with %j', async (change, code) => {
		Object.assign(standIn.switches, change);
		const size = (await check({ sizeMb: 6 })).lines.find(({ id }) => id === 'size');
		expect(size?.answer).toBe('1 MB taken, 4 MB refused');
		expect(size?.seen).toContain(code);
	});

	it.each([
		['code107' as const, 'code 107 in HTTP 200'],
		['http429' as const, 'a page, HTTP 429'],
	])('names a refusal for pace: %s', async (answer, words) => {
		standIn.switches.rate = { calls: 40, windowMs: 5_000, answer };
		const pace = (await check({ calls: 40 })).lines.find(({ id }) => id === 'pace');
		expect(pace?.answer).toBe(words);
		expect(pace?.seen).toMatch(/\d+ of 40 were taken/);
	});

	it('takes no refusal for an answer to another question', async () => {
		standIn.switches.rate = { calls: 10, windowMs: 60_000, answer: 'code107' };
		const answers = answersOf(await check());
		expect(answers['odd-names']).toMatch(/^not (known|asked)$/);
		expect(answers.pace).toBe('code 107 in HTTP 200');
	});
});

describe('Without an account to work with', () => {
	const only = async (more: Partial<SharpSpringGiven> = {}, keys = standIn.keys) => {
		const report = await checkSharpSpring({ ...given(), ...more }, keys, manner);
		expect(report.written.filter(({ what }) => what === 'file')).toEqual([]);
		return report.lines[0];
	};

	it('says that the keys are wrong', async () => {
		const line = await only({}, { ...standIn.keys, secretKey: 'F'.repeat(32) });
		expect(line).toMatchObject({ id: 'keys', answer: 'wrong keys' });
		expect(line.advice).toContain('API Settings');
		const unknown = await only({}, { ...standIn.keys, accountID: '3_F' });
		expect(unknown.answer).toBe('wrong keys');
	});

	it('says that the host cannot be reached', async () => {
		const line = await only({ baseUrl: await refusingAddress() });
		expect(line).toMatchObject({ answer: 'no answer' });
		expect(line.seen).toContain('the host refuses connections');
	});

	it('says what keys that may do nothing cannot do', async () => {
		standIn.switches.nextMethodAnswers = ['errorText'];
		standIn.intercept = (request, response) => {
			request.resume();
			const error = { code: 306, message: 'Permission denied. You do not manage these accounts.' };
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ result: null, error, id: '1' }));
			return true;
		};
		const line = await only();
		expect(line.answer).toBe('the user may not');
		expect(line.advice).toContain('administrator');
	});

	it('says that there is no such lead, or no such field', async () => {
		expect((await only({ lead: 'nobody@example.com' })).answer).toBe('yes, but no such lead');
		const answers = answersOf(await check({ field: 'no_field' }));
		expect(answers).toMatchObject({ 'field-type': 'no such field', 'upload-reply': 'refused' });
	});

	it('does not replace a file that is not its own', async () => {
		const lead = standIn.leads.get(leadId(1));
		const contract = { fileName: 'Contract.pdf', bytes: 1, sha256: '' };
		if (lead) lead.files[FIELD.leadContract] = contract;
		const { lines } = await check();
		expect(lines.find(({ id }) => id === 'upload-reply')?.seen).toContain('holds a file already');
		expect(lead?.files[FIELD.leadContract]).toBe(contract);
	});
});

it('lists exactly what it wrote, by names that begin with n8n-check', async () => {
	const { written } = await check({ sizeMb: 1 });
	const named = (kind: string) =>
		written.filter(({ what }) => what === kind).map(({ name }) => name);
	const history = (record: { history: Array<{ fileName: string }> } | undefined) =>
		(record?.history ?? []).map(({ fileName }) => fileName);
	expect(named('file').sort()).toEqual(history(standIn.leads.get(leadId(1))).sort());
	expect(named('image')).toEqual(history(standIn.products.get(productId(1))));
	expect(written.every(({ name }) => name.startsWith('n8n-check-test'))).toBe(true);
	expect(standIn.arrivals().every(({ fileName }) => fileName.startsWith('n8n-check-test'))).toBe(
		true,
	);
	const others = [...standIn.leads.values(), ...standIn.accounts.values()].filter(
		({ id, history: files }) => id !== leadId(1) && files.length > 0,
	);
	expect(others).toEqual([]);
});

it('shows no keys and no addresses', async () => {
	const report = await check({ sizeMb: 1, calls: 3 });
	const { accountID, secretKey } = standIn.keys;
	const hidden = [accountID, secretKey, leadId(1), 'ada', '@', '%40'];
	for (const text of [JSON.stringify(report), toMarkdown(report)]) {
		expect(hidden.filter((each) => text.includes(each))).toEqual([]);
	}
});

it('asks with keys in headers, from the lead’s ID, without what was not given', async () => {
	const report = await check({
		lead: leadId(1),
		keysIn: 'headers',
		otherKeys: false,
		product: undefined,
	});
	expect(changes(report)).toEqual({
		'unknown-account': 'not asked',
		'wrong-secret': 'not asked',
		'product-image': 'not asked',
	});
});
