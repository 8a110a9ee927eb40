import { sleep } from 'n8n-workflow';

/** How many calls a service accepts in any window of the given length (ms). */
export interface CallLimit {
	calls: number;
	windowMs: number;
}

// Clocks of two machines do not run alike.
const marginMs = 25;
const sliceMs = 200;

/** Waits, and stops waiting soon after the execution is cancelled. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const until = performance.now() + ms;
	for (let left = ms; left > 0; left = until - performance.now()) {
		signal?.throwIfAborted();
		await sleep(Math.min(left, sliceMs));
	}
	signal?.throwIfAborted();
}

/**
 * Lets no more than `limit.calls` count in any `limit.windowMs`, in the order in which they ask. A
 * service may count a call when it begins or when the last byte of its file has come, so every call
 * keeps its place from its beginning until a window after its end.
 */
export class RateLimiter {
	private running = 0;

	/** When calls ended that still count, the first one first. */
	private readonly ended: number[] = [];

	private queue: Promise<void> = Promise.resolve();

	constructor(
		private readonly limit: CallLimit,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * Makes the call, by default one that ends at once, as soon as there is room for it.
	 *
	 * @returns what the call returns; rejects when the execution is cancelled before its turn
	 */
	async schedule<T = void>(call: () => Promise<T> = async () => undefined as T): Promise<T> {
		const mine = this.queue.then(async () => await this.takePlace());
		this.queue = mine.catch(() => {});
		await mine;
		try {
			return await call();
		} finally {
			this.running--;
			this.ended.push(performance.now());
		}
	}

	private async takePlace(): Promise<void> {
		const keptMs = this.limit.windowMs + marginMs;
		for (;;) {
			this.signal?.throwIfAborted();
			while (this.ended[0] <= performance.now() - keptMs) this.ended.shift();
			if (this.running + this.ended.length < this.limit.calls) break;
			// When every place is taken by a running call, the first to end will do so now or later.
			const firstEnd = this.ended[0] ?? performance.now();
			await wait(firstEnd + keptMs - performance.now(), this.signal);
		}
		this.running++;
	}
}
