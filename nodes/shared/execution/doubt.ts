import { ActionableError } from '../errors';
import { wait } from '../http/pace';
import { stopped, unlessStopped } from '../http/retry';
import type { Claims, MadeAt } from './claims';

/** What a look found: something that the request may have made. */
export interface Found<T> {
	/** Names it in the whole account, and over all kinds of things; absent where several items may have it. */
	id?: string;
	/** What the request would have returned. */
	result: T;
}

/** A request that must not be repeated while it may have been carried out. */
export interface DoubtfulRequest<T> {
	/** Makes the request. An ActionableError with `isInDoubt` says that nobody knows what became of it. */
	send: () => Promise<T>;
	/** The same for requests whose results could be taken for each other. */
	key: string;
	/** As {@link Found.id}; undefined where the answer names nothing. */
	idOf: (result: T) => string | undefined;
	/**
	 * What is there now and fits the request in all that can be compared: record, content, and a time not
	 * before the request. Undefined where the service does not show enough to tell: what cannot be read is
	 * not absent. Absent where there is nothing to look at.
	 */
	look?: (sent: Sent) => Promise<Array<Found<T>> | undefined>;
}

/** When a request was made. */
export interface SentAt {
	/** By this process's clock, which does not jump: `performance.now()`. */
	performanceMs: number;
}

/** What a look has to know. */
export interface Sent extends SentAt {
	/** When an item of this process made the thing with this {@link Found.id}; undefined where none did. */
	madeAt: (id: string) => MadeAt | undefined;
}

/** What the user wants. */
export interface DoubtOptions {
	/** What to do when nobody can tell: option 'When the Outcome Is Unknown'. */
	whenUnknown: 'report' | 'repeat';
	/** Aborted when the execution is cancelled. */
	signal?: AbortSignal;
	/** Told of every repetition of a request whose outcome is unknown, which may have doubled something. */
	onBlindRepeat?: () => void;
}

/** When to look (ms after the one before): what was written may take a moment to be seen. */
const looksAfterMs = [1000, 4000];
const mostAttempts = 4;

/**
 * Makes a request once, and only once. When its answer is lost, it is looked up: what is there is taken
 * as the answer; what is certainly not there, after two looks some seconds apart, is asked for again.
 *
 * @throws ActionableError with `isInDoubt` when nobody can tell, and without when it was not carried out
 */
export async function sendOrLookUp<T>(
	claims: Claims,
	request: DoubtfulRequest<T>,
	options: DoubtOptions,
): Promise<T> {
	const { signal } = options;
	const send = async () => {
		let doubt: ActionableError | undefined;
		for (let attempt = 1; ; attempt++) {
			const sent = {
				performanceMs: performance.now(),
				madeAt: (id: string) => claims.madeAt(id),
			};
			const answer = await request.send().then(
				(result) => ({ result }),
				(error: unknown) => ({ error }),
			);
			if ('result' in answer) {
				const id = request.idOf(answer.result);
				if (id !== undefined) claims.claim(id, sent.performanceMs);
				return answer.result;
			}
			const { error } = answer;
			if (!isInDoubt(error)) throw doubt && signal?.aborted ? stoppedInDoubt(doubt) : error;
			const outcome = await lookUp(claims, request, sent, signal).catch((thrown: unknown) => {
				// What became of the request is as unknown as before.
				throw signal?.aborted ? stoppedInDoubt(error) : thrown;
			});
			if (outcome.state === 'there') return outcome.result;
			const isUnknown = outcome.state !== 'not there';
			if (isUnknown && options.whenUnknown === 'report') throw reported(error, outcome);
			if (attempt === mostAttempts) throw isUnknown ? error : notCarriedOut(error);
			if (!isUnknown) continue;
			doubt = error;
			options.onBlindRepeat?.();
		}
	};
	// Other executions use the mutex, too, and do not end with this one.
	return await claims.mutex.run(request.key, send, signal);
}

type Outcome<T> =
	| { state: 'there'; result: T }
	| { state: 'not there' }
	| { state: 'unknown' }
	| { state: 'several'; ids: string[] };

async function lookUp<T>(
	claims: Claims,
	{ look }: DoubtfulRequest<T>,
	sent: Sent,
	signal?: AbortSignal,
): Promise<Outcome<T>> {
	if (!look) return { state: 'unknown' };
	let isReadable = false;
	for (const pauseMs of looksAfterMs) {
		await unlessStopped(wait(pauseMs, signal), signal);
		const found = await lookAt(async () => await look(sent), signal);
		isReadable = found !== undefined;
		if (!found) continue;
		const free = found.filter(({ id }) => id === undefined || !claims.has(id));
		if (free.length > 1) return { state: 'several', ids: free.map(({ id }) => String(id)) };
		// Somebody else may have taken it while this item looked.
		if (free.length === 1 && (free[0].id === undefined || claims.claim(free[0].id))) {
			return { state: 'there', result: free[0].result };
		}
	}
	return { state: isReadable ? 'not there' : 'unknown' };
}

/** What a look shows; undefined when it fails, which tells nothing of what was looked for. */
export async function lookAt<T>(
	look: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T | undefined> {
	return await look().catch((error: unknown) => {
		if (error instanceof ActionableError && !signal?.aborted) return undefined;
		throw error;
	});
}

/** What is there, now or after a few seconds; undefined when no look shows it. */
export async function lookUntilFound<T>(
	look: () => Promise<T | undefined>,
	signal?: AbortSignal,
): Promise<T | undefined> {
	for (const pauseMs of [0, ...looksAfterMs]) {
		await unlessStopped(wait(pauseMs, signal), signal);
		const found = await lookAt(look, signal);
		if (found !== undefined) return found;
	}
	return undefined;
}

function isInDoubt(error: unknown): error is ActionableError {
	return error instanceof ActionableError && error.details.isInDoubt === true;
}

function reported<T>(error: ActionableError, outcome: Outcome<T>): ActionableError {
	if (outcome.state !== 'several') return error;
	const several = `What the request may have made: ${outcome.ids.slice(0, 5).join(', ')}.`;
	return withAdvice(error, [error.advice, several].filter(Boolean).join(' '), true);
}

function stoppedInDoubt(error: ActionableError): ActionableError {
	return new ActionableError(stopped().message, error.advice, error.details);
}

function notCarriedOut(error: ActionableError): ActionableError {
	return withAdvice(
		error,
		`It was looked up, and not carried out; ${mostAttempts} attempts failed. Repeating it does no harm.`,
		false,
	);
}

function withAdvice(error: ActionableError, advice: string, isInDoubt: boolean): ActionableError {
	return new ActionableError(error.message, advice, { ...error.details, isInDoubt });
}
