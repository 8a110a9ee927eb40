import type { ServerResponse } from 'node:http';
import { sendHtml, sendJson, sendText } from '../common/server';
import { apiError } from './errors';
import type { ForcedAnswer, Switches } from './switches';
import type { Answer, ApiError } from './types';

/** What the real service says when it does not know the account. */
export const UNKNOWN_ACCOUNT = 'Unable to determine clusterID from provided accountID/secretKey';

/** JSON with HTTP 200, or another status. */
export function json(body: unknown, status = 200): Answer {
	return { status, type: 'json', body };
}

/** An error about the call as a whole. */
export function errorReply(switches: Switches, error: ApiError, id: unknown): Answer {
	const result = { null: { result: null }, absent: {}, empty: { result: [] } };
	return json({ ...result[switches.resultOnError], error, id: id ?? null });
}

/** The member that says that there was no error; the reference lists five ways to write it. */
export function noErrorMember(switches: Switches, seen: null | []): { error?: unknown } {
	switch (switches.noError) {
		case 'asSeen':
			return { error: seen };
		case 'null':
			return { error: null };
		case 'list':
			return { error: [] };
		case 'nulls':
			return { error: { code: null, message: null, data: null } };
		case 'absent':
			return {};
	}
}

/** HTTP 401, which is no envelope. */
export function unauthorized(asJson: boolean): Answer {
	const headers = { 'WWW-Authenticate': 'Basic realm="SharpSpring"' };
	return asJson
		? { ...json(UNKNOWN_ACCOUNT, 401), headers }
		: { status: 401, type: 'text', body: UNKNOWN_ACCOUNT, headers };
}

/** A page where JSON was expected. */
export function page(status: number, title: string, headers?: Record<string, string>): Answer {
	const body =
		`<!DOCTYPE html>\n<html><head><title>${title}</title></head>` +
		`<body><center><h1>${title}</h1></center><hr><center>nginx</center></body></html>\n`;
	return { status, type: 'html', body, headers };
}

/** Everything but the known addresses is sent to the login page. */
export function toLogin(status = 307): Answer {
	return page(status, 'Redirecting to login', { Location: '/' });
}

/** An answer that has nothing to do with what was sent. */
export function forcedAnswer(switches: Switches, forced: ForcedAnswer, id: unknown): Answer {
	const error = apiError(switches.forcedCode);
	switch (forced) {
		case 'lost':
			return { status: 0, type: 'lost', body: undefined };
		case 'apiError':
			return errorReply(switches, error, id);
		case 'apiErrorInList':
			return json({ result: null, error: [error], id });
		case 'errorKeyed':
			// What PHP makes of a list from which it has removed the first entry.
			return json({ result: null, error: { '1': error }, id });
		case 'yes400':
			return json({ result: true, error: null, id }, 400);
		case 'yes500':
			return json({ result: true, error: null, id }, 500);
		case 'noEntries200':
			return json({ result: { updates: [] }, error: [], id });
		case 'emptyResult200':
			// What PHP makes of an empty object.
			return json({ result: [], error: null, id });
		case 'noResult200':
			return json({ result: null, error: null, id });
		case 'errorText':
			return json({ result: null, error: error.message, id });
		case 'text401':
			return unauthorized(false);
		case 'jsonString401':
			return unauthorized(true);
		case 'jsonString200':
			return json(UNKNOWN_ACCOUNT);
		case 'text200':
			return { status: 200, type: 'text', body: 'Something went wrong' };
		case 'empty200':
			return { status: 200, type: 'text', body: '' };
		case 'null200':
			return json(null);
		case 'list200':
			return json([]);
		case 'brokenJson200':
			return {
				status: 200,
				type: 'text',
				body: '{"result":{"updates":[{"succ',
				headers: { 'Content-Type': 'application/json' },
			};
		case 'html200':
			return page(200, 'Sign in');
		case 'html413':
			return page(413, '413 Request Entity Too Large');
		case 'html429':
			return page(429, '429 Too Many Requests');
		case 'html500':
			return page(500, '500 Internal Server Error');
		case 'html502':
			return page(502, '502 Bad Gateway');
		case 'html503':
			return page(503, '503 Service Temporarily Unavailable');
		case 'html504':
			return page(504, '504 Gateway Time-out');
		// What gateways say that speak JSON, too.
		case 'json503':
			return json({ error: { code: 503, message: 'Service Unavailable' } }, 503);
		case 'json504':
			return json({ error: 'upstream request timeout' }, 504);
		case 'redirect302':
			return toLogin(302);
		case 'redirect303':
			return toLogin(303);
		case 'redirect307':
			return toLogin();
	}
}

/** Sends an answer. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
	const { status, type, body, headers } = answer;
	if (type === 'lost') response.socket?.resetAndDestroy();
	else if (type === 'json') sendJson(response, status, body, headers);
	else if (type === 'html') sendHtml(response, status, String(body), headers);
	else sendText(response, status, String(body), headers);
}
