import { KeyedMutex } from './keyedMutex';

/** No request is waited for longer, so that nobody can still mean what was claimed before. */
const keptMs = 60 * 60_000;
const mostKept = 20_000;

/** When something was made: between these two times (`performance.now()`). */
export interface MadeAt {
	sentMs: number;
	answeredMs: number;
}

/**
 * What items of this process have made in one account, so that an item which looks for what became of
 * its own request does not take another's for it. Shared by all executions.
 */
export class Claims {
	/** Requests that could be taken for each other are made one after the other. */
	readonly mutex = new KeyedMutex();

	private readonly since = new Map<string, MadeAt>();

	/**
	 * @param sentMs when the request was made (`performance.now()`)
	 * @returns whether nobody had it yet
	 */
	claim(id: string, sentMs = performance.now()): boolean {
		if (this.has(id)) return false;
		this.since.set(id, { sentMs, answeredMs: performance.now() });
		this.forgetOld();
		return true;
	}

	/** When an item made it; undefined where none has it. */
	madeAt(id: string): MadeAt | undefined {
		return this.since.get(id);
	}

	/** Whether an item has it already. */
	has(id: string): boolean {
		return this.since.has(id);
	}

	private forgetOld(): void {
		const limit = performance.now() - keptMs;
		// The first ones are the oldest.
		for (const [id, { answeredMs }] of this.since) {
			if (answeredMs > limit && this.since.size <= mostKept) return;
			this.since.delete(id);
		}
	}
}

const byAccount = new Map<string, Claims>();

/** The claims of an account, by a name that is the same for all executions and holds no key. */
export function claimsOf(account: string): Claims {
	const claims = byAccount.get(account) ?? new Claims();
	byAccount.set(account, claims);
	return claims;
}
