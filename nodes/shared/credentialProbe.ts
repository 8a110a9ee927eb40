import type {
	ICredentialTestFunctions,
	IDataObject,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { toConnectionFault } from './connectionFaults';
import { UserError } from './errors';
import type { Reply } from './http';
import { parseJson } from './http';
import { createRedactor } from './redact';

export interface Probe {
	service: string;
	secrets: string[];
	/** @returns the request with keys */
	request: () => Promise<IHttpRequestOptions>;
	/** @returns what is wrong, or undefined; may throw a UserError */
	judge: (reply: Reply) => string | undefined;
}

const timeoutMs = 20_000;

/** Makes one request with keys that are not saved yet, and says in the user's words how it went. */
export async function probe(
	context: ICredentialTestFunctions,
	{ service, secrets, request, judge }: Probe,
): Promise<INodeCredentialTestResult> {
	const redact = createRedactor(secrets);
	try {
		const options = await request();
		const reply = await send(context, options).catch((error: unknown) => {
			throw toConnectionFault(error, service, options.url, false);
		});
		const text = redact(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
		const wrong = judge({
			status: reply.statusCode,
			headers: reply.headers,
			text,
			json: parseJson(text),
		});
		return wrong
			? { status: 'Error', message: wrong }
			: { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		const { message, advice } = error as UserError;
		return { status: 'Error', message: [message, advice].filter(Boolean).join('. ') };
	}
}

interface FullResponse {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

/** A credential test is offered no other helper than this one, which takes the older options. */
async function send(
	{ helpers }: ICredentialTestFunctions,
	{ method, url, qs, body, headers }: IHttpRequestOptions,
): Promise<FullResponse> {
	return (await helpers.request({
		method,
		uri: url,
		qs,
		body,
		headers,
		json: true,
		followRedirect: false,
		followAllRedirects: false,
		simple: false,
		resolveWithFullResponse: true,
		timeout: timeoutMs,
	})) as FullResponse;
}
