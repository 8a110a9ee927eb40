import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { RequestKind, ResponseClass } from './classification';
import type { RateLimiter } from './pace';
import type { FilePart, TextPart } from './multipart';
import { createMultipart } from './multipart';
import type { Redact } from './redact';
import type { FullResponse, Reply } from './reply';
import { toReply } from './reply';
import type { Attempts } from './retry';
import { sendWithRetry } from './retry';

/** Where requests come from: a run of the node, or a list in the editor. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

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
		const send = async () => await this.send(options, 0);
		return await this.sendWithRetry({ kind, url: options.url, send });
	}

	/**
	 * Sends a multipart form. A repeated upload opens its files again.
	 *
	 * @throws ActionableError when there was no answer or a file could not be read
	 */
	async upload(
		options: IHttpRequestOptions,
		parts: Array<TextPart | FilePart>,
		kind: RequestKind = 'change',
	): Promise<Reply> {
		const bytes = parts.reduce((sum, part) => sum + ('open' in part ? part.bytes : 0), 0);
		const send = async () => {
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
		};
		return await this.sendWithRetry({ kind, url: options.url, sendsFile: true, send });
	}

	private async sendWithRetry(attempts: Attempts): Promise<Reply> {
		const { profile, limiter, signal, redact } = this.settings;
		const { name: service, classify, windowMs } = profile;
		const retry = { service, classify, windowMs, limiter, signal };
		return await sendWithRetry(retry, attempts).catch((error: Error) => {
			// What was not expected could hold anything.
			error.message = redact(error.message);
			throw error;
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
