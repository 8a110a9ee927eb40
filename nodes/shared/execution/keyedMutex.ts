import { sleep } from 'n8n-workflow';
import { NotStartedError } from '../errors';
import { stopped } from '../http/retry';

/**
 * Work that must not overlap with other work of the same key: calls that name a lead by an unknown
 * address, who would be created twice, and files that share a name.
 */
export class KeyedMutex {
	private readonly last = new Map<string, Promise<unknown>>();

	/** @param stop aborted when work that still waits shall not begin */
	constructor(private readonly stop?: AbortSignal) {}

	/**
	 * Does the work after all earlier work with the same key, whatever became of that.
	 *
	 * @param signal aborted when the execution is cancelled: then its turn passes unused
	 * @throws NotStartedError when its turn comes after the stop
	 * @throws ActionableError as soon as the signal is aborted while it waits
	 */
	async run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const unlessStopped = async () => {
			if (this.stop?.aborted) throw new NotStartedError();
			if (signal?.aborted) throw stopped();
			return await work();
		};
		const before = this.last.get(key);
		const afterFailure = async () => {
			// The pool has to hear of the failure first.
			await sleep(0);
			return await unlessStopped();
		};
		const mine = before ? before.then(unlessStopped, afterFailure) : work();
		this.last.set(key, mine);
		// Thousands of items with as many keys must not add up.
		const forget = () => {
			if (this.last.get(key) === mine) this.last.delete(key);
		};
		mine.then(forget, forget);
		// What waits behind it goes on to wait for what is before it.
		if (before && signal) await endOf(before, signal);
		return await mine;
	}
}

/** Waits until the work has ended, in whatever way. @throws ActionableError when the signal is aborted before */
async function endOf(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
	if (signal.aborted) throw stopped();
	let leave = () => {};
	const left = new Promise<never>((_, reject) => {
		leave = () => reject(stopped());
		signal.addEventListener('abort', leave);
	});
	await Promise.race([work.catch(() => {}), left]).finally(() =>
		signal.removeEventListener('abort', leave),
	);
}
