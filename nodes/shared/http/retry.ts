import { ActionableError, NotStartedError } from '../errors';
import type { RequestKind, ResponseClass } from './classification';
import { doubtAbout, isHarmless } from './classification';
import type { RecognizedFault } from './connectionFaults';
import { recognizeFault, toConnectionFault } from './connectionFaults';
import { wait } from './pace';
import type { Reply } from './reply';
import { retryAfterMs } from './retryAfter';

/** What is tried, until it succeeds or may not be repeated. */
export interface Attempts {
	kind: RequestKind;
	url: string;
	sendsFile?: boolean;
	send: () => Promise<Reply>;
}

/** What the policy has to know about the service and the run. */
export interface RetrySettings {
	/** The service's name in messages. */
	service: string;
	classify: (reply: Reply) => ResponseClass;
	reportsFailure?: (reply: Reply) => boolean;
	signal?: AbortSignal;
	/** Makes a call when its turn comes. */
	schedule: <T>(call: () => Promise<T>) => Promise<T>;
	/** To be told that the service refused a call, and what it asks to wait (ms): the account's matter. */
	refused: (pauseMs?: number) => void;
	/** What is waited for at most when the service asks for it (ms). */
	maxWaitMs: number;
}

const maxRepeats = 3;
const longestWaitMs = 5 * 60_000;

/**
 * Makes the request until there is an answer to be read: requests that never left are repeated always,
 * harmless ones after lost and unreadable answers, too; at most three times, with growing waits. A call
 * that was refused because of too many is made again until that has taken too long.
 *
 * @returns the last answer, also when it is a failure
 * @throws ActionableError when there was none, or the execution was stopped; what is not a fault of the
 * connection is thrown as it is
 */
export async function sendWithRetry(
	{ service, classify, reportsFailure, signal, schedule, refused, maxWaitMs }: RetrySettings,
	{ kind, url, sendsFile, send }: Attempts,
): Promise<Reply> {
	const isTooEarly = (reply: Reply) => isEarlySuccess(reply) && !reportsFailure?.(reply);
	const toClass = (reply: Reply) => (isTooEarly(reply) ? 'unavailable' : classify(reply));
	const attempt = async () => {
		const outcome = await outcomeOf(send);
		if ('error' in outcome) return outcome;
		const reply = { ...outcome.reply, kind };
		const responseClass = toClass(reply);
		const wantedMs = retryAfterMs(reply);
		const isTooLong = (wantedMs ?? 0) > maxWaitMs;
		if (responseClass === 'refused') refused(isTooLong ? undefined : wantedMs);
		return { reply, responseClass, wantedMs, isTooLong };
	};
	let isRepeat = false;
	for (let repeats = 0; ; repeats++) {
		const outcome = await schedule(attempt);
		if ('reply' in outcome && isRepeat) outcome.reply.isRepeat = true;
		const mayRepeat = repeats < maxRepeats && !signal?.aborted;
		let pauseMs: number;
		if ('error' in outcome) {
			const { error } = outcome;
			if (error instanceof ActionableError || error instanceof NotStartedError) throw error;
			if (!mayRepeat || !mayFollow(recognizeFault(error), kind)) {
				throw toConnectionFault(error, { service, url, kind, sendsFile });
			}
			isRepeat ||= recognizeFault(error)?.mayHaveArrived ?? true;
			pauseMs = backOff(repeats);
		} else {
			const { reply, responseClass, wantedMs, isTooLong } = outcome;
			if (responseClass === 'refused') {
				if (isTooLong || signal?.aborted) return reply;
				// Not carried out, and told to all: the next turn comes when the account may go on.
				repeats--;
				continue;
			}
			pauseMs = wantedMs === undefined ? backOff(repeats) : wantedMs + jitter(500);
			const repeat = responseClass === 'unavailable' && isHarmless(kind);
			if (!repeat || !mayRepeat || pauseMs > longestWaitMs) {
				if (isTooEarly(reply)) throw tooEarly(reply, service);
				return reply;
			}
			isRepeat = true;
		}
		await unlessStopped(wait(pauseMs, signal), signal);
	}
}

/** Whether an answer has the status of a success for what had not come yet. */
function isEarlySuccess({ status, isEarly = false }: Reply): boolean {
	return isEarly && status >= 200 && status < 300;
}

/** Nobody knows what became of the files. */
function tooEarly({ kind = 'change', status }: Reply, service: string): ActionableError {
	return new ActionableError(
		`${service} answered before all of the file was sent`,
		`So the answer (HTTP ${status}) cannot be about the whole file. A proxy or a login page may answer in its place. ${doubtAbout(kind, service)}`,
		{ httpCode: String(status), fromService: true, isInDoubt: true },
	);
}

/** Whether a request of this kind may be made again after this fault. */
function mayFollow(fault: RecognizedFault | undefined, kind: RequestKind): boolean {
	if (!fault || fault.isLasting) return false;
	return isHarmless(kind) || !fault.mayHaveArrived;
}

/** What to say about a request that was not sent, because the execution was stopped. */
export function stopped(): ActionableError {
	// By the last word n8n knows a cancellation from a failure.
	return new ActionableError('The execution was stopped (canceled)', 'The request was not sent.');
}

/** @throws ActionableError when the execution was stopped while it waited */
export async function unlessStopped<T>(waiting: Promise<T>, signal?: AbortSignal): Promise<T> {
	return await waiting.catch((error: unknown) => {
		throw signal?.aborted ? stopped() : error;
	});
}

async function outcomeOf(
	send: () => Promise<Reply>,
): Promise<{ reply: Reply } | { error: unknown }> {
	return await send().then(
		(reply) => ({ reply }),
		(error: unknown) => ({ error }),
	);
}

/** How long to wait (ms) before what has been repeated so often is repeated again. */
export function backOff(repeats: number): number {
	return 500 * 2 ** repeats + jitter(500);
}

function jitter(most: number): number {
	return Math.random() * most;
}
