import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendHtml, sendJson, sendText } from '../stand-ins/common/server';

/** Something that a service, or what stands before it, does to a request. */
export type Act = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers when the whole request has come. */
export const answer =
	(respond: (response: ServerResponse) => void): Act =>
	(request, response) => {
		request.resume().on('end', () => respond(response));
	};

/** A plain text with this status. */
export const text = (status: number, headers: Record<string, string> = {}) =>
	answer((response) => sendText(response, status, `Status ${status}`, headers));

/** A page as web servers and gateways send them. */
export const page = (status: number, title: string) =>
	answer((response) =>
		sendHtml(
			response,
			status,
			`<html><head><style>h1{}</style></head><body><h1>${title}</h1></body></html>`,
		),
	);

/** JSON with this status. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	answer((response) => sendJson(response, status, body, headers));

/** A status and no body. */
export const empty = (status: number) =>
	answer((response) => {
		response.writeHead(status);
		response.end();
	});

/** A redirect that must not be followed. */
export const redirect = (status: number) => text(status, { location: 'http://127.0.0.1:9/login' });

const reset = (request: IncomingMessage) => request.socket.resetAndDestroy();

/** The connection breaks before any of the body was read. */
export const resetBefore: Act = reset;

/** When a part of the body has come, if there is one. */
function amid(request: IncomingMessage, act: () => void): void {
	let acted = false;
	const once = () => {
		if (!acted) act();
		acted = true;
	};
	request.once('data', once).once('end', once);
}

/** The connection breaks when a part of the body has come. */
export const resetDuring: Act = (request) => amid(request, () => reset(request));

/** The connection breaks when everything has come, instead of an answer. */
export const resetAfter: Act = (request) => {
	request.resume().on('end', () => reset(request));
};

/** The connection is closed in good order, but there was no answer. */
export const closeSilently: Act = (request) => {
	request.resume().on('end', () => request.socket.end());
};

/** The connection breaks in the middle of an answer whose length was told. */
export const cutShort = answer((response) => {
	response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
	response.write('{"Status":"Success","result":', () => response.destroy());
});

/** The same where no length was told. */
export const cutShortChunked = answer((response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	response.write('{"Status":"Success","result":', () => response.destroy());
});

/** The request is read, and that is all. */
export const silence: Act = (request) => {
	request.resume();
};

/** Nothing is read for longer than anyone waits, and there is no answer. */
export const deafness: Act = (request) => readLater(request, 1500);

/** An answer that never ends, although something comes all the time. */
export const trickle = answer((response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	const timer = setInterval(() => response.write(' '), 50);
	response.on('close', () => clearInterval(timer));
});

/** What a server says that speaks something else. */
export const babble: Act = (request) => {
	request.resume();
	request.socket.end('220 mail.example.com ESMTP ready\r\n');
};

const tooLarge = [
	'HTTP/1.1 413 Too Large',
	'Content-Type: text/plain',
	'Content-Length: 9',
	'',
	'too large',
].join('\r\n');

/** "Too large" before the body has come; then the server closes its side. */
export const earlyRefusal: Act = (request) => {
	amid(request, () => {
		request.socket.end(tooLarge);
		readLater(request, 100);
	});
};

/** The same, but the connection is torn down at once: the answer may get lost on the way. */
export const rudeRefusal: Act = (request) => {
	amid(request, () => request.pause().socket.write(tooLarge, () => request.destroy()));
};

/** "Too large" before the body has come, which is read to its end and thrown away. */
export const patientRefusal: Act = (request) => {
	amid(request, () => request.socket.write(tooLarge));
};

/** "Too large" before the body has come, of which nothing more is read for a while. */
export const stubbornRefusal: Act = (request) => {
	amid(request, () => {
		request.socket.write(tooLarge);
		readLater(request, 300);
	});
};

/** Who does not read cannot notice that the other side has gone: some time, it has to. */
function readLater(request: IncomingMessage, ms: number): void {
	request.pause();
	setTimeout(() => request.resume(), ms);
}
