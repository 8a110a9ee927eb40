/** V8 gives anything above 128 KiB pages of its own, which cost more than is saved here. */
const stringBytes = 64 * 1024;

/**
 * How many bytes of garbage are left for each byte of a download. With one the young part of the heap was often
 * full too late. `npm run bench -- --only chunks` compares with 0, which leaves it all to V8.
 */
export const youngGarbage = { perByte: 2 };

/**
 * Makes V8 free the pieces of a download soon after n8n has stored them, by leaving garbage in its heap.
 *
 * Each piece is in a new buffer outside V8's heap, and n8n alone knows when it is stored. Node 24 frees such
 * buffers only by searching all that n8n holds, after every 64 MiB
 * (https://github.com/nodejs/node/issues/61967: this file can go when that is solved). The young part of the heap
 * is searched in a small part of that time, whenever it is full, and the buffers that are not in use any more are
 * freed with it. Node 20 and 22 need no such help.
 */
export function leaveYoungGarbage(piece: Buffer): void {
	for (let left = youngGarbage.perByte; left > 0; left--) {
		for (let begin = 0; begin < piece.length; begin += stringBytes) {
			piece.toString('latin1', begin, begin + stringBytes);
		}
	}
}
