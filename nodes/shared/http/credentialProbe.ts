import type {
	ICredentialTestFunctions,
	IDataObject,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { limiterOf } from './accounts';
import { accountIn, redactorFor } from './connect';
import { toConnectionFault } from './connectionFaults';
import type { ActionableError } from '../errors';
import { sentences } from '../errors';
import type { FullResponse, Reply } from './reply';
import { toReply } from './reply';
import type { ServiceProfile } from './request';
import { noFreeCall } from './turn';

/** Sends a request that already carries the keys. @throws ActionableError when there is no answer */
export type Send = (request: IHttpRequestOptions) => Promise<Reply>;

/** A credential that is tried, and how. */
export interface Probe {
	profile: ServiceProfile;
	credential: IDataObject;
	/** @returns what is wrong, or undefined; may throw a ActionableError */
	check: (send: Send) => Promise<string | undefined>;
}

const timeoutMs = 20_000;
const maxWaitMs = 20_000;

/** Tries keys that are not saved yet, and says in the user's words how it went. */
export async function probe(
	context: ICredentialTestFunctions,
	{ profile, credential, check }: Probe,
): Promise<INodeCredentialTestResult> {
	const redact = redactorFor(credential, profile);
	const { name: service } = profile;
	const send: Send = async (request) => {
		const account = accountIn(credential, profile);
		// A person waits.
		const turn = { isUrgent: true };
		const refuse = (waitedMs: number) =>
			waitedMs > maxWaitMs ? noFreeCall(service, account.limit, waitedMs, true) : undefined;
		const call = async () =>
			await exchange(context, request).catch((error: unknown) => {
				throw toConnectionFault(error, { service, url: request.url, kind: 'lookup' });
			});
		return toReply(await limiterOf(account).schedule(call, { turn, refuse }), redact);
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
