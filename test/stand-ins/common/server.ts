import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request that reached a stand-in, kept for tests to look at. */
export interface RecordedRequest {
	/** Milliseconds since 1970. */
	at: number;
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	body?: unknown;
}

/** Asked before anything else is read; `true` means that it has answered the request (or cut it off). */
export type Interceptor = (
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
) => boolean | Promise<boolean>;

/** Answers one request. */
export type Handler = (
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
) => void | Promise<void>;

/** Where to listen, and whom to ask first. */
export interface ListenOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	host?: string;
	/** Looked up for every request, so that a test can set and remove it at any time. */
	intercept?: () => Interceptor | undefined;
}

/** A listening server. */
export interface Listener {
	/** Without a slash at the end. */
	url: string;
	port: number;
	/** TCP connections open now, and accepted so far. */
	connections(): { open: number; total: number };
	/** Ends at once: open connections are destroyed. */
	close(): Promise<void>;
}

/** Starts a server on the loopback interface. */
export async function listen(handler: Handler, options: ListenOptions = {}): Promise<Listener> {
	const host = options.host ?? '127.0.0.1';
	const sockets = new Set<Socket>();
	let total = 0;

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		try {
			const url = new URL(request.url ?? '/', 'http://stand-in');
			if (await options.intercept?.()?.(request, response, url)) return;
			await handler(request, response, url);
		} catch (error) {
			if (response.headersSent) response.destroy();
			else sendText(response, 500, `The stand-in failed: ${String(error)}`);
		}
	};
	const server = createServer((request, response) => void answer(request, response));
	// A slow upload of a large file is no reason to hang up.
	server.requestTimeout = 0;
	server.on('connection', (socket: Socket) => {
		total++;
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, host, resolve);
	});
	const { port } = server.address() as AddressInfo;

	return {
		url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
		port,
		connections: () => ({ open: sockets.size, total }),
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			});
		},
	};
}

/** What the log of requests keeps. */
export function recordRequest(request: IncomingMessage, url: URL, body?: unknown): RecordedRequest {
	return {
		at: Date.now(),
		method: request.method ?? '',
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		headers: request.headers,
		...(body === undefined ? {} : { body }),
	};
}

/** Answers with JSON. */
export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
) {
	send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

/** Answers with a page. */
export function sendHtml(
	response: ServerResponse,
	status: number,
	html: string,
	headers: Record<string, string> = {},
) {
	send(response, status, 'text/html; charset=utf-8', html, headers);
}

/** Answers with plain text. */
export function sendText(
	response: ServerResponse,
	status: number,
	text: string,
	headers: Record<string, string> = {},
) {
	send(response, status, 'text/plain; charset=utf-8', text, headers);
}

function send(
	response: ServerResponse,
	status: number,
	type: string,
	text: string,
	headers: Record<string, string>,
) {
	const body = Buffer.from(text);
	response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length, ...headers });
	response.end(body);
}

/** The whole body as text. */
export async function readText(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

/** The body as JSON; throws a `SyntaxError` when it is something else. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
	return JSON.parse(await readText(request)) as unknown;
}
