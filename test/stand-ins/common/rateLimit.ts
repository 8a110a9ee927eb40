/** Counts calls in a window that slides with the clock. */
export class SlidingWindow {
	private taken: number[] = [];

	constructor(
		private readonly limit: number,
		private readonly windowMs: number,
		private readonly now: () => number = Date.now,
	) {}

	/** Takes one call; `false` when the window is full. A refused call does not count. */
	take(): boolean {
		const now = this.now();
		this.taken = this.taken.filter((at) => now - at < this.windowMs);
		if (this.taken.length >= this.limit) return false;
		this.taken.push(now);
		return true;
	}
}
