import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';

/** One file part, as it arrived. */
export interface ReceivedFile {
	part: string;
	/** Exactly what was sent, with any folders in it. */
	fileName: string;
	mimeType: string;
	bytes: number;
	sha256: string;
	/** Only for files up to `keepBytes`. */
	content?: Buffer;
}

/** One text part, as it arrived. */
export interface ReceivedField {
	name: string;
	value: string;
}

/** A complete multipart body. */
export interface ReceivedForm {
	fields: ReceivedField[];
	files: ReceivedFile[];
	/** Names of all parts, in the order they came. */
	order: string[];
	/** What the Content-Length header announced. */
	contentLength: number;
	/** What really came. */
	received: number;
}

/** The body is not a well-formed multipart form of known length. */
export class MalformedForm extends Error {
	override name = 'MalformedForm';
}

const DEFAULT_KEEP_BYTES = 1024 * 1024;
const LONGEST_TEXT_PART = 16 * 1024 * 1024;

/** Reads a form strictly. Files are hashed as they pass, so that they may be larger than memory. */
export async function readForm(
	request: IncomingMessage,
	options: { keepBytes?: number } = {},
): Promise<ReceivedForm> {
	const { boundary, contentLength } = readHead(request);
	const keepBytes = options.keepBytes ?? DEFAULT_KEEP_BYTES;
	const form: ReceivedForm = { fields: [], files: [], order: [], contentLength, received: 0 };
	const delimiters = new DelimiterCounter(boundary);
	const parser = busboy({
		headers: request.headers,
		defParamCharset: 'utf8',
		preservePath: true,
		limits: { fieldSize: LONGEST_TEXT_PART },
	});
	const hashed: Array<Promise<void>> = [];
	let problem: Error | undefined;
	const fail = (error: unknown) => {
		problem ??= new MalformedForm(error instanceof Error ? error.message : String(error));
	};

	parser.on('error', fail);
	parser.on('field', (name: string | undefined, value, info) => {
		if (!name) fail('A text part has no name');
		else if (info.valueTruncated) fail(`Text part ${name} is too long`);
		else {
			form.order.push(name);
			form.fields.push({ name, value });
		}
	});
	parser.on('file', (part: string | undefined, stream, info) => {
		const fileName: string | undefined = info.filename;
		if (!part) fail('A file part has no name');
		if (!fileName) fail(`File part ${part ?? ''} has no file name`);
		form.order.push(part ?? '');
		const file = { part: part ?? '', fileName: fileName ?? '', mimeType: info.mimeType };
		const place = form.files.length;
		form.files.push({ ...file, bytes: 0, sha256: '' });
		hashed.push(
			digest(stream, keepBytes)
				.then((rest) => void (form.files[place] = { ...file, ...rest }))
				.catch(fail),
		);
	});

	const parsed = once(parser, 'close').catch(fail);
	try {
		for await (const chunk of request as AsyncIterable<Buffer>) {
			form.received += chunk.length;
			if (problem) continue;
			delimiters.push(chunk);
			if (!parser.write(chunk)) await Promise.race([once(parser, 'drain').catch(fail), parsed]);
		}
	} catch (error) {
		fail(`The body was cut off after ${form.received} bytes: ${String(error)}`);
	}
	if (!parser.destroyed) parser.end();
	await parsed;
	await Promise.all(hashed);

	if (problem) throw problem;
	if (form.received !== contentLength) {
		throw new MalformedForm(`Content-Length is ${contentLength}, received ${form.received}`);
	}
	delimiters.check(form.order.length);
	return form;
}

function readHead(request: IncomingMessage) {
	const type = request.headers['content-type'] ?? '';
	const match = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type);
	const boundary = match?.[1] ?? match?.[2];
	if (!boundary) throw new MalformedForm(`Content-Type has no boundary: "${type}"`);
	if (request.headers['transfer-encoding']) {
		throw new MalformedForm('Transfer-Encoding is not accepted, send a Content-Length');
	}
	const length = request.headers['content-length'];
	if (!length || !/^\d+$/.test(length)) throw new MalformedForm('Content-Length is missing');
	return { boundary, contentLength: Number(length) };
}

async function digest(stream: Readable, keepBytes: number) {
	const hash = createHash('sha256');
	let kept: Buffer[] | undefined = [];
	let bytes = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		hash.update(chunk);
		if (bytes > keepBytes) kept = undefined;
		kept?.push(chunk);
	}
	const result = { bytes, sha256: hash.digest('hex') };
	return kept ? { ...result, content: Buffer.concat(kept) } : result;
}

/** Busboy silently skips parts it cannot read, and ignores what follows the end: this notices both. */
class DelimiterCounter {
	private readonly delimiter: Buffer;

	private count = 0;

	// The first delimiter has no line break of its own.
	private rest = Buffer.from('\r\n');

	private end = '';

	constructor(private readonly boundary: string) {
		this.delimiter = Buffer.from(`\r\n--${boundary}`);
	}

	push(chunk: Buffer) {
		// Only a chunk's edges are copied: copying whole chunks would double the work for large files.
		const length = this.delimiter.length;
		const edge = Buffer.concat([this.rest, chunk.subarray(0, length - 1)]);
		this.count += occurrences(edge, this.delimiter) + occurrences(chunk, this.delimiter);
		const tail = Buffer.concat([this.rest, chunk.subarray(-2 * length)]);
		this.rest = tail.subarray(Math.max(0, tail.length - length + 1));
		this.end = (this.end + chunk.subarray(-2 * length - 8).toString('latin1')).slice(
			-2 * length - 8,
		);
	}

	check(parts: number) {
		const last = `--${this.boundary}--`;
		const end = Buffer.from(this.end, 'latin1').toString();
		if (!end.endsWith(last) && !end.endsWith(`${last}\r\n`)) {
			throw new MalformedForm('The body does not end with the final boundary');
		}
		if (this.count - 1 !== parts) {
			throw new MalformedForm(`${this.count - 1} parts were sent, ${parts} are readable`);
		}
	}
}

function occurrences(haystack: Buffer, needle: Buffer) {
	let count = 0;
	for (
		let at = haystack.indexOf(needle);
		at >= 0;
		at = haystack.indexOf(needle, at + needle.length)
	) {
		count++;
	}
	return count;
}
