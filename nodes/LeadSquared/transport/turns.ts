/**
 * Calls that must not overlap. LeadSquared itself creates a lead that a call names by an unknown
 * address; two such calls at the same time could create it twice.
 */
export class Turns {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Does the work after all earlier work with the same key, whatever became of that. */
	async take<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.last.get(key) ?? Promise.resolve();
		const mine = before.then(work, work);
		this.last.set(key, mine);
		return await mine;
	}
}
