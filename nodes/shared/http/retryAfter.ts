import type { Reply } from './reply';

/** How long the service asks to wait (ms), if it does: in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfterMs({ headers }: Reply): number | undefined {
	const retryAfter = String(headers['retry-after'] ?? '').trim();
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
	const fromNow = Date.parse(retryAfter) - Date.now();
	// A date that is over tells of another clock.
	return fromNow > 0 ? fromNow : undefined;
}
