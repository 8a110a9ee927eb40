import type { IDataObject } from 'n8n-workflow';
import type { MadeAt } from '../../shared/execution/claims';
import type { SentAt } from '../../shared/execution/doubt';

/** Clocks of several machines of the service, one of which tells whole seconds. */
const toleranceMs = 5_000;
/** No zone of the world is further from UTC; nor is the clock of a machine that is in use. */
const zonesMs = 15 * 60 * 60_000;

/** Where a time that the service noted lies in relation to a request. */
export type TimeOrder = 'before' | 'after' | 'unclear';

/**
 * The service's own clock, read from what its answers say (`Date`), so that what is new in the account can
 * be told from what is old although this machine's clock is wrong. Whether records are stamped by the same
 * clock, and in the same zone, has to be seen first: before, a time that does not match proves nothing.
 */
export class ServiceClock {
	private offsetMs?: number;

	/** Whether a record of our own was seen to be stamped by this clock. */
	private stampsRecords = false;

	/** @param headers of an answer of the service itself, which has just come */
	note({ date, age }: IDataObject): void {
		const time = typeof date === 'string' ? Date.parse(date) : NaN;
		// What a cache kept was told some time ago.
		if (Number.isFinite(time) && !Number(age ?? 0)) this.offsetMs = time - performance.now();
	}

	/** Whether something that the service noted at this time (ms since 1970) came after the request. */
	order(time: number, { performanceMs }: SentAt): TimeOrder {
		const now = performance.now();
		if (this.offsetMs === undefined) {
			return time < Date.now() - (now - performanceMs) - zonesMs ? 'before' : 'unclear';
		}
		const sentAt = performanceMs + this.offsetMs;
		if (time < sentAt - (this.stampsRecords ? 3 * toleranceMs : zonesMs)) return 'before';
		const isWithin = time >= sentAt - toleranceMs && time <= now + this.offsetMs + toleranceMs;
		return isWithin ? 'after' : 'unclear';
	}

	/** To be told what time (ms since 1970) the service noted for something of ours. */
	learn(time: number, { sentMs, answeredMs }: MadeAt): void {
		if (this.offsetMs === undefined || answeredMs - sentMs > toleranceMs) return;
		const from = sentMs + this.offsetMs - toleranceMs;
		const to = answeredMs + this.offsetMs + toleranceMs;
		this.stampsRecords ||= time >= from && time <= to;
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
