import { sleep } from 'n8n-workflow';
import type { CallLimit } from './callLimit';
import type { Turn } from './turn';
import { noteWait } from './turn';
import { WaitingCalls } from './waitingCalls';

export type { CallLimit };

// Clocks of two machines do not run alike.
const marginMs = 5;
const sliceMs = 200;
const longestJitterMs = 500;

/** After a refusal so much of the pace is left; this part of the limit comes back after so many windows without one. */
const sharePerRefusal = 0.8;
const partPerStep = 0.1;
const windowsPerStep = 3;
/** Where the first step was refused, too, the next one is tried later, as every refusal costs a window. */
const mostWindowsPerStep = 12;
const mostWindows = 4;

/** Waits, and stops waiting soon after the execution is cancelled. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const until = performance.now() + ms;
	for (let left = ms; left > 0; left = until - performance.now()) {
		signal?.throwIfAborted();
		await sleep(Math.min(left, sliceMs));
	}
	signal?.throwIfAborted();
}

/** A call and whom it is for. */
export interface Wish {
	turn?: Turn;
	/**
	 * Why it shall wait no longer, once there is a reason.
	 *
	 * @param waitedMs how long all calls of its turn have waited so far
	 */
	refuse?: (waitedMs: number) => Error | undefined;
}

// Ranks: a person first, then what has begun in the order in which it began, then what has not.
let lastNumber = 0;
const notBegun = 2 ** 50;

/**
 * Lets no more than `limit.calls` count in any `limit.windowMs`. A service may count a call when it
 * begins or when the last byte of its file has come, so every call keeps its place from its beginning
 * until a window after its end.
 *
 * What has begun is finished first; the rest goes in the order in which it asked. After a refusal,
 * which says that somebody else uses the account, all wait, and fewer calls are made for a while.
 */
export class RateLimiter {
	private running = 0;

	/** When calls ended that still count, the first one first; those before `firstEnded` count no more. */
	private ended: number[] = [];

	private firstEnded = 0;

	private readonly waiting = new WaitingCalls();

	private isPumping = false;

	private pausedUntil = -Infinity;

	/** How many calls are made in a window: all, or fewer after a refusal. */
	private share: number;

	private changedAt = -Infinity;

	/** How many windows without a refusal it takes until a first step more is tried. */
	private windowsToStep = windowsPerStep;

	/** Refusals so far, and those after which no call has got through. */
	private refusals = 0;

	private inRow = 0;

	constructor(public limit: CallLimit) {
		this.share = limit.calls;
	}

	/** Whether nobody would notice if a new one took its place. */
	get isIdle(): boolean {
		const now = performance.now();
		this.forget(now);
		const isFull = this.allowed(now) === this.limit.calls;
		return this.running + this.waiting.size + this.counted === 0 && isFull;
	}

	/**
	 * Makes the call, by default one that ends at once, as soon as there is room for it.
	 *
	 * @returns what the call returns; rejects with the reason of `refuse` when the wait ends before
	 */
	async schedule<T = void>(
		call: () => Promise<T> = async () => undefined as T,
		{ turn = {}, refuse = () => undefined }: Wish = {},
	): Promise<T> {
		const reason = refuse(0);
		if (reason) throw reason;
		if (this.waiting.size === 0 && this.msToWait(performance.now()) <= 0) this.running++;
		else await this.queue(turn, refuse);
		turn.begun ??= ++lastNumber;
		const { refusals } = this;
		try {
			return await call();
		} finally {
			if (this.refusals === refusals) this.inRow = 0;
			this.running--;
			const now = performance.now();
			this.ended.push(now);
			turn.activeAt = now;
		}
	}

