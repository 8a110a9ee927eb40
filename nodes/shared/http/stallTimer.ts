// Node's timers fire at once beyond this.
const longestTimerMs = 2 ** 31 - 1;

/** 200 bytes a second: a slow line brings more, and a download that trickles in would go on for ever. */
const leastBytesPerMs = 0.2;
/** So much is progress in any period. */
const mostWanted = 64 * 1024;
/** What came while the process itself was busy may be seen after its timers: so long is waited for it (ms). */
const secondLookMs = 20;

/**
 * Ends a transfer that makes no progress: one that takes long is not ended, one that stands still is.
 * In every period something has to come, and not too little.
 */
export class StallTimer {
	/** Aborted when the time is over, or the execution was cancelled; to be handed to the request. */
	readonly signal: AbortSignal;

	private readonly overdue = new AbortController();

	private fed = 0;

	private lastProgress = performance.now();

	/** Tells timers of earlier periods that they are not asked any more. */
	private period = 0;

	/**
	 * @param periodMs how long nothing may happen (ms); a function is asked anew each time
	 * @param cancelSignal of the execution
	 * @param least what counts as progress (bytes); by default what a slow line brings in the period
	 */
	constructor(
		private periodMs: number | (() => number),
		private readonly cancelSignal?: AbortSignal,
		private readonly least?: number,
	) {
		const { signal } = this.overdue;
		this.signal = cancelSignal ? AbortSignal.any([cancelSignal, signal]) : signal;
		this.check();
	}

	/** To be told of every piece that has come, or has been taken. */
	feed(bytes: number): void {
		this.fed += bytes;
		if (this.fed < this.wanted()) return;
		this.fed = 0;
		this.lastProgress = performance.now();
	}

	/** Begins a new period, as if something had come; by default of the same length. */
	renew(periodMs = this.periodMs): void {
		this.periodMs = periodMs;
		this.fed = 0;
		this.lastProgress = performance.now();
		this.check();
	}

	/** What an error of the request or its body was really about. */
	explain(error: unknown): unknown {
		const isOverdue = this.overdue.signal.aborted && !this.cancelSignal?.aborted;
		return isOverdue ? Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }) : error;
	}

	/** Ends the request, too: destroying a body that nobody has read leaves its connection open. */
	end(): void {
		this.period++;
		this.overdue.abort();
	}

	/** What has to come in a period (bytes). */
	private wanted(): number {
		return this.least ?? Math.min(leastBytesPerMs * this.lengthMs(), mostWanted);
	}

	private lengthMs(): number {
		return typeof this.periodMs === 'number' ? this.periodMs : this.periodMs();
	}

	private check(wasOver = false): void {
		if (this.overdue.signal.aborted) return;
		const leftMs = Math.ceil(this.lastProgress + this.lengthMs() - performance.now());
		const isOver = leftMs <= 0;
		if (isOver && wasOver) {
			this.end();
			return;
		}
		const period = ++this.period;
		const timer = AbortSignal.timeout(isOver ? secondLookMs : Math.min(leftMs, longestTimerMs));
		const look = () => period === this.period && this.check(isOver);
		timer.addEventListener('abort', look, { once: true });
	}
}
