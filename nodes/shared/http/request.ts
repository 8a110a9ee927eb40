import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { toConnectionFault } from './connectionFaults';
import { ActionableError } from '../errors';
import type { RateLimiter } from './pace';
import { wait } from './pace';
import type { FilePart, TextPart } from './multipart';
import { createMultipart } from './multipart';
import type { Redact } from './redact';
import { redactJson } from './redact';

/** Where requests come from: a run of the node, or a list in the editor. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

/** An answer, already cleaned of keys. */
export interface Reply {
	status: number;
	headers: IDataObject;
	text: string;
	/** The parsed body, or undefined when it is not JSON. */
	json?: unknown;
	/** What was asked for; a lookup unless told. */
	kind?: RequestKind;
}

/** What an answer means for trying again. */
export type ResponseClass =
	/** The service has decided; the same request would end the same way. */
	| 'final'
	/** The service did not carry the request out, because there were too many calls. */
	| 'refused'
	/** The service, or something before it, was not able to answer. */
	| 'unavailable';

/** What differs from service to service. */
export interface ServiceProfile {
	/** The name in messages. */
	name: string;
	credentialType: string;
	classify: (reply: Reply) => ResponseClass;
	/** How long the service's call window lasts (ms). */
	windowMs: number;
}

/** What requests are made with. */
export interface HttpSettings {
	profile: ServiceProfile;
	redact: Redact;
	/** Absent in the editor, where single calls are made. */
	limiter?: RateLimiter;
	/** The user's own timeout (ms). */
	timeoutMs?: number;
	signal?: AbortSignal;
	/** Aborted when calls that still wait shall not be begun, because another item failed. */
	stop?: AbortSignal;
}

/** `lookup` changes nothing and may be repeated; `change` is repeated only when it was refused. */
export type RequestKind = 'lookup' | 'change';

const maxRepeats = 3;
const longestWaitMs = 5 * 60_000;
const baseTimeoutMs = 60_000;
const slowestBytesPerMs = 64;
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
		return await this.sendWithRetry(
			{ kind, url: options.url },
			async () => await this.send(options, 0),
		);
	}

	/**
	 * Sends a multipart form. A repeated upload opens its files again.
	 *
	 * @throws ActionableError when there was no answer or a file could not be read
	 */
	async upload(options: IHttpRequestOptions, parts: Array<TextPart | FilePart>): Promise<Reply> {
		const bytes = parts.reduce((sum, part) => sum + ('open' in part ? part.bytes : 0), 0);
		const attempts = { kind: 'change' as const, url: options.url, sendsFile: true };
		return await this.sendWithRetry(attempts, async () => {
			const body = await createMultipart(parts);
			const headers = { ...options.headers, ...body.headers };
			try {
				const reply = await this.send({ ...options, body: body.form, headers }, bytes);
				const failure = body.failure();
				if (failure) throw failure;
				return reply;
			} catch (error) {
				throw body.failure() ?? error;
			} finally {
				body.close();
			}
		});
	}

	private async sendWithRetry(
		{ kind, url, sendsFile }: Attempts,
		send: () => Promise<Reply>,
	): Promise<Reply> {
		const { profile, limiter, signal } = this.settings;
		const attempt = async () => await outcomeOf(send);
		for (let repeats = 0; ; repeats++) {
			const outcome = await this.unlessStopped(limiter ? limiter.schedule(attempt) : attempt());
			const mayRepeat = repeats < maxRepeats && !signal?.aborted;
			let pauseMs: number | undefined;
			if ('error' in outcome) {
				if (outcome.error instanceof ActionableError) throw outcome.error;
				if (kind === 'change' || !mayRepeat) {
					const isChange = kind === 'change';
					throw toConnectionFault(outcome.error, profile.name, url, isChange, sendsFile);
				}
				pauseMs = backOff(repeats);
			} else {
				const reply = { ...outcome.reply, kind };
				const responseClass = profile.classify(reply);
				const repeat =
					responseClass === 'refused' || (responseClass === 'unavailable' && kind === 'lookup');
				pauseMs = pauseAfter(reply, responseClass, repeats, profile.windowMs);
				if (!repeat || !mayRepeat || pauseMs > longestWaitMs) return reply;
			}
			await this.unlessStopped(wait(pauseMs, signal));
		}
	}

	/** @throws ActionableError when the execution was stopped while it waited */
	private async unlessStopped<T>(waiting: Promise<T>): Promise<T> {
		return await waiting.catch((error: unknown) => {
			if (!this.settings.signal?.aborted) throw error;
			// By the last word n8n knows a cancellation from a failure.
			throw new ActionableError(
				'The execution was stopped (canceled)',
				'The request was not sent.',
			);
		});
	}

	private async send(options: IHttpRequestOptions, bytes: number): Promise<Reply> {
		const { profile, redact, timeoutMs, signal } = this.settings;
		const transferMs = Math.ceil(bytes / slowestBytesPerMs);
		const timeout = Math.min(timeoutMs ?? baseTimeoutMs + transferMs, longestTimerMs);
		// n8n's timeout begins anew with every byte: an answer that trickles in needs an end of its own.
		const deadlineMs = 2 * timeout + transferMs;
		const deadline = AbortSignal.timeout(Math.min(deadlineMs, longestTimerMs));
		const context = withSignal(
			this.context,
			signal ? AbortSignal.any([signal, deadline]) : deadline,
		);
		const response = await context.helpers.httpRequestWithAuthentication
			.call(context, profile.credentialType, {
				...options,
				headers: { accept: 'application/json', ...options.headers },
				// Following a redirect would hold the whole body in memory and send keys to another host.
				disableFollowRedirect: true,
				encoding: 'text',
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				timeout,
			})
			.catch((error: unknown) => {
				throw deadline.aborted && !signal?.aborted ? new Error('timeout') : error;
			});
		return toReply(response as Response, redact);
	}
}

/** What is tried, until it succeeds or may not be repeated. */
interface Attempts {
	kind: RequestKind;
	url: string;
	sendsFile?: boolean;
}

/** A response as n8n hands it out. */
interface Response {
	statusCode: number;
	headers?: IDataObject;
	body: unknown;
}

/** The answer, cleaned of keys. */
export function toReply({ statusCode, headers, body }: Response, redact: Redact): Reply {
	// Some hosts parse JSON although text was asked for.
	const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	return {
		status: statusCode,
		headers: redactJson({ ...headers }, redact),
		text: redact(text),
		// Cleaned after parsing, because JSON has many ways to write a text.
		json: redactJson(parseJson(text), redact),
	};
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

async function outcomeOf(
	send: () => Promise<Reply>,
): Promise<{ reply: Reply } | { error: unknown }> {
	return await send().then(
		(reply) => ({ reply }),
		(error: unknown) => ({ error }),
	);
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function pauseAfter(
	reply: Reply,
	responseClass: ResponseClass,
	repeats: number,
	windowMs: number,
): number {
	const retryAfter = String(reply.headers['retry-after'] ?? '').trim();
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000 + jitter(500);
	const fromNow = Date.parse(retryAfter) - Date.now();
	// A date that is over tells of another clock.
	if (fromNow > 0) return fromNow;
	return responseClass === 'refused' ? windowMs + jitter(windowMs / 5) : backOff(repeats);
}

function backOff(repeats: number): number {
	return 500 * 2 ** repeats + jitter(500);
}

function jitter(most: number): number {
	return Math.random() * most;
}
