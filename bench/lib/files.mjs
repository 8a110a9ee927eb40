import { createCipheriv } from 'node:crypto';
import {
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const BLOCK = 2 ** 20;

/** Writes a file of so many MiB, of bytes that nothing on the way can shorten. */
export function writeLargeFile(file, mebibytes) {
	const target = openSync(file, 'w');
	for (let block = 0; block < mebibytes; block++) writeSync(target, noise(BLOCK, block));
	closeSync(target);
	return file;
}

/** Writes `count` files of so many bytes into a new folder; returns the pattern that selects them. */
export function writeSmallFiles(folder, count, bytes) {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (let number = 0; number < count; number++) {
		const name = `file-${String(number).padStart(5, '0')}.bin`;
		writeFileSync(join(folder, name), noise(bytes, number));
	}
	return join(folder, '*.bin');
}

/** The files that such a pattern selects. */
export function listFiles(pattern) {
	const folder = dirname(pattern);
	return readdirSync(folder).map((fileName) => join(folder, fileName));
}

// A cipher's key stream, another one for each number.
function noise(bytes, number) {
	const start = Buffer.alloc(16);
	start.writeUInt32BE(number);
	const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), start);
	return cipher.update(Buffer.alloc(bytes));
}
