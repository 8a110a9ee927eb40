import type { IDataObject } from 'n8n-workflow';
import type { Reply } from '../../../nodes/shared/http/reply';
import { readEntries } from '../../../nodes/SharpSpring/transport/entries';
import { classifyResponse, readResult } from '../../../nodes/SharpSpring/transport/replies';
import { FAILURE_VARIANTS, leadId, SUCCESS_VARIANTS } from '../../stand-ins/sharpspring';
import { itemWith, jsonOf, by, toLead, useSharpSpring } from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();

async function attach() {
	const parameters = toLead(by('id', leadId(1)), undefined, { checkRecordExists: false });
	return await bench.run(parameters, [await itemWith('a.b.pdf')]);
}

test.each(SUCCESS_VARIANTS)('success: %s', async (_name, changes) => {
	Object.assign(bench.crm.switches, changes);
	const { output, error } = await attach();
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toMatchObject([{ recordId: leadId(1) }]);
});

test.each(FAILURE_VARIANTS)('failure: %s', async (_name, changes) => {
	Object.assign(bench.crm.switches, changes);
	const { output, error } = await attach();
	expect(output).toEqual([]);
	expect(error?.message).toContain('SharpSpring');
	expect(error?.message).toContain('[item 0]');
});

test.each([
	['text401', 'SharpSpring did not accept the keys', 'Unable to determine clusterID'],
	['jsonString401', 'SharpSpring did not accept the keys', 'Unable to determine clusterID'],
	['jsonString200', 'something other than data', 'Unable to determine clusterID'],
	['text200', 'something other than data', 'SharpSpring says: Something went wrong'],
	['html200', 'something other than data', 'SharpSpring says: Sign in'],
	['html413', 'too large for SharpSpring', "'Maximum File Size'"],
	['html429', 'had no free call for 15 minutes', 'calls in 1 second'],
	['html502', 'not available at the moment (HTTP 502)', 'Try again later.'],
	['json503', 'not available at the moment (HTTP 503)', 'Service Unavailable'],
	['json504', 'not available at the moment (HTTP 504)', 'upstream request timeout'],
	['json504', 'not available at the moment', 'not known whether the request was carried out'],
	['redirect302', 'redirected the request', 'redirects are not followed'],
	['redirect307', 'redirected the request', 'redirects are not followed'],
	['yes500', 'SharpSpring is not available at the moment (HTTP 500)', ''],
	['yes400', 'SharpSpring refused the request (HTTP 400)', ''],
	['noResult200', 'answered without a result', '"result":null'],
	['noResult200', 'answered without a result', 'not known whether the request was carried out'],
	['noEntries200', 'did not accept the file "a.b.pdf": it confirmed 0 of 1 files', ''],
	['errorText', 'SharpSpring says: Missing parameters.', ''],
	['errorKeyed', 'did not accept the file "a.b.pdf": Missing parameters. (code 206)', ''],
	['apiErrorInList', 'did not accept the file "a.b.pdf": Missing parameters. (code 206)', ''],
] as const)('%s says what happened', async (answer, message, description) => {
	bench.crm.switches.uploadAnswer = answer;
	const { error } = await attach();
	expect(error?.message).toContain(message);
	expect(error?.description ?? '').toContain(description);
	expect(error?.description ?? '').not.toMatch(/<[a-z]/);
});

test.each([
	[102, 'too large'],
	[103, 'Check the account ID and the secret key'],
	[104, 'Check the account ID and the secret key'],
	[105, 'Check the account ID and the secret key'],
	[106, 'calls for today are used up'],
	[205, 'too large'],
	[212, 'another account'],
	[217, 'name of the field'],
	[404, 'Check the ID'],
])('code %d comes with advice', async (code, advice) => {
	Object.assign(bench.crm.switches, { uploadAnswer: 'apiError', forcedCode: code });
	const { error } = await attach();
	expect(error?.message).toContain(`(code ${code})`);
	expect(error?.description).toContain(advice);
});

function reply(json: unknown, status = 200): Reply {
	return { status, headers: {}, text: JSON.stringify(json), json };
}

const error = { code: 301, message: 'Entry already exists.', data: [] };
const nulls = { code: null, message: null, data: null };
const zero = { code: '0', message: '' };

