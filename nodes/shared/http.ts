import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { toConnectionFault } from './connectionFaults';
import { UserError } from './errors';
import type { Limiter } from './limiter';
import { wait } from './limiter';
import type { FilePart, TextPart } from './multipart';
import { createMultipart } from './multipart';

/** Where requests come from: a run of the node, or a list in the editor. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions;

/** An answer, already cleaned of keys. */
export interface Reply {
	status: number;
	headers: IDataObject;
	text: string;
	/** The parsed body, or undefined when it is not JSON. */
	json?: unknown;
}

/** What an answer means for trying again. */
export type Verdict =
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
	judge: (reply: Reply) => Verdict;
	/** How long the service's call window lasts (ms). */
	windowMs: number;
}

export interface HttpSettings {
	profile: ServiceProfile;
	redact: (text: string) => string;
	/** Absent in the editor, where single calls are made. */
	limiter?: Limiter;
	/** The user's own timeout (ms). */
	timeoutMs?: number;
	signal?: AbortSignal;
}

/** `lookup` changes nothing and may be repeated; `change` is repeated only when it was refused. */
export type RequestKind = 'lookup' | 'change';

const maxRepeats = 3;
const longestWaitMs = 5 * 60_000;
const baseTimeoutMs = 60_000;
const slowestBytesPerMs = 64;

/** Sends requests with the node's credential: paced, repeated where that is harmless, free of keys. */
export class Http {
	constructor(
		private readonly context: RequestContext,
		private readonly settings: HttpSettings,
	) {}

	/** @throws UserError when there was no answer; any answer, also a failure, is returned */
	async request(options: IHttpRequestOptions, kind: RequestKind): Promise<Reply> {
		return await this.persist(kind, options.url, async () => await this.send(options, 0));
	}

	/**
	 * Sends a multipart form. A repeated upload opens its files again.
	 *
	 * @throws UserError when there was no answer or a file could not be read
	 */
	async upload(options: IHttpRequestOptions, parts: Array<TextPart | FilePart>): Promise<Reply> {
		const bytes = parts.reduce((sum, part) => sum + ('open' in part ? part.bytes : 0), 0);
		return await this.persist('change', options.url, async () => {
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

	private async persist(
		kind: RequestKind,
		url: string,
		send: () => Promise<Reply>,
	): Promise<Reply> {
		const { profile, limiter, signal } = this.settings;
		for (let repeats = 0; ; repeats++) {
			await limiter?.turn();
			const mayRepeat = repeats < maxRepeats && !signal?.aborted;
			const outcome = await outcomeOf(send);
			if ('error' in outcome) {
				if (outcome.error instanceof UserError) throw outcome.error;
				if (kind === 'change' || !mayRepeat) {
					throw toConnectionFault(outcome.error, profile.name, url, kind === 'change');
				}
				await wait(backOff(repeats), signal);
				continue;
			}
			const { reply } = outcome;
			const verdict = profile.judge(reply);
			const repeat = verdict === 'refused' || (verdict === 'unavailable' && kind === 'lookup');
			const pauseMs = pauseAfter(reply, repeats, profile.windowMs);
			if (!repeat || !mayRepeat || pauseMs > longestWaitMs) return reply;
			await wait(pauseMs, signal);
		}
	}

	private async send(options: IHttpRequestOptions, bytes: number): Promise<Reply> {
		const { profile, redact, timeoutMs } = this.settings;
		const response = (await this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			profile.credentialType,
			{
				...options,
				headers: { accept: 'application/json', ...options.headers },
				// Following a redirect would hold the whole body in memory and send keys to another host.
				disableFollowRedirect: true,
				encoding: 'text',
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				timeout: timeoutMs ?? baseTimeoutMs + Math.ceil(bytes / slowestBytesPerMs),
			},
		)) as { body: unknown; headers: IDataObject; statusCode: number };
		// Some hosts parse JSON although text was asked for.
		const body = typeof response.body === 'string' ? response.body : JSON.stringify(response.body);
		const text = redact(body ?? '');
		return {
			status: response.statusCode,
			headers: response.headers ?? {},
			text,
			json: parseJson(text),
		};
	}
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

function pauseAfter(reply: Reply, repeats: number, windowMs: number): number {
	const retryAfter = String(reply.headers['retry-after'] ?? '').trim();
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
	const date = Date.parse(retryAfter);
	if (!Number.isNaN(date)) return Math.max(0, date - Date.now());
	return reply.status >= 500 ? backOff(repeats) : windowMs + jitter(windowMs / 5);
}

function backOff(repeats: number): number {
	return 500 * 2 ** repeats + jitter(500);
}

function jitter(most: number): number {
	return Math.random() * most;
}
