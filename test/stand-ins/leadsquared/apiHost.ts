import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordedRequest } from '../common/server';
import { readText, sendHtml, sendJson } from '../common/server';
import { checkKeys, delay, keysOfRequest, type Pace, TooManyCalls } from './access';
import { accountEndpoints } from './account';
import { activityEndpoints } from './activities';
import { activityReadEndpoints } from './activityReads';
import type { Call, Endpoint, Endpoints } from './endpoint';
import { badRequest, Refusal } from './errors';
import { sendForced, takeForced } from './forced';
import { leadLookupEndpoints } from './leadLookups';
import { leadEndpoints } from './leads';
import { noteEndpoints } from './notes';
import { opportunityEndpoints } from './opportunities';
import type { State } from './state';

const ENDPOINTS: Endpoints = {
	...accountEndpoints,
	...leadEndpoints,
	...leadLookupEndpoints,
	...noteEndpoints,
	...activityEndpoints,
	...activityReadEndpoints,
	...opportunityEndpoints,
};

/** A page as a web server sends it by itself: not JSON. */
export function sendPage(response: ServerResponse, status: number, title: string) {
	sendHtml(
		response,
		status,
		`<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`,
	);
}

/** Answers a refusal with the envelope. */
export function sendRefusal(response: ServerResponse, refusal: Refusal) {
	const headers: Record<string, string> = {};
	if (refusal instanceof TooManyCalls && refusal.retryAfter !== undefined) {
		headers['Retry-After'] = String(refusal.retryAfter);
	}
	sendJson(response, refusal.status, refusal.envelope, headers);
}

/** Answers a call of the API. `record` is the log's entry, which gets the body. */
export async function answerApi(
	state: State,
	pace: Pace,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
	record: RecordedRequest | undefined,
) {
	const endpoint = url.pathname.startsWith('/v2/') ? ENDPOINTS[url.pathname.slice(4)] : undefined;
	if (!endpoint || endpoint.method !== request.method) {
		request.resume();
		if (endpoint) sendPage(response, 405, 'Method Not Allowed');
		else sendPage(response, 404, 'Not Found');
		return;
	}
	try {
		const text = await readText(request);
		const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(
			request.headers['content-type'] ?? '',
		);
		if (record && text !== '') record.body = text;
		checkKeys(state, keysOfRequest(request, url.searchParams), endpoint.everyRegion);
		pace.check(state);
		const body = readBody(endpoint, request, text, isForm);
		if (record && body !== undefined) record.body = body;
		const call: Call = {
			state,
			query: url.searchParams,
			body,
			rawUrl: request.url ?? '',
			isForm,
		};
		const forced = takeForced(state, url.pathname);
		if (forced && !state.switches.workBeforeForced) return sendForced(response, forced);
		const answer = endpoint.handle(call);
		await delay(state);
		if (forced) return sendForced(response, forced);
		sendJson(response, 200, answer);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		await delay(state);
		sendRefusal(response, error);
	}
}

/** Documented: 400 for a wrong content type or a malformed body. */
function readBody(endpoint: Endpoint, request: IncomingMessage, text: string, isForm: boolean) {
	if (endpoint.method === 'GET' || (isForm && endpoint.allowsForm)) return undefined;
	if (text === '' && endpoint.bodyOptional) return undefined;
	if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
		throw badRequest('Content-Type must be application/json.');
	}
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw badRequest('The body is not JSON.');
	}
}
