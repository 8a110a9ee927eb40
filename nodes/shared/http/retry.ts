import { ActionableError } from '../errors';
import type { RequestKind, ResponseClass } from './classification';
import { isHarmless } from './classification';
import type { RecognizedFault } from './connectionFaults';
import { recognizeFault, toConnectionFault } from './connectionFaults';
import type { RateLimiter } from './pace';
import { wait } from './pace';
import type { Reply } from './reply';

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
	/** How long the service's call window lasts (ms). */
	windowMs: number;
	limiter?: RateLimiter;
	signal?: AbortSignal;
}

const maxRepeats = 3;
const longestWaitMs = 5 * 60_000;

/**
 * Makes the request until there is an answer to be read: refused calls and requests that never left
 * are repeated always, harmless ones after lost and unreadable answers, too. At most three times, with
 * growing waits.
 *
 * @returns the last answer, also when it is a failure
 * @throws ActionableError when there was none, or the execution was stopped; what is not a fault of the
 * connection is thrown as it is
 */
export async function sendWithRetry(
	{ service, classify, windowMs, limiter, signal }: RetrySettings,
	{ kind, url, sendsFile, send }: Attempts,
): Promise<Reply> {
	const attempt = async () => await outcomeOf(send);
	for (let repeats = 0; ; repeats++) {
		const outcome = await unlessStopped(limiter ? limiter.schedule(attempt) : attempt(), signal);
		const mayRepeat = repeats < maxRepeats && !signal?.aborted;
		let pauseMs: number;
		if ('error' in outcome) {
			if (outcome.error instanceof ActionableError) throw outcome.error;
			if (!mayRepeat || !mayFollow(recognizeFault(outcome.error), kind)) {
				throw toConnectionFault(outcome.error, { service, url, kind, sendsFile });
			}
			pauseMs = backOff(repeats);
		} else {
			const reply = { ...outcome.reply, kind };
			const responseClass = classify(reply);
			const repeat =
				responseClass === 'refused' || (responseClass === 'unavailable' && isHarmless(kind));
			pauseMs = pauseAfter(reply, responseClass, repeats, windowMs);
			if (!repeat || !mayRepeat || pauseMs > longestWaitMs) return reply;
		}
		await unlessStopped(wait(pauseMs, signal), signal);
	}
}

/** Whether a request of this kind may be made again after this fault. */
function mayFollow(fault: RecognizedFault | undefined, kind: RequestKind): boolean {
	if (!fault || fault.isLasting) return false;
	return isHarmless(kind) || !fault.mayHaveArrived;
}

/** @throws ActionableError when the execution was stopped while it waited */
async function unlessStopped<T>(waiting: Promise<T>, signal?: AbortSignal): Promise<T> {
	return await waiting.catch((error: unknown) => {
		if (!signal?.aborted) throw error;
		// By the last word n8n knows a cancellation from a failure.
		throw new ActionableError('The execution was stopped (canceled)', 'The request was not sent.');
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

function pauseAfter(
	reply: Reply,
	responseClass: ResponseClass,
	repeats: number,
	windowMs: number,
): number {
	const retryAfter = retryAfterMs(reply);
	if (retryAfter !== undefined) return retryAfter;
	return responseClass === 'refused' ? windowMs + jitter(windowMs / 5) : backOff(repeats);
}

/** How long the service asks to wait (ms), if it does: in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfterMs({ headers }: Reply): number | undefined {
	const retryAfter = String(headers['retry-after'] ?? '').trim();
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000 + jitter(500);
	const fromNow = Date.parse(retryAfter) - Date.now();
	// A date that is over tells of another clock.
	return fromNow > 0 ? fromNow : undefined;
}

function backOff(repeats: number): number {
	return 500 * 2 ** repeats + jitter(500);
}

function jitter(most: number): number {
	return Math.random() * most;
}