	/**
	 * To be told when the service refused a call, before it ends, because there were too many: all calls
	 * wait, and then begin again more slowly.
	 *
	 * @param pauseMs what the service asks for, if it does
	 */
	refused(pauseMs?: number): void {
		const now = performance.now();
		// Calls of the same moment are refused for the same reason.
		if (now >= this.pausedUntil) {
			const { share } = this;
			const allowed = this.allowed(now);
			const isStepRefused = this.steps(now) === 1;
			this.windowsToStep = isStepRefused
				? Math.min(2 * this.windowsToStep, mostWindowsPerStep)
				: windowsPerStep;
			const kept = Math.min(Math.round(allowed * sharePerRefusal), allowed - 1);
			this.share = Math.max(1, kept);
			this.inRow = share > 1 ? 0 : this.inRow + 1;
		}
		this.refusals++;
		const { windowMs } = this.limit;
		// Who is refused every single call asks less often.
		const ownMs = windowMs * Math.min(2 ** Math.max(this.inRow - 1, 0), mostWindows);
		// Others that were refused shall not come back at the same moment.
		const until =
			now + (pauseMs ?? ownMs) + Math.random() * Math.min(windowMs / 5, longestJitterMs);
		this.pausedUntil = Math.max(this.pausedUntil, until);
		this.changedAt = this.pausedUntil;
	}

	private async queue(turn: Turn, mayWait: NonNullable<Wish['refuse']>): Promise<void> {
		const askedAt = performance.now();
		const before = turn.waitedMs ?? 0;
		const refuse = () => mayWait(before + performance.now() - askedAt);
		await new Promise<void>((begin, fail) => {
			this.waiting.add({ rank: this.rankOf(turn, askedAt), begin, refuse, fail });
			if (!this.isPumping) void this.pump();
		}).finally(() => noteWait(turn, performance.now() - askedAt));
	}

	/** What rests between its calls for longer than a window begins anew. */
	private rankOf({ isUrgent, begun, activeAt = -Infinity }: Turn, now: number): number {
		const number = ++lastNumber;
		if (isUrgent) return number - notBegun;
		const isActive = begun !== undefined && activeAt > now - this.limit.windowMs;
		return isActive ? begun : notBegun + number;
	}

	/** Begins calls as their turn comes, as long as any wait. */
	private async pump(): Promise<void> {
		this.isPumping = true;
		let sweptAt = performance.now();
		while (this.waiting.size > 0) {
			const now = performance.now();
			if (now - sweptAt >= sliceMs) {
				this.waiting.sweep();
				sweptAt = now;
			}
			const ms = this.msToWait(now);
			if (ms > 0) await sleep(Math.min(ms, sliceMs));
			else this.beginNext();
		}
		this.isPumping = false;
	}

	private beginNext(): void {
		const call = this.waiting.next();
		const reason = call?.refuse();
		if (reason) call?.fail(reason);
		if (!call || reason) return;
		this.running++;
		call.begin();
	}

	/** How long it takes until a call may begin (ms), as far as is known. */
	private msToWait(now: number): number {
		this.forget(now);
		if (now < this.pausedUntil) return this.pausedUntil - now;
		if (this.running + this.counted < this.allowed(now)) return 0;
		// When every place is taken by a running call, the first to end will do so now or later.
		const firstEnd = this.ended[this.firstEnded] ?? now;
		return Math.max(1, firstEnd + this.keptMs - now);
	}

	/** Calls that may be made in a window: a step more after some time without a refusal. */
	private allowed(now: number): number {
		const { calls } = this.limit;
		const step = Math.max(1, Math.round(calls * partPerStep));
		return Math.min(this.share + this.steps(now) * step, calls);
	}

	/** How often a step has come back since the last refusal. */
	private steps(now: number): number {
		const { calls, windowMs } = this.limit;
		const windows = (now - this.changedAt) / windowMs - this.windowsToStep;
		if (this.share >= calls || windows < 0) return 0;
		return 1 + Math.floor(windows / windowsPerStep);
	}

	private forget(now: number): void {
		while (this.ended[this.firstEnded] <= now - this.keptMs) this.firstEnded++;
		const isWorthIt = this.firstEnded > 1000 || this.firstEnded === this.ended.length;
		if (this.firstEnded === 0 || !isWorthIt) return;
		this.ended = this.ended.slice(this.firstEnded);
		this.firstEnded = 0;
	}

	private get counted(): number {
		return this.ended.length - this.firstEnded;
	}

	private get keptMs(): number {
		return this.limit.windowMs + marginMs;
	}
}
