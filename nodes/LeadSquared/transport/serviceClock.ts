/** Clocks of several machines, one of which tells whole seconds. */
const toleranceMs = 5_000;
/** Where only our own clock is known. */
const ownToleranceMs = 120_000;

/**
 * The service's own clock, read from what its answers say (`Date`), so that what is new in the account can
 * be told from what is old although this machine's clock is wrong.
 */
export class ServiceClock {
	private offsetMs?: number;

	/** @param date the `Date` header of an answer that has just come */
	note(date: unknown): void {
		const time = typeof date === 'string' ? Date.parse(date) : NaN;
		if (Number.isFinite(time)) this.offsetMs = time - performance.now();
	}

	/** The earliest time (ms since 1970) that the service may have noted for something that happened then. */
	earliest(performanceMs: number): number {
		if (this.offsetMs !== undefined) return performanceMs + this.offsetMs - toleranceMs;
		return Date.now() - (performance.now() - performanceMs) - ownToleranceMs;
	}
}

/** A time as LeadSquared writes it: UTC, `YYYY-MM-DD HH:MM:SS`, sometimes with `.000`; undefined if it is none. */
export function readServiceTime(value: unknown): number | undefined {
	const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?Z?$/.exec(
		String(value ?? '').trim(),
	);
	const time = match ? Date.parse(`${match[1]}T${match[2]}Z`) : NaN;
	return Number.isFinite(time) ? time : undefined;
}
