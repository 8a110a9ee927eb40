import type {
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { toConnectionFault } from './connectionFaults';
import type { ActionableError } from '../errors';
import { sentences } from '../errors';
import type { FullResponse, Reply } from './reply';
import { toReply } from './reply';
import { createRedactor } from './redact';

/** Sends a request that already carries the keys. @throws ActionableError when there is no answer */
export type Send = (request: IHttpRequestOptions) => Promise<Reply>;

/** A credential that is tried, and how. */
export interface Probe {
	service: string;
	secrets: string[];
	/** @returns what is wrong, or undefined; may throw a ActionableError */
	check: (send: Send) => Promise<string | undefined>;
}

const timeoutMs = 20_000;

/** Tries keys that are not saved yet, and says in the user's words how it went. */
export async function probe(
	context: ICredentialTestFunctions,
	{ service, secrets, check }: Probe,
): Promise<INodeCredentialTestResult> {
	const redact = createRedactor(secrets);
	const send: Send = async (request) => {
		const response = await exchange(context, request).catch((error: unknown) => {
			throw toConnectionFault(error, { service, url: request.url, kind: 'lookup' });
		});
		return toReply(response, redact);
	};
	try {
		const wrong = await check(send);
		return wrong
			? { status: 'Error', message: wrong }
			: { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		const { message, advice } = error as ActionableError;
		return { status: 'Error', message: sentences(message, advice) };
	}
}

/** A credential test is offered no other helper than this one, which takes the older options. */
async function exchange(
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
