import type { IBinaryData } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { percentDecoded } from './disposition';

// What n8n writes into `data` of a file that it keeps elsewhere (n8n-core, binary-data/utils).
const storages = /^(default|filesystem|filesystem-v2|s3|azure|azure-blob|database)$/;

const remedy =
	"The node 'Convert to File' makes files from text and from base64. In a Code node use await this.helpers.prepareBinaryData(buffer, 'name.pdf'), or put buffer.toString('base64') into data.";

/** Bytes that are part of the item: how many, and how to get at them. */
export interface Content {
	bytes: number;
	/** Decodes them anew on every call, so that they are not held beside their text for longer than needed. */
	read: () => Buffer;
}

/**
 * The bytes of a file that is part of the item, as base64 (line breaks allowed) or as a `data:` URI.
 *
 * @throws ActionableError that names the field and the remedy, when it is anything else
 */
export function contentOf(binaryField: string, binary: IBinaryData): Content {
	const { data } = binary as { data: unknown };
	const refuse = (holds: string, advice = remedy) =>
		new ActionableError(`The binary field "${binaryField}" holds ${holds}`, advice);
	if (data === undefined || data === null) throw refuse('no content');
	if (typeof data !== 'string') {
		throw refuse(
			isBufferAsJson(data)
				? 'a Buffer that has become JSON, not a file'
				: `${Array.isArray(data) ? 'a list' : `a value of the type ${typeof data}`}, not a file`,
		);
	}
	if (data === '') {
		if (recordedBytes(binary) === 0) return { bytes: 0, read: () => Buffer.alloc(0) };
		throw refuse('no content');
	}
	if (storages.test(data)) {
		throw refuse(
			`a mark of n8n's storage ("${data}"), but not which file it stands for`,
			'A step before has copied the description of the file without its ID. Pass the whole binary object on, or connect this node directly to the step that creates the file.',
		);
	}
	const content = /^data:/i.test(data) ? fromDataUri(data) : fromBase64(data);
	if (!content) {
		throw refuse(
			/^data:/i.test(data)
				? 'a data URI that cannot be read'
				: 'text that is not base64, not a file',
		);
	}
	if (content.bytes === 0) throw refuse('no content');
	if (readsAsWords(data) && recordedBytes(binary) !== content.bytes) {
		throw refuse(`text that reads as words ("${data.slice(0, 40)}"), not a file`);
	}
	return content;
}

/** Content of more than a few bytes never looks like words. */
const longestWords = 200;

/**
 * Words, numbers and paths such as `test`, `Rechnung` or `Invoice/2026/Nov` are base64 by chance: what
 * they decode to is not what anybody meant.
 */
function readsAsWords(text: string): boolean {
	if (text.length > longestWords) return false;
	return text.replace(/[A-Z]?[a-z]{2,}|[A-Z]{4,}|\d{2,}|[/+]/g, '') === '';
}

/** The size that n8n notes with what it has stored itself. */
function recordedBytes({ bytes, fileSize }: IBinaryData): number | undefined {
	if (typeof bytes === 'number') return bytes;
	const [, count] = /^(\d+) ?B$/i.exec(String(fileSize ?? '')) ?? [];
	return count === undefined ? undefined : Number(count);
}

function isBufferAsJson(data: unknown): boolean {
	return (data as { type?: unknown }).type === 'Buffer' || ArrayBuffer.isView(data);
}

function fromDataUri(uri: string): Content | undefined {
	const comma = uri.indexOf(',');
	if (comma === -1 || comma > 500) return undefined;
	const body = uri.slice(comma + 1);
	if (/;\s*base64\s*$/i.test(uri.slice(0, comma))) {
		return fromBase64(padded(percentDecoded(body) ?? body));
	}
	const text = percentDecoded(body);
	if (text === undefined) return undefined;
	return { bytes: Buffer.byteLength(text), read: () => Buffer.from(text) };
}

/** The URI says that it is base64: then what is missing at its end is known. */
function padded(text: string): string {
	const plain = compact(text);
	const missing = (4 - (plain.length % 4)) % 4;
	return missing > 2 ? text : plain + '='.repeat(missing);
}

function fromBase64(text: string): Content | undefined {
	// Mostly there are no line breaks; then nothing is copied.
	const plain = isBase64(text) ? text : compact(text);
	if (!isBase64(plain)) return undefined;
	return { bytes: Buffer.byteLength(plain, 'base64'), read: () => Buffer.from(text, 'base64') };
}

/** Without line breaks and the spaces around them; a space inside a line is text. */
function compact(text: string): string {
	const lines = text.split(/[\r\n]+/);
	return lines.map((line) => line.trim()).join('');
}

/** Characters that are looked at a time; divisible by 4. */
const pieceLength = 1024 * 1024;

/**
 * Whether it is nothing but base64, always padded: without that, much plain text would pass. Node.js
 * leaves out what is not a sign of its alphabets, so that less comes out than the length promises; for large
 * files this is many times faster than a regular expression.
 */
function isBase64(text: string): boolean {
	if (text.length % 4 !== 0) return false;
	for (let begin = 0; begin < text.length; begin += pieceLength) {
		const piece = text.slice(begin, begin + pieceLength);
		const expected = Buffer.byteLength(piece, 'base64');
		if (Buffer.from(piece, 'base64').length !== expected) return false;
		const isLast = begin + pieceLength >= text.length;
		if (!isLast && piece.endsWith('=')) return false;
	}
	return !text.endsWith('===');
}
