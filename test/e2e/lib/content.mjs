import { createCipheriv } from 'node:crypto';

/** Bytes of every value, others for each seed: the key stream of a cipher. */
export function noise(bytes, seed) {
	const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
	return cipher.update(Buffer.alloc(bytes));
}
