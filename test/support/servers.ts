import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReceivedForm } from '../stand-ins/common/multipart';
import { readForm } from '../stand-ins/common/multipart';
import type { Listener } from '../stand-ins/common/server';
import { listen, sendJson } from '../stand-ins/common/server';

type Answer = (
	request: IncomingMessage,
	response: ServerResponse,
	count: number,
) => void | Promise<void>;

/** A server whose answers the test decides. */
export interface TestServer extends Listener {
	/** Replaces the answer; by default forms are read strictly, and answered with `{"ok":true}`. */
	answer: Answer;
	/** Forms that arrived complete, and what was wrong with the others. */
	forms: Array<ReceivedForm | Error>;
	/** Requests so far. */
	count: number;
	reset(): void;
}

/** Starts a server on the loopback interface. */
export async function startServer(): Promise<TestServer> {
	const forms: TestServer['forms'] = [];
	const readStrictly: Answer = async (request, response) => {
		const form = await readForm(request, { keepBytes: 0 }).catch((error: Error) => error);
		forms.push(form);
		const isFine = !(form instanceof Error);
		if (!response.destroyed) sendJson(response, isFine ? 200 : 400, { ok: isFine });
	};
	const listener = await listen(
		async (request, response) => await server.answer(request, response, ++server.count),
	);
	const server: TestServer = {
		...listener,
		answer: readStrictly,
		forms,
		count: 0,
		reset() {
			server.answer = readStrictly;
			server.count = 0;
			forms.length = 0;
		},
	};
	return server;
}

/** An address that refuses connections. */
export async function refusingAddress(): Promise<string> {
	const { url, close } = await listen(() => {});
	await close();
	return url;
}
