import { sleep } from 'n8n-workflow';

/** How many calls a service accepts in any window of the given length (ms). */
export interface CallLimit {
	calls: number;
	windowMs: number;
}

// A call is counted by the service when it arrives, not when it is sent: the margin keeps a fast
// call from slipping into the window of a slow one.
const marginMs = 25;
const sliceMs = 200;

/** Waits, and stops waiting soon after the execution is cancelled. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const until = Date.now() + ms;
	for (let left = ms; left > 0; left = until - Date.now()) {
		signal?.throwIfAborted();
		await sleep(Math.min(left, sliceMs));
	}
	signal?.throwIfAborted();
}

/** Lets no more than `limit.calls` begin in any `limit.windowMs`, in the order in which they ask. */
export class Limiter {
	private readonly begun: number[] = [];

	private queue: Promise<void> = Promise.resolve();

	constructor(
		private readonly limit: CallLimit,
		private readonly signal?: AbortSignal,
	) {}

	/** Resolves when the next call may begin; rejects when the execution is cancelled. */
	async turn(): Promise<void> {
		const mine = this.queue.then(async () => await this.waitForRoom());
		this.queue = mine.catch(() => {});
		await mine;
	}

	private async waitForRoom(): Promise<void> {
		this.signal?.throwIfAborted();
		if (this.begun.length >= this.limit.calls) {
			const oldest = this.begun.shift() as number;
			await wait(oldest + this.limit.windowMs + marginMs - Date.now(), this.signal);
		}
		this.begun.push(Date.now());
	}
}
