/** V8 gives anything above 128 KiB pages of its own, which cost more than is saved here. */
const stringBytes = 64 * 1024;

/** More than is ever read at a time: n8n's database hands over a whole file as one piece, in use to its end. */
const largestPieceBytes = 1024 * 1024;

/**
 * How many bytes of garbage are left for each byte of a file. With one the young part of the heap was often
 * full too late. `npm run bench -- --only chunks` compares with others, and with 0, which leaves it all to V8.
 */
export const youngGarbage = { perByte: 2 };

/**
 * Makes V8 free the pieces of a file soon after they are sent, by leaving garbage in its heap.
 *
 * Each piece that is read or downloaded is in a new buffer outside V8's heap. Node 24 frees such buffers only by searching
 * all that n8n holds, after every 64 MiB (https://github.com/nodejs/node/issues/61967: this file can go
 * when that is solved). The young part of the heap is searched in a small part of that time, whenever it
 * is full, and the buffers that are not in use any more are freed with it. Now and then V8 searches
 * everything all the same. Node 20 and 22 need no such help.
 */
export function leaveYoungGarbage(piece: Buffer): void {
	if (piece.length > largestPieceBytes) return;
	for (let left = youngGarbage.perByte; left > 0; left--) {
		for (let begin = 0; begin < piece.length; begin += stringBytes) {
			piece.toString('latin1', begin, begin + stringBytes);
		}
	}
}
