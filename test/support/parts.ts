import { setImmediate } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FilePart } from '../../nodes/shared/http/multipart';

/** A file for a form, and what was done with it. */
export interface WatchedPart {
	part: FilePart;
	opened: Readable[];
}

/** How a file is not what it was announced to be. */
export interface PartOptions {
	fileName?: string;
	name?: string;
	mimeType?: string;
	/** Announced, when it is not the real length. */
	bytes?: number;
	breaksAfter?: number;
	cannotBeOpened?: boolean;
	chunkBytes?: number;
	/** Told 'open', 'end' or 'close', with the file's name. */
	tell?: (event: string) => void;
}

/** A file that is read in chunks, from nowhere in particular. */
export function filePart(content: Buffer, options: PartOptions = {}): WatchedPart {
	const { fileName = 'a.pdf', name = 'files[0]', mimeType = 'application/pdf' } = options;
	const { tell = () => {} } = options;
	const opened: Readable[] = [];
	const open = async () => {
		if (options.cannotBeOpened) throw new Error('The storage is not available');
		const stream = Readable.from(chunks(content, options), { objectMode: false });
		opened.push(stream);
		tell(`open ${fileName}`);
		stream.on('end', () => tell(`end ${fileName}`));
		stream.on('close', () => tell(`close ${fileName}`));
		return stream;
	};
	const part = { name, fileName, mimeType, bytes: options.bytes ?? content.length, open };
	return { part, opened };
}

async function* chunks(
	content: Buffer,
	{ breaksAfter = Infinity, chunkBytes = 64 * 1024 }: PartOptions,
) {
	for (let at = 0; at < content.length; ) {
		const end = Math.min(at + chunkBytes, content.length, breaksAfter);
		yield content.subarray(at, end);
		if (end === breaksAfter) throw new Error('The storage broke off');
		at = end;
		// As slow as a disk: what comes next has its turn in between.
		await setImmediate();
	}
}
