import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { recognizeFault, toConnectionFault } from './connectionFaults';
import type { ByteStream } from './multipart';
import { wait } from './pace';
import { StallTimer } from './stallTimer';
import { leaveYoungGarbage } from './youngGarbage';

const defaultTimeoutMs = 300_000;
// Node's timers fire at once beyond this.
const longestTimerMs = 2 ** 31 - 1;
const mostRedirects = 10;
const mostRepeats = 2;
const redirects = [301, 302, 303, 307, 308];

/** A file to be fetched. */
export interface DownloadRequest {
	url: string;
	/** What failed, for messages, e.g. `The file "a.pdf" could not be downloaded`. */
	failure: string;
	/** Who answers: completes "… at files.example.com". */
	server: string;
	/** Whether the link is the service's, in contrast to one that the user has given. */
	fromService?: boolean;
	/** The user's own timeout (ms), for the beginning of the answer and for every pause in it. */
	timeoutMs?: number;
	/** The transfer ends when there are more. */
	maxBytes?: number;
}

/** How the answer that holds the file begins. */
export interface DownloadAnswer {
	/** Where the file was in the end, after redirects. */
	url: URL;
	headers: IDataObject;
}

/** Takes the bytes of a file while they come. */
type Store<T> = (body: ByteStream, answer: DownloadAnswer) => Promise<T>;

interface Response {
	body: ByteStream;
	headers: IDataObject;
	statusCode: number;
}

/**
 * Hands a file from the web to `store`, by n8n's own HTTP helper, so that its proxy and its protection
 * against requests to internal addresses count, for each redirect anew. No keys are sent. Fetching does no
 * harm, so that it is repeated after lost connections and when the server was not able to answer.
 *
 * @returns what `store` returns
 * @throws ActionableError when the link does not lead to the file, or not to all of it
 */
export async function download<T>(
	context: IExecuteFunctions,
	request: DownloadRequest,
	store: Store<T>,
): Promise<T> {
	const signal = context.getExecutionCancelSignal();
	for (let repeats = 0; ; repeats++) {
		const passing = new WeakSet<Error>();
		const outcome = await downloadOnce(context, { ...request, passing }, store).then(
			(value) => ({ value }),
			(error: Error) => ({ error }),
		);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		if (repeats === mostRepeats || !passing.has(error) || signal?.aborted) throw error;
		await wait(500 * 2 ** repeats + Math.random() * 500, signal).catch(() => {
			throw error;
		});
	}
}

/** A request, and the errors that may have passed when it is repeated. */
type Attempt = DownloadRequest & { passing: WeakSet<Error> };

async function downloadOnce<T>(
	context: IExecuteFunctions,
	request: Attempt,
	store: Store<T>,
): Promise<T> {
	const timer = new StallTimer(
		request.timeoutMs ?? defaultTimeoutMs,
		context.getExecutionCancelSignal(),
	);
	let body: ByteStream | undefined;
	let fault: Error | undefined;
	try {
		const answer = await follow(context, request, timer);
		({ body } = answer);
		// Told apart here: an error of n8n's storage, which reads the body, is not the server's.
		body.on('error', (error) => (fault ??= toFault(error, request, answer.url, timer)));
		const { maxBytes = Infinity } = request;
		if (Number(answer.headers['content-length']) > maxBytes) throw tooLarge(request);
		const watched = watch(body, timer, (bytes) => {
			if (bytes <= maxBytes) return;
			fault ??= tooLarge(request);
			throw fault;
		});
		return await store(watched, answer);
	} catch (error) {
		throw fault ?? error;
	} finally {
		timer.end();
		body?.destroy();
	}
}

