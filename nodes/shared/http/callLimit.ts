/** How many calls a service accepts in any window of the given length (ms). */
export interface CallLimit {
	calls: number;
	windowMs: number;
}
