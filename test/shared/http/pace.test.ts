import { RateLimiter, wait } from '../../../nodes/shared/http/pace';

const windowMs = 1000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** When each of the calls began, in milliseconds from now; each takes `callMs`. */
async function beginnings(limiter: RateLimiter, calls: number, parallel: number, callMs = 0) {
	const start = Date.now();
	const begun: number[] = [];
	let left = calls;
	const worker = async () => {
		while (left-- > 0) {
			await limiter.schedule();
			begun.push(Date.now() - start);
			if (callMs > 0) await new Promise((resolve) => setTimeout(resolve, callMs));
		}
	};
	const all = Promise.all(Array.from({ length: parallel }, worker));
	await jest.advanceTimersByTimeAsync(60_000);
	await all;
	return begun;
}

function mostInAnyWindow(begun: number[]): number {
	return Math.max(
		...begun.map((at) => begun.filter((other) => other >= at && other < at + windowMs).length),
	);
}

test.each([
	[1, 1, 0],
	[10, 1, 0],
	[10, 3, 0],
	[10, 10, 0],
	[3, 2, 170],
	[10, 5, 333],
])('%i calls per window, %i at a time, %i ms each', async (calls, parallel, callMs) => {
	const begun = await beginnings(new RateLimiter({ calls, windowMs }), 47, parallel, callMs);
	expect(begun).toHaveLength(47);
	expect(mostInAnyWindow(begun)).toBeLessThanOrEqual(calls);
});

test('the first calls need not wait, and later ones wait no longer than they must', async () => {
	const begun = await beginnings(new RateLimiter({ calls: 10, windowMs }), 30, 3);
	expect(begun.slice(0, 10)).toEqual(Array(10).fill(0));
	for (const at of begun.slice(10, 20)) {
		expect(at).toBeGreaterThanOrEqual(windowMs);
		expect(at).toBeLessThan(windowMs * 1.1);
	}
	expect(begun[29]).toBeLessThan(2 * windowMs * 1.1);
});

test('calls that come slowly by themselves are not held up', async () => {
	const limiter = new RateLimiter({ calls: 2, windowMs });
	const begun = await beginnings(limiter, 6, 1, 600);
	expect(begun).toEqual([0, 600, 1200, 1800, 2400, 3000]);
});

test('a call that takes long counts until a window after its end', async () => {
	// The service may count an upload when its last byte has come.
	const limiter = new RateLimiter({ calls: 1, windowMs });
	const start = Date.now();
	const upload = limiter.schedule(async () => {
		await new Promise((resolve) => setTimeout(resolve, 7_000));
		return 'uploaded';
	});
	const next = limiter.schedule(async () => Date.now() - start);
	await jest.advanceTimersByTimeAsync(20_000);
	expect(await upload).toBe('uploaded');
	expect(await next).toBeGreaterThanOrEqual(7_000 + windowMs);
	expect(await next).toBeLessThan(7_000 + 2 * windowMs);
});

test('a call that fails gives its place back after a window, and tells its error', async () => {
	const limiter = new RateLimiter({ calls: 1, windowMs });
	const failing = limiter.schedule(async () => await Promise.reject(new Error('no')));
	const next = limiter.schedule(async () => 'next');
	const outcome = failing.catch((error: Error) => error.message);
	await jest.advanceTimersByTimeAsync(5_000);
	expect(await outcome).toBe('no');
	expect(await next).toBe('next');
});

test('calls get their turn in the order in which they ask', async () => {
	const limiter = new RateLimiter({ calls: 1, windowMs });
	const order: number[] = [];
	const all = Promise.all([0, 1, 2, 3].map(async (n) => order.push((await limiter.schedule(), n))));
	await jest.advanceTimersByTimeAsync(10_000);
	await all;
	expect(order).toEqual([0, 1, 2, 3]);
});

test('a cancelled execution does not wait for its turn', async () => {
	const controller = new AbortController();
	const limiter = new RateLimiter({ calls: 1, windowMs: 60_000 }, controller.signal);
	await limiter.schedule();
	const outcomes = [limiter.schedule(), limiter.schedule()].map((turn) =>
		turn.catch((e: Error) => e.name),
	);
	await jest.advanceTimersByTimeAsync(5_000);
	controller.abort();
	await jest.advanceTimersByTimeAsync(500);
	expect(await Promise.all(outcomes)).toEqual(['AbortError', 'AbortError']);
});

test('waiting ends soon after the execution was cancelled', async () => {
	const controller = new AbortController();
	let ended: string | undefined;
	const waiting = wait(300_000, controller.signal).catch((error: Error) => (ended = error.name));
	await jest.advanceTimersByTimeAsync(10_000);
	expect(ended).toBeUndefined();
	controller.abort();
	await jest.advanceTimersByTimeAsync(250);
	await waiting;
	expect(ended).toBe('AbortError');
});

test.each([0, -5])('waiting for %i ms is no wait', async (ms) => {
	await wait(ms);
});
