/** A call that waits for its turn. */
export interface WaitingCall {
	/** The lower, the sooner. */
	rank: number;
	/** Begins the call. */
	begin: () => void;
	/** Why it waits no longer, once there is a reason. */
	refuse: () => Error | undefined;
	/** Ends the wait with an error. */
	fail: (error: Error) => void;
}

/** Calls by their rank: a binary heap, so that thousands of them cost little. */
export class WaitingCalls {
	private heap: WaitingCall[] = [];

	get size(): number {
		return this.heap.length;
	}

	add(call: WaitingCall): void {
		const { heap } = this;
		let at = heap.push(call) - 1;
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (heap[parent].rank <= call.rank) break;
			heap[at] = heap[parent];
			at = parent;
		}
		heap[at] = call;
	}

	/** Takes the one whose turn it is. */
	next(): WaitingCall | undefined {
		const { heap } = this;
		const first = heap[0];
		const last = heap.pop();
		if (last && heap.length > 0) this.sink(last, 0);
		return first;
	}

	/** Lets go of those that wait no longer. */
	sweep(): void {
		const over: Array<[WaitingCall, Error]> = [];
		const kept = this.heap.filter((call) => {
			const reason = call.refuse();
			if (reason) over.push([call, reason]);
			return !reason;
		});
		if (over.length === 0) return;
		this.heap = kept;
		for (let at = (kept.length >> 1) - 1; at >= 0; at--) this.sink(kept[at], at);
		for (const [call, reason] of over) call.fail(reason);
	}

	private sink(call: WaitingCall, from: number): void {
		const { heap } = this;
		let at = from;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && heap[child + 1].rank < heap[child].rank) child++;
			if (heap[child].rank >= call.rank) break;
			heap[at] = heap[child];
			at = child;
		}
		heap[at] = call;
	}
}
