import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
	accountOf,
	dropIdle,
	limiterOf,
	limiters,
	readCallLimit,
} from '../../../nodes/shared/http/accounts';
import { RateLimiter, wait } from '../../../nodes/shared/http/pace';
import type { Turn } from '../../../nodes/shared/http/turn';
import { SlidingWindow } from '../../stand-ins/common/rateLimit';
import type { Cost } from './waitingCost';

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

const outcomeOf = async (call: Promise<unknown>) =>
	await call.catch(({ message }: Error) => message);

test('a call that is not wanted any more leaves the queue within a second, and takes no place', async () => {
	const limiter = new RateLimiter({ calls: 1, windowMs: 60_000 });
	const over = new AbortController();
	const refuse = () => (over.signal.aborted ? new Error('cancelled') : undefined);
	await limiter.schedule();
	const left = [1, 2].map(async () => await outcomeOf(limiter.schedule(undefined, { refuse })));
	let began = 0;
	const stays = limiter.schedule(async () => (began = performance.now()));
	await jest.advanceTimersByTimeAsync(5_000);
	over.abort();
	const from = performance.now();
	await jest.advanceTimersByTimeAsync(250);
	expect(await Promise.all(left)).toEqual(['cancelled', 'cancelled']);
	await expect(limiter.schedule(undefined, { refuse })).rejects.toThrow('cancelled');
	await jest.advanceTimersByTimeAsync(60_000);
	await stays;
	expect(began - from).toBeLessThan(56_000);
});

test('what waits for too long gives up, and is told how long all of its calls have waited', async () => {
	const limiter = new RateLimiter({ calls: 1, windowMs: 10_000 });
	const turn: Turn = {};
	const refuse = (waitedMs: number) => (waitedMs > 15_000 ? new Error(`${waitedMs}`) : undefined);
	await limiter.schedule();
	const first = outcomeOf(limiter.schedule(undefined, { turn, refuse }));
	await jest.advanceTimersByTimeAsync(11_000);
	expect(await first).toBeUndefined();
	const second = outcomeOf(limiter.schedule(undefined, { turn, refuse }));
	await jest.advanceTimersByTimeAsync(6_000);
	const waited = Number(await second);
	expect(waited).toBeGreaterThan(15_000);
	expect(waited).toBeLessThan(15_300);
});

describe('whose turn it is', () => {
	/** Asks for calls in this order while no place is free; @returns the order in which they begin */
	async function orderOf(turns: Array<[string, Turn]>): Promise<string[]> {
		const limiter = new RateLimiter({ calls: 1, windowMs });
		const order: string[] = [];
		const all = [limiter.schedule()];
		for (const [name, turn] of turns) {
			all.push(limiter.schedule(async () => void order.push(name), { turn }));
		}
		await jest.advanceTimersByTimeAsync(60_000);
		await Promise.all(all);
		return order;
	}
	const begun = (number: number): Turn => ({ begun: number, activeAt: performance.now() });

	test.each<[string, Array<[string, () => Turn]>, string]>([
		[
			'first calls in their order',
			[
				['a', () => ({})],
				['b', () => ({})],
				['c', () => ({})],
			],
			'abc',
		],
		[
			'what has begun before what has not',
			[
				['a', () => ({})],
				['b', () => begun(-5)],
			],
			'ba',
		],
		[
			'what began first before what began later',
			[
				['a', () => begun(-1)],
				['b', () => begun(-2)],
			],
			'ba',
		],
		[
			'a person before all',
			[
				['a', () => begun(-1)],
				['b', () => ({})],
				['c', () => ({ isUrgent: true })],
			],
			'cab',
		],
		[
			'persons in their order',
			[
				['a', () => ({ isUrgent: true })],
				['b', () => ({ isUrgent: true })],
			],
			'ab',
		],
		[
			'what has rested as if it had not begun',
			[
				['a', () => ({})],
				['b', () => ({ begun: -5, activeAt: performance.now() - 5000 })],
			],
			'ab',
		],
	])('%s', async (_, turns, order) => {
		const asked = turns.map(([name, turn]): [string, Turn] => [name, turn()]);
		expect((await orderOf(asked)).join('')).toBe(order);
	});

	test('an item that comes while one of 500 runs is done within three windows', async () => {
		const limiter = new RateLimiter({ calls: 10, windowMs });
		const item = async (calls: number) => {
			const turn: Turn = {};
			for (let call = 0; call < calls; call++) {
				await limiter.schedule(async () => await new Promise((done) => setTimeout(done, 20)), {
					turn,
				});
			}
			return performance.now();
		};
		const ends: number[] = [];
		let left = 500;
		const worker = async () => {
			while (left-- > 0) ends.push(await item(4));
		};
		const large = Promise.all([worker(), worker(), worker()]);
		await jest.advanceTimersByTimeAsync(20_000);
		const came = performance.now();
		const small = item(4);
		await jest.advanceTimersByTimeAsync(300_000);
		expect((await small) - came).toBeLessThan(3 * windowMs);
		await large;
		expect(ends).toEqual([...ends].sort((a, b) => a - b));
	});

	test('in a rush, what begins first ends first, and nothing stays half done', async () => {
		const limiter = new RateLimiter({ calls: 10, windowMs });
		const halfDone: number[] = [];
		const order: number[] = [];
		const item = async (number: number) => {
			const turn: Turn = {};
			let began = 0;
			for (let call = 0; call < 3; call++) {
				await limiter.schedule(
					async () => {
						began ||= performance.now();
						await new Promise((done) => setTimeout(done, 10));
					},
					{ turn },
				);
			}
			halfDone.push(performance.now() - began);
			order.push(number);
		};
		const all = Promise.all(Array.from({ length: 60 }, async (_, number) => await item(number)));
		await jest.advanceTimersByTimeAsync(60_000);
		await all;
		expect(order).toEqual([...order].sort((a, b) => a - b));
		// Three calls, ten places for each window: an item ends in the window after its first call's.
		expect(Math.max(...halfDone)).toBeLessThan(3.5 * windowMs);
	});
});