describe('the shapes of "error"', () => {
	const nones = [null, [], nulls, '', {}, false, undefined, '0', 'false', ['0'], zero];

	test.each(nones.map((none) => [none]))('%j is none', (none) => {
		const result = { lead: [] };
		expect(readResult(reply({ result, error: none }))).toEqual(result);
		expect(readEntries(reply({ result: true, error: none }), ['a'])).toEqual([{ failed: false }]);
		const entries = { updates: [{ success: true, error: none }] };
		expect(readEntries(reply({ result: entries, error: [] }), ['a'])).toMatchObject([
			{ failed: false },
		]);
	});

	test.each([
		[error, 'Entry already exists. (code 301)'],
		[[error], 'Entry already exists. (code 301)'],
		[{ 1: error }, 'Entry already exists. (code 301)'],
		['Entry already exists.', 'Entry already exists.'],
		[{ code: 0, message: 'Odd' }, 'Odd'],
		[{ code: '0', message: 'Odd' }, 'Odd'],
		[{ code: 999 }, 'it gave no reason (code 999)'],
		[true, 'true'],
	])('%j is one', (some, words) => {
		expect(() => readResult(reply({ result: { lead: [] }, error: some }))).toThrow(words);
		const failed = [{ failed: true, message: expect.stringContaining(words) }];
		for (const success of [true, undefined]) {
			const result = { updates: [{ success, error: some }] };
			expect(readEntries(reply({ result, error: [] }), ['a'])).toMatchObject(failed);
		}
	});

	test('each error of an entry is told, once', () => {
		const result = { updates: [{ success: false, error: [error, { ...error, code: 205 }] }] };
		const [entry] = readEntries(reply({ result, error: [error] }), ['a']);
		expect(entry.message).toBe(
			'Entry already exists. (code 301); Entry already exists. (code 205)',
		);
	});
});

describe('the field that a call was for is named with errors that it can cause', () => {
	const wrong = { code: '205', message: 'Invalid parameters.', data: { params: [] } };
	const words = 'Invalid parameters. (code 205) for the field "contract_65f0a1b2c3d4e"';

	test.each<[string, IDataObject]>([
		['by position', { updates: [{ success: true }, { success: false, error: wrong }] }],
		['by name', { 'a.pdf': { success: true }, 'b.pdf': { success: false, error: [wrong] } }],
		['by a list of errors', { 'a.pdf': { success: true } }],
		['as a whole', { success: false, errors: [wrong] }],
	])('%s', (_, result) => {
		const told = reply({ result, error: [wrong] });
		const [, entry] = readEntries(told, ['a.pdf', 'b.pdf'], 'contract_65f0a1b2c3d4e');
		expect(entry.message?.startsWith(words)).toBe(true);
		const [, unnamed] = readEntries(told, ['a.pdf', 'b.pdf']);
		expect(unnamed.message).not.toContain('for the field');
	});

	test('and not with others', () => {
		const told = reply({ result: { updates: [{ success: false, error }] }, error: [error] });
		const [{ message }] = readEntries(told, ['a.pdf'], 'contract_65f0a1b2c3d4e');
		expect(message).toBe('Entry already exists. (code 301)');
	});
});

test('an error that no entry shows spoils them all', () => {
	const result = { updates: [{ success: true }, { success: true }] };
	const entries = readEntries(reply({ result, error: [error] }), ['a.pdf', 'b.pdf']);
	for (const { failed, message } of entries) {
		expect(failed).toBe(true);
		expect(message).toContain('Entry already exists. (code 301) (SharpSpring does not say which');
	}
});

test('a file that a reply by name leaves out has failed', () => {
	const result: IDataObject = { 'a.pdf': { success: true } };
	expect(readEntries(reply({ result, error: [] }), ['a.pdf', 'b.pdf'])).toMatchObject([
		{ failed: false },
		{ failed: true, message: 'it says nothing about this file' },
	]);
});

test('a reply by something else than the names speaks for all files', () => {
	const result = { first: { success: true }, second: { success: false } };
	const entries = readEntries(reply({ result, error: null }), ['a.pdf', 'b.pdf']);
	expect(entries.map(({ failed }) => failed)).toEqual([true, true]);
	expect(entries[0].message).toContain('does not say which of the 2 files');
});

