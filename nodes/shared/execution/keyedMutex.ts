import { sleep } from 'n8n-workflow';
import { NotStartedError } from '../errors';

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
	 * @throws NotStartedError when its turn comes after the stop
	 */
	async run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const unlessStopped = async () => {
			if (this.stop?.aborted) throw new NotStartedError();
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
		return await mine;
	}
}
