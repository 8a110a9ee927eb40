import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { NotStartedError } from '../errors';
import type { RequestKind, ResponseClass } from './classification';
import type { Account } from './accounts';
import { limiterOf } from './accounts';
import type { FilePart, TextPart } from './multipart';
import { createMultipart } from './multipart';
import type { Redact } from './redact';
import type { FullResponse, Reply } from './reply';
import { toReply } from './reply';
import type { Attempts } from './retry';
import { sendWithRetry, stopped } from './retry';
import { StallTimer } from './stallTimer';
import type { Held, Turn } from './turn';
import { noFreeCall } from './turn';
import { defaultTimeoutMs, uploadTimer } from './uploadTimer';

/** Where requests come from: a run of the node, or a list in the editor. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

/** What differs from service to service. */
export interface ServiceProfile {
	/** The name in messages. */
	name: string;
	credentialType: string;
	classify: (reply: Reply) => ResponseClass;
	/** Whether an answer with the status of a success reports that nothing was carried out. */
	reportsFailure?: (reply: Reply) => boolean;
	/** How long the service's call window lasts (ms). */
	windowMs: number;
	/** Properties of the credential that must never be shown. */
	secrets: string[];
	/** The one of them that tells accounts apart. */
	accountKey: string;
	/** Where an account's calls are counted. @throws ActionableError when it cannot be used */
	addressOf: (credential: IDataObject) => string;
}

/** What requests are made with. */
export interface HttpSettings {
	profile: ServiceProfile;
	redact: Redact;
	/** Whose calls these are. */
	account: Account;
	/** How long the calls of an item may wait for the account, all together (ms). */
	maxWaitMs: number;
	/** The user's own timeout (ms). */
	timeoutMs?: number;
	signal?: AbortSignal;
	/** Aborted when calls that still wait shall not be begun, because another item failed. */
	stop?: AbortSignal;
	/** Of the item that the requests are made for; each is on its own where there is none. */
	turn?: Turn;
	/** Told of calls that had to wait. */
	held?: Held;
	/** Whether a person waits at the editor. */
	isUrgent?: boolean;
}

// n8n's own timeout is a wall clock, which would end what is only slow: the timers here end a request.
// Node's timers fire at once beyond this.
const longestTimerMs = 2 ** 31 - 1;

/** Sends requests with the node's credential: paced, repeated where that is harmless, free of keys. */
export class Http {
	constructor(
		private readonly context: RequestContext,
		private readonly settings: HttpSettings,
	) {}

	/** @throws ActionableError when there was no answer; any answer, also a failure, is returned */
	async request(options: IHttpRequestOptions, kind: RequestKind): Promise<Reply> {
		const { timeoutMs = defaultTimeoutMs, signal } = this.settings;
		const send = async () => await this.send(options, new StallTimer(timeoutMs, signal));
		return await this.sendWithRetry({ kind, url: options.url, send });
	}

	/**
	 * Sends a multipart form. A repeated upload opens its files again.
	 *
	 * @throws ActionableError when there was no answer, when it came before all was sent and does not report
	 * a failure, or when a file could not be read
	 */
	async upload(
		options: IHttpRequestOptions,
		parts: Array<TextPart | FilePart>,
		kind: RequestKind = 'change',
	): Promise<Reply> {
		const { timeoutMs, signal } = this.settings;
		const files = parts.filter((part) => 'open' in part);
		const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
		const fileNames = files.map(({ fileName }) => fileName);
		const send = async () => {
			const body = await createMultipart(parts);
			const headers = { ...options.headers, ...body.headers };
			const timer = uploadTimer(body, bytes, timeoutMs, signal);
			try {
				const reply = await this.send({ ...options, body: body.form, headers }, timer);
				const failure = body.failure();
				if (failure) throw failure;
				return { ...reply, fileNames, fileBytes: bytes, isEarly: !body.isSent() };
			} catch (error) {
				throw body.failure() ?? error;
			} finally {
				body.close();
			}
		};
		return await this.sendWithRetry({ kind, url: options.url, sendsFile: true, send });
	}

	/** The same for the requests of one item, which go together. */
	forItem(): Http {
		return new Http(this.context, { ...this.settings, turn: this.newTurn() });
	}

	/** The same for requests that finish what has begun: a stop does not keep them back. */
	withoutStop(): Http {
		return new Http(this.context, { ...this.settings, stop: undefined });
	}

	private newTurn(): Turn {
		const { held, isUrgent } = this.settings;
		return { held, isUrgent };
	}

	private async sendWithRetry(attempts: Attempts): Promise<Reply> {
		const { profile, signal, account, maxWaitMs, redact } = this.settings;
		const { name: service, classify, reportsFailure } = profile;
		const turn = this.settings.turn ?? this.newTurn();
		const refuse = (waitedMs: number) => this.refusal(turn, waitedMs);
		const schedule = async <T>(call: () => Promise<T>) =>
			await limiterOf(account).schedule(
				async () => {
					turn.hasChanged ||= attempts.kind !== 'lookup';
					return await call();
				},
				{ turn, refuse },
			);
		const refused = (pauseMs?: number) => limiterOf(account).refused(pauseMs);
		const retry = { service, classify, reportsFailure, signal, schedule, refused, maxWaitMs };
		return await sendWithRetry(retry, attempts).catch((error: unknown) => {
			// What was not expected could hold anything, and stored executions hold the stack, too.
			if (error instanceof Error) {
				for (const name of ['message', 'stack'] as const) {
					const value = redact(error[name] ?? '');
					Object.defineProperty(error, name, { value, configurable: true, writable: true });
				}
			}
			throw error;
		});
	}

	/** Why a call shall not be made, or wait no longer, if there is a reason. */
	private refusal({ hasChanged }: Turn, waitedMs: number): Error | undefined {
		const { profile, account, signal, stop, maxWaitMs, isUrgent } = this.settings;
		if (signal?.aborted) return stopped();
		if (stop?.aborted && !hasChanged) return new NotStartedError();
		if (waitedMs <= maxWaitMs) return undefined;
		return noFreeCall(profile.name, account.limit, waitedMs, isUrgent);
	}

	private async send(options: IHttpRequestOptions, timer: StallTimer): Promise<Reply> {
		const { profile, redact } = this.settings;
		const context = withSignal(this.context, timer.signal);
		const response = await context.helpers.httpRequestWithAuthentication
			.call(context, profile.credentialType, {
				...options,
				headers: { accept: 'application/json', ...options.headers },
				// Following a redirect would hold the whole body in memory and send keys to another host.
				disableFollowRedirect: true,
				encoding: 'text',
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				timeout: longestTimerMs,
			})
			.catch((error: unknown) => {
				throw timer.explain(error);
			})
			.finally(() => timer.end());
		return toReply(response as FullResponse, redact);
	}
}

/**
 * The same context with another signal: n8n takes the signal for a request with a credential from
 * its context, and from nowhere else.
 */
function withSignal(context: RequestContext, signal: AbortSignal): RequestContext {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as typeof context;
}
