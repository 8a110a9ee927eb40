import { createHash } from 'crypto';
import type { CallLimit } from './pace';
import { RateLimiter } from './pace';

/** One account of a service, as far as its calls are counted. */
export interface Account {
	/** Tells accounts apart; their keys cannot be told from it. */
	id: string;
	limit: CallLimit;
}

/** What an account is known by. */
interface Known {
	service: string;
	address: string;
	key: unknown;
}

/** The account: the same for every credential with the same key for the same address. */
export function accountOf({ service, address, key }: Known, limit: CallLimit): Account {
	const facts = JSON.stringify([service, address, String(key).trim()]);
	return { id: createHash('sha256').update(facts).digest('hex'), limit };
}

/** The user's limit (calls per window), or the default of the contract. */
export function readCallLimit(calls: unknown, windowMs: number): CallLimit {
	const number = Math.floor(Number(calls));
	return { calls: number >= 1 ? Math.min(number, 100_000) : defaultCalls, windowMs };
}

const defaultCalls = 10;

/** Of this process: executions, workflows and nodes share the calls of an account. */
export const limiters = new Map<string, RateLimiter>();

/**
 * The limiter of the account, for all executions of this process. To be asked for anew for each call:
 * one that is idle is dropped. Where credentials of an account differ, the newest limit counts.
 */
export function limiterOf({ id, limit }: Account): RateLimiter {
	const known = limiters.get(id);
	if (known) {
		known.limit = limit;
		return known;
	}
	dropIdle();
	const limiter = new RateLimiter(limit);
	limiters.set(id, limiter);
	return limiter;
}

/** Forgets the accounts that nobody uses. @returns how many are left */
export function dropIdle(): number {
	for (const [id, { isIdle }] of limiters) if (isIdle) limiters.delete(id);
	return limiters.size;
}
