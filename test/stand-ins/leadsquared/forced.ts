import type { ServerResponse } from 'node:http';
import { sendHtml, sendJson } from '../common/server';
import { invalidInput } from './errors';
import type { State } from './state';
import type { ForcedAnswer } from './switches';

/** The answer that a test has put in the way of a call to this address, if there is one; it is used up. */
export function takeForced({ switches }: State, path: string): ForcedAnswer | undefined {
	for (const [call, answers] of Object.entries(switches.nextAnswers)) {
		if (path.endsWith(`/${call}`)) return answers.shift();
	}
	return undefined;
}

/** Gives such an answer. */
export function sendForced(response: ServerResponse, answer: ForcedAnswer) {
	const html = (status: number, title: string, headers?: Record<string, string>) =>
		sendHtml(response, status, `<html><body><h1>${title}</h1></body></html>`, headers);
	switch (answer) {
		case 'lost':
			return void response.socket?.resetAndDestroy();
		case 'html502':
			return html(502, 'Bad Gateway');
		case 'html200':
			return html(200, 'Sign in');
		case 'brokenJson200':
			response.writeHead(200, { 'Content-Type': 'application/json' });
			return void response.end('{"Status":"Success","Message":{"Id":"');
		case 'redirect302':
			return html(302, 'Found', { Location: 'http://127.0.0.1:9/login' });
		case 'html413':
			return html(413, 'Request Entity Too Large');
		case 'html429':
			return html(429, 'Too Many Requests');
		case 'noVerdict200':
			return sendJson(response, 200, {});
		case 'exception500':
			return sendJson(response, 500, invalidInput('Refused for good.').envelope);
	}
}
