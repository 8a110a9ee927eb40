import { setImmediate } from 'node:timers/promises';

const realNow = performance.now.bind(performance);
const { now: realDateNow } = Date;
let skipped = 0;
let resetAt = 0;

/** What was waited for since the last {@link resetClock}, in milliseconds. */
export const waits: number[] = [];

/**
 * Makes every wait of the code under test end at once, by moving the clock instead. Policies that
 * take minutes can then be tested with real connections:
 *
 * `jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));`
 */
export function withSkippingSleep(): object {
	performance.now = () => realNow() + skipped;
	// The stand-ins count their windows by the time of day.
	Date.now = () => Math.floor(realDateNow() + skipped);
	afterAll(() => {
		performance.now = realNow;
		Date.now = realDateNow;
	});
	return {
		...jest.requireActual<object>('n8n-workflow'),
		sleep: async (ms: number) => {
			waits.push(ms);
			skipped += ms;
			await setImmediate();
		},
	};
}

/**
 * For how long the code under test has slept since the last {@link resetClock}, in milliseconds. What goes by
 * itself while it works counts for its waits, too, so that this says how much they are at most.
 */
export function waited(): number {
	return waits.reduce((sum, ms) => sum + ms, 0);
}

/**
 * How much later it is than at the last {@link resetClock}, in milliseconds of the clock that skips: what
 * was waited for is at most this.
 */
export function passed(): number {
	return realNow() + skipped - resetAt;
}

/** Forgets what was waited for. */
export function resetClock(): void {
	waits.length = 0;
	resetAt = realNow() + skipped;
}
