import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toConnectionFault } from '../../shared/http/connectionFaults';
import { ActionableError } from '../../shared/errors';
import { cleanMimeType } from '../../shared/files/name';
import type { ByteStream } from '../../shared/http/multipart';
import { StallTimer } from '../../shared/http/stallTimer';

const defaultTimeoutMs = 300_000;
// Node's timers fire at once beyond this.
const longestTimerMs = 2 ** 31 - 1;

/** A file to be fetched. */
export interface StoredFile {
	fileName: string;
	fileUrl: string;
	/** The user's own timeout (ms), for the beginning of the answer and for every pause in it. */
	timeoutMs?: number;
}

/** Takes the bytes of a file while they come. */
type Store<T> = (stream: ByteStream, mimeType: string) => Promise<T>;

interface Response {
	body: ByteStream;
	headers: IDataObject;
	statusCode: number;
}

/**
 * Hands a stored file to `store`. No keys are sent: the links are public or carry a signature.
 *
 * @returns what `store` returns
 * @throws ActionableError when the link does not lead to the file, or not to all of it
 */
export async function download<T>(
	context: IExecuteFunctions,
	file: StoredFile,
	store: Store<T>,
): Promise<T> {
	const { fileName, fileUrl, timeoutMs = defaultTimeoutMs } = file;
	const address = toAddress(fileUrl);
	if (!address || !/^https?:$/.test(address.protocol)) {
		throw new ActionableError(
			`The link of the file "${fileName}" is no address`,
			`It is: ${fileUrl}`,
		);
	}
	const timer = new StallTimer(timeoutMs, context.getExecutionCancelSignal());
	const toFault = (error: unknown) => {
		const service = `The file "${fileName}" could not be downloaded: the file store of LeadSquared`;
		const request = { service, url: address.href, kind: 'lookup' as const };
		return toConnectionFault(timer.explain(error), request);
	};
	let body: ByteStream | undefined;
	let fault: Error | undefined;
	try {
		const response = await open(context, address.href, timeoutMs, timer.signal).catch(
			(error: unknown) => {
				throw toFault(error);
			},
		);
		({ body } = response);
		// Told apart here: an error of n8n's storage, which reads the body, is not the file store's.
		body.on('error', (error) => (fault ??= toFault(error)));
		assertFound(response, fileName);
		const mimeType = cleanMimeType(response.headers['content-type']);
		return await store(watch(body, timer), mimeType);
	} catch (error) {
		throw fault ?? error;
	} finally {
		timer.end();
		body?.destroy();
	}
}

async function open(
	context: IExecuteFunctions,
	url: string,
	timeoutMs: number,
	abortSignal: AbortSignal,
): Promise<Response> {
	return (await context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Whether it covers the body, and with which error, differs between versions of n8n: the signal
		// ends the request before.
		timeout: Math.min(3 * timeoutMs, longestTimerMs),
		abortSignal,
	})) as Response;
}

function assertFound({ statusCode }: Response, fileName: string): void {
	if (statusCode === 200) return;
	throw new ActionableError(
		`The file "${fileName}" could not be downloaded (HTTP ${statusCode})`,
		'The link may have expired, or the file may be gone.',
		{ httpCode: String(statusCode), fromService: true },
	);
}

/** The same bytes; reading fails when the timer ends, in versions of n8n whose signal does not reach it, too. */
function watch(body: ByteStream, timer: StallTimer): ByteStream {
	const { signal } = timer;
	signal.addEventListener('abort', () => body.destroy(signal.reason as Error), { once: true });
	timer.renew();
	return body.map((chunk: Uint8Array) => {
		timer.feed(chunk.length);
		return chunk;
	});
}

/** Links come as they are named: with blanks, with `#`, with a `%` that encodes nothing. */
function toAddress(url: string): URL | undefined {
	const encoded = url.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/#/g, '%23');
	return URL.canParse(encoded) ? new URL(encoded) : undefined;
}
