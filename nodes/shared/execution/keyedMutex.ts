/**
 * Work that must not overlap with other work of the same key: calls that name a lead by an unknown
 * address, who would be created twice, and files that share a name.
 */
export class KeyedMutex {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Does the work after all earlier work with the same key, whatever became of that. */
	async run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.last.get(key) ?? Promise.resolve();
		const mine = before.then(work, work);
		this.last.set(key, mine);
		return await mine;
	}
}