describe('after a refusal', () => {
	/** How many calls begin in each window, when all ask at once. */
	async function perWindow(refusals: (limiter: RateLimiter) => void, windows: number) {
		const limiter = new RateLimiter({ calls: 10, windowMs });
		refusals(limiter);
		const start = performance.now();
		const begun: number[] = [];
		const all = Array.from({ length: 10 * windows }, async () => {
			await limiter.schedule();
			begun.push(performance.now() - start);
		});
		await jest.advanceTimersByTimeAsync(10_000 + windows * 3 * windowMs);
		await Promise.all(all);
		return begun;
	}

	test('all wait for a window, and go on more slowly', async () => {
		const begun = await perWindow((limiter) => limiter.refused(), 6);
		expect(begun[0]).toBeGreaterThanOrEqual(windowMs);
		expect(begun[0]).toBeLessThan(1.3 * windowMs);
		expect(begun.filter((at) => at < begun[0] + windowMs)).toHaveLength(8);
		expect(begun.filter((at) => at > begun[0] + 7.5 * windowMs)).toEqual([]);
	});

	test.each([[7_000], [500]])('all wait for the %i ms that the service asks for', async (ms) => {
		const begun = await perWindow((limiter) => limiter.refused(ms), 2);
		expect(begun[0]).toBeGreaterThanOrEqual(ms);
		expect(begun[0]).toBeLessThan(ms + 0.3 * windowMs);
	});

	test('several at the same moment count once; it comes back step by step', async () => {
		const begun = await perWindow((limiter) => [1, 2, 3, 4].forEach(() => limiter.refused()), 10);
		const until = (windows: number) =>
			begun.filter((at) => at < begun[0] + windows * (windowMs + 10)).length;
		// 8, 8, 8, 9, 9, 9, 10 …
		expect([until(0.9), until(1.9), until(2.9), until(3.9)]).toEqual([8, 16, 24, 33]);
		expect(until(9.9)).toBe(91);
	});

	test('an account with a large limit comes back as soon as one with a small one', async () => {
		const limiter = new RateLimiter({ calls: 500, windowMs });
		limiter.refused(0);
		await jest.advanceTimersByTimeAsync(0.9 * windowMs);
		expect(limiter.isIdle).toBe(false);
		await jest.advanceTimersByTimeAsync(6 * windowMs);
		expect(limiter.isIdle).toBe(true);
	});

	test('no call at all is left only for as long as it takes', async () => {
		const limiter = new RateLimiter({ calls: 1, windowMs });
		for (let times = 0; times < 5; times++) limiter.refused();
		const done = outcomeOf(limiter.schedule(async () => 'done'));
		await jest.advanceTimersByTimeAsync(2 * windowMs);
		expect(await done).toBe('done');
	});
});

