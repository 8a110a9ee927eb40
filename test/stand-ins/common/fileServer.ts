import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener, RecordedRequest } from './server';
import { listen, recordRequest, sendText } from './server';

/** What the server answers at one path. */
export interface ServedFile {
	status?: number;
	headers?: Record<string, string>;
	/** Sent with its length, unless the headers say `transfer-encoding: chunked`. */
	body?: Buffer | string;
	/** In place of all that: anything, such as an answer that breaks off. */
	answer?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A server of files that needs no login. It shares no code with the nodes. */
export interface FileServer extends Listener {
	/** By path, still encoded; without the query. */
	files: Map<string, ServedFile>;
	requests: RecordedRequest[];
	/** What was wrong with requests: keys, cookies, another method than GET. */
	complaints: string[];
	reset(): void;
}

/** Headers that nobody but the one who owns the secret may get. */
const secretHeaders = /^(authorization|cookie|proxy-authorization|x-lsq-.*|.*key.*|.*secret.*)$/i;

/** Starts it on the loopback interface. */
export async function startFileServer(): Promise<FileServer> {
	const files: FileServer['files'] = new Map();
	const requests: RecordedRequest[] = [];
	const complaints: string[] = [];
	const listener = await listen((request, response, url) => {
		requests.push(recordRequest(request, url));
		const secrets = Object.keys(request.headers).filter((name) => secretHeaders.test(name));
		if (request.method !== 'GET') complaints.push(`the method ${request.method}`);
		if (secrets.length > 0) complaints.push(`the headers ${secrets.join(', ')}`);
		const file = files.get(url.pathname);
		if (!file) sendText(response, 404, 'No such file');
		else if (file.answer) file.answer(request, response);
		else serve(file, response);
	});
	return {
		...listener,
		files,
		requests,
		complaints,
		reset() {
			files.clear();
			requests.length = 0;
			complaints.length = 0;
		},
	};
}

function serve({ status = 200, headers = {}, body = '' }: ServedFile, response: ServerResponse) {
	const bytes = Buffer.from(body);
	const isChunked = headers['transfer-encoding'] === 'chunked';
	response.writeHead(status, {
		...(isChunked ? {} : { 'content-length': bytes.length }),
		...headers,
	});
	response.end(bytes);
}

/** A redirect to another address. */
export function redirect(location: string, status = 302): ServedFile {
	return { status, headers: { location }, body: 'Moved' };
}
