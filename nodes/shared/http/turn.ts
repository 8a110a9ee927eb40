import { ActionableError } from '../errors';
import type { CallLimit } from './callLimit';

/** What calls that belong together have in common: those of one item, or of a person at the editor. */
export interface Turn {
	/** Whether a person waits. */
	isUrgent?: boolean;
	/** Whether something may have been changed: then it is not left half done. */
	hasChanged?: boolean;
	/** Its number among all that have begun; absent before the first call. */
	begun?: number;
	/** When the last call has ended; -Infinity before. */
	activeAt?: number;
	/** How long its calls have waited so far (ms). */
	waitedMs?: number;
	/** Calls that were held back, of the whole execution. */
	held?: Held;
}

/** Calls of one execution that had to wait for the account. */
export interface Held {
	calls: number;
	longestMs: number;
}

/** Less is no wait that anybody would notice. */
const noticedMs = 1000;
/** What belongs to an even pace need not be told. */
const worthTellingMs = 10_000;

/** Remembers that a call was held back. */
export function noteWait(turn: Turn, waitedMs: number): void {
	turn.waitedMs = (turn.waitedMs ?? 0) + waitedMs;
	const { held } = turn;
	if (!held || waitedMs < noticedMs) return;
	held.calls++;
	held.longestMs = Math.max(held.longestMs, waitedMs);
}

/** A time in the user's words. */
export function inWords(ms: number): string {
	const seconds = Math.round(ms / 1000);
	if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
	return `${Math.round(seconds / 60)} minutes`;
}

/** What to say when the calls of an item have waited for too long. */
export function noFreeCall(
	service: string,
	{ calls, windowMs }: CallLimit,
	waitedMs: number,
	isUrgent = false,
): ActionableError {
	const advice = isUrgent
		? 'Try again in a moment.'
		: "Raise 'Wait for a Free Call (Minutes)' in the options, or run fewer executions at the same time.";
	return new ActionableError(
		`${service} had no free call for ${inWords(waitedMs)}`,
		`The credential allows ${calls} calls in ${inWords(windowMs)}, and other workflows, n8n workers or integrations use the account, too. ${advice}`,
		{ fromService: true, failure: { cause: 'rate-limited' } },
	);
}

/** What to say above the output of an execution whose calls were held back; undefined when none was worth it. */
export function heldBack(
	service: string,
	{ calls, windowMs }: CallLimit,
	held: Held,
): string | undefined {
	if (held.longestMs < worthTellingMs) return undefined;
	const what = held.calls === 1 ? '1 call was' : `${held.calls} calls were`;
	return `${what} held back for up to ${inWords(held.longestMs)}: ${service} takes ${calls} calls in ${inWords(windowMs)} from the account, and other workflows or integrations may use it, too.`;
}
