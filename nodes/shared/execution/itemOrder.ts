import { sleep } from 'n8n-workflow';
import { NotStartedError } from '../errors';

/**
 * Keeps the order of items that are worked on at the same time but end in the same place, such as a field
 * that holds one value: the file of the last item has to be the one that stays.
 */
export class ItemOrder {
	/** Items that have begun and have not told yet where they end. */
	private readonly undecided = new Map<number, { told: Promise<void>; tell: () => void }>();

	private readonly last = new Map<string, Promise<unknown>>();

	/** @param stop aborted when work that still waits shall not begin */
	constructor(private readonly stop?: AbortSignal) {}

	/** To be called in the order of the items. */
	begin(item: number): void {
		let tell = () => {};
		const told = new Promise<void>((resolve) => (tell = resolve));
		this.undecided.set(item, { told, tell });
	}

	/** To be called for every item that has begun, whatever became of it. */
	end(item: number): void {
		this.undecided.get(item)?.tell();
		this.undecided.delete(item);
	}

	/**
	 * Does the work after that of all earlier items with one of the same keys.
	 *
	 * @throws NotStartedError when its turn comes after the stop
	 */
	async run<T>(item: number, keys: string[], work: () => Promise<T>): Promise<T> {
		const earlier = [...this.undecided].filter(([number]) => number < item);
		await Promise.all(earlier.map(async ([, { told }]) => await told));
		const before = Promise.allSettled(keys.map(async (key) => await this.last.get(key)));
		const mine = before.then(async (outcomes) => {
			// The pool has to hear of a failure first.
			if (outcomes.some(({ status }) => status === 'rejected')) await sleep(0);
			if (this.stop?.aborted) throw new NotStartedError();
			return await work();
		});
		for (const key of keys) this.last.set(key, mine);
		this.end(item);
		return await mine;
	}
}
