/** Answers that are asked for once in an execution, however many items need them. */
export class RequestCache {
	private readonly answers = new Map<string, Promise<unknown>>();

	/** The answer for this key; a failed attempt is not kept. */
	async get<T>(key: string, ask: () => Promise<T>): Promise<T> {
		const known = this.answers.get(key);
		if (known) return (await known) as T;
		const answer = ask();
		this.answers.set(key, answer);
		answer.catch(() => this.answers.delete(key));
		return await answer;
	}
}
