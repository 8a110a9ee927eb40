import { setTimeout as realSleep } from 'node:timers/promises';

const now = performance.now.bind(performance);
const { now: dateNow } = Date;

/**
 * Makes the clock of the code under test, of the stand-ins and of {@link fastSleep} run this many
 * times as fast. What happens at the same time still does, which a clock that skips waits
 * (`skippingClock.ts`) cannot say:
 *
 * `jest.mock('n8n-workflow', () => jest.requireActual<…>('../support/fastClock').withFastClock(10));`
 */
export function withFastClock(times: number): object {
	const restore = speedUp(times);
	afterAll(restore);
	return { ...jest.requireActual<object>('n8n-workflow'), sleep: fastSleep };
}

/** Makes the clock run this many times as fast. @returns what ends that */
export function speedUp(times: number): () => void {
	const begin = now();
	const dateBegin = dateNow();
	performance.now = () => begin + (now() - begin) * times;
	Date.now = () => Math.floor(dateBegin + (now() - begin) * times);
	speed = times;
	return () => {
		performance.now = now;
		Date.now = dateNow;
	};
}

let speed = 1;

/** Waits as long as the fast clock says. */
export async function fastSleep(ms: number): Promise<void> {
	await realSleep(ms / speed);
}