/** The answer that holds the file. Redirects are followed here, so that each is looked at before. */
async function follow(
	context: IExecuteFunctions,
	request: Attempt,
	timer: StallTimer,
): Promise<Response & DownloadAnswer> {
	let url = new URL(request.url);
	for (let count = 0; count <= mostRedirects; count++) {
		const response = await open(context, url, request, timer);
		const { statusCode, headers, body } = response;
		if (statusCode === 200) return { ...response, url };
		const { location } = headers;
		// Without a listener an error of a body that nobody reads would end the process.
		body.on('error', () => {});
		body.destroy();
		if (!redirects.includes(statusCode) || typeof location !== 'string') {
			throw notFound(statusCode, request);
		}
		url = redirectTarget(location, url, request);
	}
	throw new ActionableError(
		`${request.failure}: more than ${mostRedirects} redirects`,
		'Open the link in a private window of a browser: it may lead in a circle, or to a login.',
	);
}

function redirectTarget(location: string, from: URL, request: DownloadRequest): URL {
	const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
	if (target && /^https?:$/.test(target.protocol)) return target;
	throw new ActionableError(
		`${request.failure}: it redirects to what is not a web address`,
		'Links have to begin with https:// or http://, and so do those that they lead to.',
	);
}

async function open(
	context: IExecuteFunctions,
	url: URL,
	request: Attempt,
	timer: StallTimer,
): Promise<Response> {
	const answer = context.helpers.httpRequest({
		method: 'GET',
		url: url.href,
		headers: { accept: '*/*' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		// Whether it covers the body, and with which error, differs between versions of n8n: the signal
		// ends the request before.
		timeout: Math.min(3 * (request.timeoutMs ?? defaultTimeoutMs), longestTimerMs),
		abortSignal: timer.signal,
	}) as Promise<Response>;
	return await answer.catch((error: unknown) => {
		throw toFault(error, request, url, timer);
	});
}

function toFault(
	error: unknown,
	{ failure, server, fromService = false, passing }: Attempt,
	url: URL,
	timer: StallTimer,
): Error {
	const service = `${failure}: ${server}`;
	const request = { service, url: url.href, kind: 'lookup' as const };
	const fault = toConnectionFault(timer.explain(error), request);
	if (!(fault instanceof ActionableError)) return fault;
	const advice = fault.advice?.replace('the address in the credential', 'the link');
	const told = new ActionableError(fault.message, advice, { ...fault.details, fromService });
	// What has taken all of its time is not waited for again.
	if (!recognizeFault(error)?.isLasting && !timer.signal.aborted) passing.add(told);
	return told;
}

function notFound(statusCode: number, { failure, fromService, passing }: Attempt): ActionableError {
	const error = new ActionableError(`${failure} (HTTP ${statusCode})`, adviceOn(statusCode), {
		httpCode: String(statusCode),
		fromService,
	});
	if (statusCode >= 500 || [408, 429].includes(statusCode)) passing.add(error);
	return error;
}

function adviceOn(statusCode: number): string {
	if ([401, 403, 407].includes(statusCode)) {
		return 'The link may have expired, or need a login, which n8n does not have: use one that opens in a private window of a browser.';
	}
	if (statusCode < 400) {
		return 'The server did not answer with the whole file as it is there: it may be a part of it, a changed copy, or not be ready yet. Open the link in a private window of a browser.';
	}
	return 'The link may have expired, or the file may be gone.';
}

function tooLarge({ failure, maxBytes = 0 }: DownloadRequest): ActionableError {
	const megabytes = Number((maxBytes / 1024 / 1024).toFixed(3));
	return new ActionableError(
		`${failure}: it has more than the ${megabytes} MB that 'Maximum File Size' allows`,
		"Send a smaller file, or raise 'Maximum File Size' in the options.",
	);
}

/**
 * The same bytes, counted for `check`; reading fails when the timer ends, in versions of n8n whose signal does not
 * reach it, too.
 */
function watch(body: ByteStream, timer: StallTimer, check: (bytes: number) => void): ByteStream {
	const { signal } = timer;
	signal.addEventListener('abort', () => body.destroy(signal.reason as Error), { once: true });
	timer.renew();
	let bytes = 0;
	return body.map((chunk: Buffer) => {
		timer.feed(chunk.length);
		bytes += chunk.length;
		check(bytes);
		leaveYoungGarbage(chunk);
		return chunk;
	});
}
