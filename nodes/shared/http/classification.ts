import { inDoubt } from '../errors';
import type { Reply } from './reply';
import type { RequestKind } from './requestKind';

export type { RequestKind };

/** What an answer means for trying again. */
export type ResponseClass =
	/** The service has decided; the same request would end the same way. */
	| 'final'
	/** The service did not carry the request out, because there were too many calls. */
	| 'refused'
	/** The service, or something before it, was not able to answer, or the answer cannot be read. */
	| 'unavailable';

/** Whether the request may be made again although the first may have been carried out. */
export function isHarmless(kind: RequestKind): boolean {
	return kind !== 'change';
}

/** No web server takes less than this for too large by default (nginx, `client_max_body_size`). */
const smallBytes = 512 * 1024;

/** Whether something calls a request too large that is not: it does not come from the service. */
export function isStrayRefusal({ status, fileBytes = 0 }: Reply): boolean {
	return status === 413 && fileBytes < smallBytes;
}

/**
 * Whether an answer says nothing about the request: a redirect, or a success that is not JSON, as
 * login pages and broken gateways give them.
 */
export function isUnreadable({ status, json }: Reply): boolean {
	if (status >= 300 && status < 400) return true;
	return status >= 200 && status < 300 && typeof json !== 'object';
}

/** What to say about a request of which nobody knows whether it was carried out. */
export function doubtAbout(kind: RequestKind, service: string): string {
	if (kind === 'lookup') return '';
	return kind === 'idempotent'
		? 'It is not known whether the request was carried out; repeating it does no harm.'
		: inDoubt(service);
}