describe('a result that states its own verdict', () => {
	const failed = (message: string) => [{ failed: true, message }];
	const unclear = 'it does not say whether the file was stored, but ';

	test.each([
		[{ success: false, errors: ['Unsupported file'] }, 'Unsupported file'],
		[{ success: '0', failed: ['a.pdf'] }, 'a.pdf'],
		[{ success: true, errors: [error] }, 'Entry already exists. (code 301)'],
		[{ errors: ['Unsupported file'] }, 'Unsupported file'],
		[{ success: false, message: 'Unsupported file' }, 'Unsupported file'],
		[{ success: false, updates: [{ success: true }] }, 'it reported a failure without a reason'],
		[{ error, updates: [{ success: true }] }, 'Entry already exists. (code 301)'],
		[{ success: false, 'a.pdf': { success: true } }, 'it reported a failure without a reason'],
		[{ success: 'failed' }, 'it reported a failure without a reason'],
	])('%j is a failure', (result, message) => {
		expect(readEntries(reply({ result, error: null }), ['a.pdf'])).toMatchObject(failed(message));
	});

	test.each([
		[{ success: true, updates: [{ success: false, error }] }],
		[{ success: true, first: { error } }],
		[{ success: true, updates: { 1: { success: false, error } } }],
		[{ creates: [{ success: true }], updates: [{ success: false, error }] }],
	])('%j is one because of what is in it', (result) => {
		const [entry] = readEntries(reply({ result, error: null }), ['a.pdf']);
		expect(entry).toMatchObject({ failed: true, message: 'Entry already exists. (code 301)' });
	});

	test.each([
		[{ success: true, errors: [] }],
		[{ success: true, warnings: ['Large file'] }],
		[{ success: 'ok', files: ['a.pdf', 'b.pdf'], failed: 0 }],
		[{ success: '1', uploaded: '2', failed: '0' }],
		['success'],
		[{ id: '2000000000000041' }],
		[{ creates: [{ id: 2000000000000041 }, { id: 2000000000000042, error: null }] }],
	])('%j is a success', (result) => {
		const entries = readEntries(reply({ result, error: null }), ['a.pdf', 'b.pdf']);
		expect(entries.map(({ failed }) => failed)).toEqual([false, false]);
	});

	test.each([
		[{}, '{}'],
		['failed', '"failed"'],
		[{ error: null }, '{"error":null}'],
		[{ message: 'Received' }, '{"message":"Received"}'],
		[{ updates: [{}] }, '{}'],
		[{ updates: ['Unsupported file'] }, '"Unsupported file"'],
		[{ 'a.pdf': {} }, '{}'],
		[{ id: '' }, '{"id":""}'],
	])('%j says nothing good', (result, words) => {
		expect(readEntries(reply({ result, error: null }), ['a.pdf'])).toMatchObject(
			failed(`${unclear}${words}`),
		);
	});

	test('one failure fails all files when it is the whole that failed', () => {
		const result = { success: false, updates: [{ success: true }, { success: true }] };
		const entries = readEntries(reply({ result, error: null }), ['a.pdf', 'b.pdf']);
		expect(entries.map(({ failed: hasFailed }) => hasFailed)).toEqual([true, true]);
	});

	test('a success of the whole does not speak for files that entries leave out', () => {
		const result = { success: true, updates: [{ success: true }, { success: true }] };
		const entries = readEntries(reply({ result, error: null }), ['a', 'b', 'c']);
		expect(entries[2].message).toContain('it confirmed 2 of 3 files');
	});
});

test.each([
	[{ result: null, error: { code: 107, message: 'x' } }, 200, 'refused'],
	[{ result: null, error: { code: '107', message: 'x' } }, 200, 'refused'],
	[{ result: null, error: [{ code: 107, message: 'x' }] }, 200, 'refused'],
	// Some of it may have been carried out.
	[{ result: { updates: [] }, error: [{ code: 107, message: 'x' }] }, 200, 'final'],
	[{ result: null, error: { code: 106, message: 'x' } }, 200, 'final'],
	[{ result: null, error: { code: '106', message: 'x' } }, 429, 'final'],
	[{ result: null, error: [{ code: 106, message: 'x' }] }, 503, 'final'],
	[{ result: null, error: { code: 107, message: 'x' } }, 429, 'refused'],
	[{ result: null, error: [{ code: 107 }, { code: 205 }] }, 200, 'final'],
	[undefined, 429, 'refused'],
	[undefined, 503, 'unavailable'],
	[undefined, 401, 'final'],
	[{ result: true, error: null }, 200, 'final'],
])('%j with HTTP %d is %s', (json, status, verdict) => {
	expect(classifyResponse(reply(json, status))).toBe(verdict);
});
