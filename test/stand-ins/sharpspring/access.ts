import type { IncomingMessage } from 'node:http';
import { SlidingWindow } from '../common/rateLimit';
import { errorReply, page, unauthorized } from './answers';
import { apiError } from './errors';
import type { Switches } from './switches';
import type { Answer } from './types';

/** A pair of keys. */
export interface Keys {
	accountID: string;
	secretKey: string;
}

/** Counts calls for the two limits. */
export class Allowance {
	callsToday = 0;

	private window: SlidingWindow | undefined;

	private windowFor = '';

	/** Takes one call, or says why there is none left. An upload counts as one call: a guess. */
	refuse(switches: Switches, id: unknown): Answer | undefined {
		if (this.callsToday >= (switches.dailyLimit ?? Infinity)) {
			return { ...errorReply(switches, apiError(106), id), status: switches.overDailyLimit };
		}
		if (!this.takeFromWindow(switches)) {
			if (switches.rate?.answer === 'code107') return errorReply(switches, apiError(107), id);
			const { retryAfter } = switches.rate ?? {};
			return page(429, '429 Too Many Requests', retryAfter ? { 'Retry-After': retryAfter } : {});
		}
		this.callsToday++;
		return undefined;
	}

	private takeFromWindow({ rate }: Switches): boolean {
		if (!rate) return true;
		const kind = `${rate.calls}/${rate.windowMs}`;
		if (!this.window || this.windowFor !== kind) {
			this.window = new SlidingWindow(rate.calls, rate.windowMs);
			this.windowFor = kind;
		}
		return this.window.take();
	}
}

/** Says why a request does not get in, if it does not. */
export function refuseKeys(
	keys: Keys,
	switches: Switches,
	request: IncomingMessage,
	url: URL,
	call: { isUpload: boolean; id: unknown },
): Answer | undefined {
	const headersToo = call.isUpload ? switches.headersOnUpload : switches.headersOnMethods;
	const given = givenKeys(request, url, headersToo);
	if (switches.missingKeys === 'codes') {
		if (given.accountID === undefined) return errorReply(switches, apiError(103), call.id);
		if (given.secretKey === undefined) return errorReply(switches, apiError(104), call.id);
	}
	if (given.accountID !== keys.accountID) return unauthorized(switches.unknownAccount !== 'text');
	if (given.secretKey === keys.secretKey) return undefined;
	return switches.wrongSecret === 'http401'
		? unauthorized(switches.unknownAccount !== 'text')
		: errorReply(switches, apiError(105), call.id);
}

/** The query wins over the headers. That half a pair in the query is not completed is a guess. */
function givenKeys(request: IncomingMessage, url: URL, headersToo: boolean): Partial<Keys> {
	const query = {
		accountID: url.searchParams.get('accountID') ?? undefined,
		secretKey: url.searchParams.get('secretKey') ?? undefined,
	};
	if (query.accountID !== undefined || query.secretKey !== undefined || !headersToo) return query;
	const accountID = request.headers['x-account-id'];
	return {
		accountID: typeof accountID === 'string' ? accountID : undefined,
		secretKey: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1],
	};
}
