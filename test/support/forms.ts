import { createCipheriv, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type FormData from 'form-data';
import type { ReceivedForm } from '../stand-ins/common/multipart';
import { readForm } from '../stand-ins/common/multipart';

/** The form's bytes, without a network. */
export async function serialise(form: FormData): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		form.on('data', (chunk: Buffer | string) => chunks.push(Buffer.from(chunk)));
		form.on('end', () => resolve(Buffer.concat(chunks)));
		form.on('error', reject);
		form.resume();
	});
}

/** Reads bytes with the strict parser of the stand-ins. */
export async function parse(bytes: Buffer, headers: Record<string, string>): Promise<ReceivedForm> {
	const request = Object.assign(Readable.from([bytes], { objectMode: false }), {
		headers: { ...headers, 'content-length': String(bytes.length) },
	});
	return await readForm(request as unknown as IncomingMessage);
}

/** SHA-256 as the stand-ins tell it. */
export function sha256(content: Buffer | string): string {
	return createHash('sha256').update(content).digest('hex');
}

/** Bytes that differ from place to place, so that mixed-up chunks show. */
export function bytesOf(length: number, seed = 1): Buffer {
	const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
	return cipher.update(Buffer.alloc(length));
}
