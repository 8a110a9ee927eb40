import type { IDataObject } from 'n8n-workflow';
import { ActionableError, NotStartedError } from '../errors';

/** What became of one item, or of one piece of work. */
export type ItemResult<T> =
	| { state: 'done'; value: T }
	/** It failed, but something of it is in the account: files, or a record that was created for them. */
	| { state: 'partial'; error: unknown; reached: IDataObject }
	| { state: 'failed'; error: unknown }
	| { state: 'not started' };

/** How many pieces of work run at a time, and whether a failure stops the rest. */
export interface Pace {
	parallel: number;
	stopOnError: boolean;
	/** Aborted at the first failure with `stopOnError`, so that work which only waits does not begin. */
	stop?: AbortController;
}

/**
 * Runs `work` for 0 … count-1, at most `parallel` at a time, and keeps the order. With `stopOnError`
 * nothing new is begun after the first failure; what has begun is waited for.
 */
export async function runPool<T>(
	count: number,
	{ parallel, stopOnError, stop = new AbortController() }: Pace,
	work: (index: number) => Promise<T>,
): Promise<Array<ItemResult<T>>> {
	const results = Array.from({ length: count }, (): ItemResult<T> => ({ state: 'not started' }));
	let next = 0;
	const worker = async () => {
		while (next < count && !stop.signal.aborted) {
			const index = next++;
			try {
				results[index] = { state: 'done', value: await work(index) };
			} catch (error) {
				results[index] = toFailure(error);
				if (stopOnError && hasFailed(results[index])) stop.abort();
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(parallel, count) }, worker));
	return results;
}

/** The result of work that threw this. */
export function toFailure(error: unknown): Exclude<ItemResult<never>, { state: 'done' }> {
	if (error instanceof NotStartedError) return { state: 'not started' };
	const reached = error instanceof ActionableError ? error.reached : undefined;
	return reached ? { state: 'partial', error, reached } : { state: 'failed', error };
}

/** Whether there is an error to tell. */
export function hasFailed<T>(
	result: ItemResult<T>,
): result is Extract<ItemResult<T>, { error: unknown }> {
	return 'error' in result;
}
