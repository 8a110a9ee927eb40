/** The middle of the values, or the mean of the two in the middle. */
export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Calls `work` for 1 … count, one after the other. */
export async function repeat(count, work) {
	for (let round = 1; round <= count; round++) await work(round);
}

/** Values of several series, filled one by one: `add('ours', 3.1)`. */
export class Series {
	#values = new Map();

	add(name, value) {
		this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
	}

	median(name) {
		return median(this.#values.get(name));
	}

	highest(name) {
		return Math.max(...this.#values.get(name));
	}

	/** Lines for the results: each series with its median, lowest and highest value. */
	describe(format) {
		return [...this.#values].map(([name, values]) => ({
			name,
			median: format(median(values)),
			lowest: format(Math.min(...values)),
			highest: format(Math.max(...values)),
		}));
	}
}

/** `3.12 s` */
export function seconds(ms) {
	return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
}

/** `0.31 ms` */
export function milliseconds(ms) {
	return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

/** `91 MiB` */
export function mebibytes(bytes) {
	return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** `0.37` */
export function ratio(value) {
	return value.toFixed(value < 9.995 ? 2 : 1);
}

/** `37 %` */
export function percent(part) {
	return `${Math.round(100 * part)} %`;
}