describe('an account that others use, too', () => {
	const calls = 10;
	const wanted = 400;
	/** As long as the limit itself takes for all calls (ms). */
	const leastMs = (wanted / calls - 1) * windowMs;
	beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0.5));
	afterEach(() => jest.restoreAllMocks());

	/** Makes all calls from so many processes, each with many executions. @returns how long it took (ms) */
	async function rush(processes: number, service: SlidingWindow) {
		const start = performance.now();
		let left = wanted;
		let refusals = 0;
		const execution = async (limiter: RateLimiter) => {
			while (left-- > 0) {
				const call = async () => {
					await new Promise((done) => setTimeout(done, 25));
					const isTaken = service.take();
					await new Promise((done) => setTimeout(done, 25));
					if (!isTaken) limiter.refused();
					return isTaken;
				};
				while (!(await limiter.schedule(call))) refusals++;
			}
		};
		const executions = Array.from({ length: processes }).flatMap(() => {
			const limiter = new RateLimiter({ calls, windowMs });
			return Array.from({ length: 20 }, async () => await execution(limiter));
		});
		const ended = Promise.all(executions).then(() => performance.now() - start);
		await jest.advanceTimersByTimeAsync(10 * leastMs);
		return { ms: await ended, refusals };
	}

	const newService = () => new SlidingWindow(calls, windowMs, () => performance.now());

	test('alone, all calls get through without a refusal', async () => {
		const { ms, refusals } = await rush(1, newService());
		expect(refusals).toBe(0);
		expect(ms).toBeLessThan(1.1 * leastMs);
	});

	test('three processes find their shares by refusals alone', async () => {
		const { ms } = await rush(3, newService());
		expect(ms).toBeLessThan(1.5 * leastMs);
	});

	test('while another client takes half, the other half is used, and the other is not starved', async () => {
		const service = newService();
		let asked = 0;
		let taken = 0;
		const other = setInterval(() => {
			asked++;
			if (service.take()) taken++;
		}, windowMs / 5);
		const { ms, refusals } = await rush(1, service);
		clearInterval(other);
		expect(ms).toBeLessThan(2.1 * leastMs);
		// Each of them costs a window: what was refused before is tried ever more rarely.
		expect(refusals).toBeLessThan(15);
		expect(taken / asked).toBeGreaterThan(1 / 3);
	});
});

describe('accounts', () => {
	beforeEach(() => limiters.clear());
	const limit = { calls: 10, windowMs };
	const known = { service: 'CRM', address: 'https://crm.example.com', key: 'KEY' };

	test('are the same for the same key, however many credentials hold it', () => {
		expect(limiterOf(accountOf(known, limit))).toBe(limiterOf(accountOf({ ...known }, limit)));
		expect(limiterOf(accountOf({ ...known, key: ' KEY\n' }, limit))).toBe(
			limiterOf(accountOf(known, limit)),
		);
	});

	test.each([{ key: 'OTHER' }, { address: 'https://other.example.com' }, { service: 'Other' }])(
		'are others with %j',
		async (other) => {
			const first = limiterOf(accountOf(known, { calls: 1, windowMs: 60_000 }));
			await first.schedule();
			const second = limiterOf(accountOf({ ...known, ...other }, { calls: 1, windowMs: 60_000 }));
			await second.schedule();
			expect(second).not.toBe(first);
		},
	);

	test('hold no key', () => {
		limiterOf(accountOf(known, limit));
		expect(JSON.stringify([...limiters])).not.toContain('KEY');
	});

	test('are forgotten when nobody uses them, and not before', async () => {
		const limiter = limiterOf(accountOf(known, limit));
		await limiter.schedule();
		expect(dropIdle()).toBe(1);
		await jest.advanceTimersByTimeAsync(windowMs + 100);
		const other = limiterOf(accountOf({ ...known, key: 'OTHER' }, limit));
		expect([...limiters.values()]).toEqual([other]);
		limiter.refused();
		expect(limiter.isIdle).toBe(false);
	});

	test('take the newest limit', async () => {
		const limiter = limiterOf(accountOf(known, { calls: 1, windowMs: 60_000 }));
		await limiter.schedule();
		await limiterOf(accountOf(known, { calls: 2, windowMs: 60_000 })).schedule();
	});

	test.each([
		[undefined, 10],
		['', 10],
		['25', 25],
		[3.7, 3],
		[0, 10],
		[-5, 10],
		['many', 10],
		[1e12, 100_000],
	])('with %p in the credential make %i calls', (calls, expected) => {
		expect(readCallLimit(calls, windowMs)).toEqual({ calls: expected, windowMs });
	});
});

test('a clock of the day that jumps does no harm', async () => {
	const limiter = new RateLimiter({ calls: 1, windowMs });
	await limiter.schedule();
	const next = limiter.schedule(async () => 'done');
	jest.setSystemTime(Date.now() - 3_600_000);
	await jest.advanceTimersByTimeAsync(windowMs + 250);
	expect(await next).toBe('done');
});

test('thousands of waiting calls cost little', async () => {
	jest.useRealTimers();
	// The best of some, because other programs take their time, too; the first one warms up.
	const counts = [1000, ...Array.from({ length: 6 }, () => [1000, 5000]).flat()];
	const child = fork(path.join(__dirname, 'waitingCost.ts'), counts.map(String), {
		execArgv: ['--expose-gc', '--import', 'tsx'],
	});
	const [costs] = (await once(child, 'message')) as [Cost[]];
	const best = (calls: number) => {
		const of = costs.slice(1).filter((_, index) => counts[index + 1] === calls);
		return Math.min(...of.map(({ each }) => each));
	};
	const grown = costs.filter((_, index) => counts[index] === 5000).map((cost) => cost.grown);
	expect(Math.max(...grown)).toBeLessThan(20_000_000);
	expect(best(5000)).toBeLessThan(50);
	expect(best(5000)).toBeLessThan(3 * Math.max(best(1000), 10));
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
