import type FormDataPackage from 'form-data';
import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { freeWhenSent } from './freeWhenSent';

/** Bytes as n8n hands them out. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A text part of a multipart body. */
export interface TextPart {
	name: string;
	value: string;
}

/** A text part, from any value. */
export function textPart(name: string, value: unknown): TextPart {
	return { name, value: String(value) };
}

/** A file part of a multipart body. `bytes` is the exact length that will be announced. */
export interface FilePart {
	name: string;
	fileName: string;
	mimeType: string;
	bytes: number;
	/** Opens the file anew on every call. */
	open: () => Promise<ByteStream>;
	/** The bytes themselves, where n8n holds the file in memory anyway. */
	content?: () => Buffer;
}

/** A body that is ready to be sent once. */
export interface MultipartBody {
	form: FormDataPackage;
	headers: Record<string, string>;
	/** What went wrong with one of our files while the body was being read, if anything did. */
	failure: () => Error | undefined;
	/** Whether all of it has been taken to be sent. */
	isSent: () => boolean;
	/** To be called after the request, whatever its outcome: a failed request leaves its file open. */
	close: () => void;
}

/**
 * The host's own `form-data`. It is looked up from `n8n-workflow`, which depends on it directly,
 * because a plain import is not found in installations whose module folders are not flat,
 * such as n8n's official image.
 *
 * @throws ActionableError when this n8n carries no `form-data`
 */
export async function loadFormData(): Promise<typeof FormDataPackage> {
	loaded ??= (
		await findFormData().catch(() => {
			throw new ActionableError(
				'This n8n lacks the form-data library',
				'The library comes with n8n itself. Update n8n, or install it again, and run the workflow once more.',
			);
		})
	).default;
	return loaded;
}

// Looking it up takes as long as all else that is done to build a small body.
let loaded: typeof FormDataPackage | undefined;

async function findFormData(): Promise<{ default: typeof FormDataPackage }> {
	const path = require.resolve('form-data', { paths: [require.resolve('n8n-workflow')] });
	return (await import(path)) as { default: typeof FormDataPackage };
}

// Old hosts carry form-data versions that do not escape these. Names are cleaned long before they
// get here; this is the last gate, so that no way around the cleaning can add a header or a part.
const unsafeInHeader = /[\r\n\0"]/;

function assertSafe(part: TextPart | FilePart): void {
	const inHeader = 'open' in part ? [part.name, part.fileName, part.mimeType] : [part.name];
	if (inHeader.some((text) => unsafeInHeader.test(text))) {
		throw new ActionableError(
			'A name contains characters that cannot be sent',
			'Remove quotes and line breaks from the file name, the MIME type and the field names.',
		);
	}
}

/**
 * Builds a multipart body of known length. Files are opened one after the other, when their turn
 * comes, and are never held in memory as a whole.
 *
 * @throws ActionableError when a name would change the structure of the body
 */
export async function createMultipart(
	parts: Array<TextPart | FilePart>,
	Form?: typeof FormDataPackage,
): Promise<MultipartBody> {
	parts.forEach(assertSafe);
	const form = new (Form ?? (await loadFormData()))();
	const opened: ByteStream[] = [];
	const pieces = new WeakSet<object>();
	freeWhenSent(form, (piece) => pieces.has(piece));
	let closed = false;
	let isSent = false;
	form.on('end', () => (isSent = true));
	let failure: Error | undefined;

	const fail = (error: Error) => {
		failure ??= error;
		form.emit('error', failure);
	};
	// Without a listener an error that comes after the request has ended would end the process.
	form.on('error', () => {});
	const take = (stream: ByteStream, file: FilePart) => {
		opened.push(stream);
		if (closed) stream.destroy();
		stream.on('error', (error) => fail(unreadable(file, error)));
		watchLength(stream, file, fail);
		// Node.js reads each piece of a file into new memory; what others hand out may be theirs.
		if (stream.constructor.name === 'ReadStream') {
			stream.on('data', (piece: Buffer) => pieces.add(piece));
		}
		return stream;
	};

	for (const part of parts) {
		if (!('open' in part)) {
			form.append(part.name, part.value);
			continue;
		}
		const options = { filename: part.fileName, contentType: part.mimeType };
		if (part.content ?? part.bytes === 0) {
			// An empty file too, because form-data takes a known length of 0 for an unknown one.
			form.append(part.name, part.content?.() ?? Buffer.alloc(0), options);
			continue;
		}
		const openInTurn = (next: (stream: ByteStream) => void) => {
			part.open().then(
				(stream) => next(take(stream, part)),
				(error: Error) => fail(unreadable(part, error)),
			);
		};
		form.append(part.name, openInTurn, { ...options, knownLength: part.bytes });
	}

	return {
		form,
		headers: form.getHeaders(),
		failure: () => failure,
		isSent: () => isSent,
		close: () => {
			closed = true;
			for (const stream of opened) stream.destroy();
			// Ends a request whose answer came before all of the body was sent.
			form.destroy();
		},
	};
}

function unreadable(file: FilePart, cause: Error): ActionableError {
	return new ActionableError(
		`The file "${file.fileName}" could not be read from n8n's storage`,
		`n8n says: ${cause.message}. Binary data may have been removed by the retention settings; run the step that creates the file again.`,
	);
}

/** A body that is longer or shorter than announced would hang, or spill into the next request. */
function watchLength(stream: ByteStream, file: FilePart, fail: (error: Error) => void): void {
	const wrongSize = (seen: string) =>
		new ActionableError(
			`The file "${file.fileName}" does not have the size that n8n recorded for it`,
			`n8n recorded ${file.bytes} bytes, ${seen}. Run the step that creates the file again.`,
		);
	let seen = 0;
	stream.on('data', (chunk: Buffer) => {
		seen += chunk.length;
		if (seen > file.bytes) {
			stream.destroy();
			fail(wrongSize('but the file is longer'));
		}
	});
	stream.on('end', () => {
		if (seen < file.bytes) fail(wrongSize(`but the file ends after ${seen}`));
	});
}
