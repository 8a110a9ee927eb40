import type { MultipartBody } from './multipart';
import { StallTimer } from './stallTimer';

/** How long is waited for an answer where the user has said nothing (ms). */
export const defaultTimeoutMs = 60_000;

/** What the operating system takes at once, and sends in its own time. */
const bufferedBytes = 4 * 1024 * 1024;
/** A slow line, 16 kB/s: what is buffered may take this long by the byte. */
const slowestBytesPerMs = 16;

/**
 * Ends an upload that stands still. While pieces are taken from the form, each has to come within the
 * timeout, and so has the answer when the last one is gone: a wall clock would end what is only slow.
 *
 * Taken is not sent: what is in the system's buffers goes at the speed of the line, so the time that so
 * much has taken so far is allowed on top, or that of a slow line where the user has set no timeout.
 *
 * @param bytes of all files
 * @param timeoutMs the user's own
 */
export function uploadTimer(
	{ form }: MultipartBody,
	bytes: number,
	timeoutMs?: number,
	cancelSignal?: AbortSignal,
): StallTimer {
	const buffered = Math.min(bytes, bufferedBytes);
	const ownMs = timeoutMs ?? defaultTimeoutMs + buffered / slowestBytesPerMs;
	const startedAt = performance.now();
	let takenAt = startedAt;
	let taken = 0;
	const allowedMs = () =>
		ownMs + (takenAt - startedAt) * Math.min(1, bufferedBytes / Math.max(taken, 1));
	const timer = new StallTimer(allowedMs, cancelSignal, 1);
	form.on('data', ({ length }: Buffer | string) => {
		takenAt = performance.now();
		taken += length;
		timer.feed(length);
	});
	form.on('end', () => timer.renew());
	return timer;
}
