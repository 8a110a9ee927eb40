import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { SlidingWindow } from '../common/rateLimit';
import { apiHostOf, isElsewhere } from './account';
import { invalidAccess, Refusal } from './errors';
import type { State } from './state';

const same = (one: string | null | undefined, other: string) => {
	const [a, b] = [Buffer.from(one ?? ''), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
};

/** Keys in one place; both must be there. */
export interface GivenKeys {
	accessKey?: string | null;
	secretKey?: string | null;
}

/** Keys of a `/v2` call: headers, else the query. */
export function keysOfRequest(request: IncomingMessage, query: URLSearchParams): GivenKeys {
	const accessKey = request.headers['x-lsq-accesskey'];
	const secretKey = request.headers['x-lsq-secretkey'];
	if (accessKey !== undefined || secretKey !== undefined) {
		return { accessKey: accessKey?.toString(), secretKey: secretKey?.toString() };
	}
	return { accessKey: query.get('accessKey'), secretKey: query.get('secretKey') };
}

/** Refuses wrong keys, and right ones on the wrong region's host. */
export function checkKeys(state: State, given: GivenKeys, everyRegion = false) {
	const { accessKey, secretKey } = state.keys;
	if (!same(given.accessKey, accessKey) || !same(given.secretKey, secretKey)) throw invalidAccess();
	if (!everyRegion && isElsewhere(state)) {
		// Documented: the right host is named. The wording is a guess.
		const host = apiHostOf(state.switches.keysBelongTo ?? '');
		throw invalidAccess(`Invalid Access Details provided. Please use the API host ${host}.`);
	}
}

/** The wait before an answer that is switched on. */
export async function delay({ switches }: State) {
	if (switches.delayMs > 0) await wait(switches.delayMs);
}

/** Counts calls, and says when there were too many. */
export class Pace {
	private window?: SlidingWindow;

	private setting = '';

	/** Refuses a call beyond the limit that is switched on now. */
	check(state: State) {
		const { rateLimit } = state.switches;
		const setting = JSON.stringify(rateLimit) ?? '';
		if (setting !== this.setting) {
			this.window = rateLimit && new SlidingWindow(rateLimit.calls, rateLimit.windowMs);
			this.setting = setting;
		}
		if (!rateLimit || this.window?.take()) return;
		state.refusedForRate++;
		const seconds = rateLimit.windowMs / 1000;
		throw new TooManyCalls(
			rateLimit.status,
			`API calls exceeded the limit of ${rateLimit.calls} in ${seconds} second(s)`,
			rateLimit.retryAfter,
		);
	}

	/** Forgets what was counted. */
	reset() {
		this.window = undefined;
		this.setting = '';
	}
}

/** The message is documented; the envelope around it and the type are guesses. */
export class TooManyCalls extends Refusal {
	constructor(
		status: number,
		message: string,
		readonly retryAfter?: number,
	) {
		super(status, 'MXThrottleException', message);
	}
}
