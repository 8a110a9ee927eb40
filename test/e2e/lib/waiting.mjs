import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Asks again and again until the answer is truthy, and returns it.
 *
 * @param {string} what for the message when the time is up: "the mail to arrive"
 * @param {() => unknown} ask may be async; an error that it throws ends the waiting
 * @param {number} [timeoutMs]
 */
export async function until(what, ask, timeoutMs = 60_000) {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer) return answer;
		if (Date.now() > deadline) {
			throw new Error(`Waited ${timeoutMs / 1_000} s in vain for ${what}`);
		}
		await sleep(POLL_MS);
	}
}

/** Rejects when the promise has not settled in time; the work itself goes on. */
export async function within(what, timeoutMs, promise) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(
			() => reject(new Error(`${what} was not finished after ${timeoutMs / 1_000} s`)),
			timeoutMs,
		);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
