import { accountId, FIELD, leadId } from '../../stand-ins/sharpspring';
import { passed, resetClock, waited, waits } from '../../support/skippingClock';
import {
	itemsForAccounts,
	itemWith,
	jsonOf,
	by,
	row,
	toAccounts,
	toLead,
	useSharpSpring,
} from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();
beforeEach(resetClock);

const stored = () => bench.crm.arrivals().map(({ fileName }) => fileName);

async function attach(options = { checkRecordExists: false }) {
	const plain = { ...options, confirm: false };
	const parameters = toLead(by('id', leadId(1)), [row(FIELD.leadContract)], plain);
	return await bench.run(parameters, [await itemWith('a.pdf')]);
}

describe('an upload', () => {
	test.each([
		['code 107', { forcedCode: 107 }, 'apiError'],
		['code 107 in a list', { forcedCode: 107 }, 'apiErrorInList'],
		['HTTP 429', {}, 'html429'],
	] as const)('refused with %s is sent again after a second', async (_name, changes, answer) => {
		Object.assign(bench.crm.switches, changes, { nextUploadAnswers: [answer, answer] });
		const { error } = await attach();
		expect(error).toBeUndefined();
		expect(bench.crm.calls.map(({ files }) => files[0].sha256)).toHaveLength(3);
		expect(new Set(bench.crm.calls.map(({ files }) => files[0].sha256)).size).toBe(1);
		expect(stored()).toEqual(['a.pdf']);
		expect(passed()).toBeGreaterThanOrEqual(2000);
		expect(waited()).toBeLessThan(10_000);
	});

	test('is given up when its time is over', async () => {
		Object.assign(bench.crm.switches, { uploadAnswer: 'apiError', forcedCode: 107 });
		const { error } = await attach();
		expect(error?.message).toBe('SharpSpring had no free call for 15 minutes [item 0]');
		expect(error?.description).toContain('other workflows, n8n workers or integrations');
		expect(error?.description).toContain("Raise 'Wait for a Free Call (Minutes)'");
		// Less and less often.
		expect(bench.crm.calls.length).toBeLessThan(260);
	});

	test.each([
		['code 106', { forcedCode: 106 }, 'apiError'],
		['code 206', { forcedCode: 206 }, 'apiError'],
		['HTTP 500', {}, 'html500'],
		['HTTP 502', {}, 'html502'],
		['HTTP 503', {}, 'html503'],
		['HTTP 504', {}, 'html504'],
		['HTTP 401', {}, 'text401'],
		['a redirect', {}, 'redirect307'],
		['no JSON', {}, 'brokenJson200'],
	] as const)('answered with %s is not sent again', async (_name, changes, answer) => {
		Object.assign(bench.crm.switches, changes, { uploadAnswer: answer });
		const { error } = await attach();
		expect(error).toBeDefined();
		expect(bench.crm.calls).toHaveLength(1);
		expect(waits).toEqual([]);
	});

	test('whose answer got lost is not sent again, and its fate is told as unknown', async () => {
		bench.crm.intercept = (request, _response, url) => {
			if (!url.pathname.endsWith('uploadFiles')) return false;
			request.resume();
			request.once('end', () => request.socket.destroy());
			return true;
		};
		const { error } = await attach();
		expect(error?.description).toContain('not known whether the request was carried out');
		const uploads = bench.crm.requests.filter(({ path }) => path.endsWith('uploadFiles'));
		expect(uploads).toHaveLength(1);
	});

	test('waits as long as SharpSpring asks for', async () => {
		const rate = { calls: 1, windowMs: 7000, answer: 'http429' as const, retryAfter: '7' };
		bench.crm.switches.rate = rate;
		const { error } = await attach({ checkRecordExists: true });
		expect(error).toBeUndefined();
		expect(passed()).toBeGreaterThanOrEqual(7000);
	});
});

describe('a lookup', () => {
	test.each([
		['code 107', { forcedCode: 107 }, 'apiError'],
		['HTTP 429', {}, 'html429'],
		['HTTP 502', {}, 'html502'],
		['HTTP 500', {}, 'html500'],
		['a page', {}, 'html200'],
		['a redirect', {}, 'redirect302'],
	] as const)('answered with %s is repeated', async (_name, changes, answer) => {
		Object.assign(bench.crm.switches, changes, { nextMethodAnswers: [answer, answer] });
		const { error } = await attach({ checkRecordExists: true });
		expect(error).toBeUndefined();
		expect(bench.methods()).toEqual(['getLead', 'getLead', 'getLead']);
		expect(stored()).toEqual(['a.pdf']);
	});

	test.each([
		['code 106', { forcedCode: 106 }, 'apiError', 'Exceeded daily method call limit. (code 106)'],
		['code 106 in a list', { forcedCode: 106 }, 'apiErrorInList', 'daily method call limit.'],
		['code 404', { forcedCode: 404 }, 'apiError', 'SharpSpring has no lead with the ID'],
		['code 105', { forcedCode: 105 }, 'apiError', 'User authentication failed. (code 105)'],
		['HTTP 401', {}, 'text401', 'SharpSpring did not accept the keys'],
	] as const)('answered with %s is not', async (_name, changes, answer, message) => {
		Object.assign(bench.crm.switches, changes, { nextMethodAnswers: [answer] });
		const { error } = await attach({ checkRecordExists: true });
		expect(error?.message).toContain(message);
		expect(bench.methods()).toHaveLength(1);
		expect(bench.crm.calls).toEqual([]);
	});
});

test.each([200, 429] as const)(
	'when the calls of the day are used up, told with HTTP %d, nothing is asked for again',
	async (overDailyLimit) => {
		for (const dailyLimit of [0, 1]) {
			bench.crm.reset();
			Object.assign(bench.crm.switches, { dailyLimit, overDailyLimit });
			const { error } = await attach({ checkRecordExists: true });
			expect(error?.message).toContain('Exceeded daily method call limit. (code 106)');
			expect(error?.description).toContain('Try again tomorrow.');
			expect(bench.crm.requests).toHaveLength(dailyLimit + 1);
		}
		expect(waits).toEqual([]);
	},
);

test('no more calls are made than SharpSpring takes in a second', async () => {
	bench.crm.switches.rate = { calls: 10, windowMs: 1000, answer: 'code107' };
	const items = await itemsForAccounts(25);
	const credential = { callsPerWindow: 10 };
	const parameters = toAccounts({ parallelRequests: 10, confirm: false });
	const { output, error } = await bench.run(parameters, items, { credentialData: credential });
	expect(error).toBeUndefined();
	expect(jsonOf(output).map(({ recordId }) => recordId)).toEqual(
		items.map((_, index) => accountId(index + 1)),
	);
	expect(bench.crm.requests).toHaveLength(50);
});
