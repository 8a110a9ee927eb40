/** V8 gives anything above 128 KiB pages of its own, which cost more than is saved here. */
const stringBytes = 64 * 1024;

/**
 * Makes V8 free the pieces of a file soon after they are sent, by leaving as many bytes of garbage in
 * its heap.
 *
 * n8n reads each piece into a new buffer, which lies outside V8's heap. Node 24 frees such buffers only
 * when 64 MiB of them have made V8 search all that n8n holds (some 200 MB, 100 ms each time). The young
 * part of the heap is searched in 2 ms, as soon as it is full, and the buffers that are not in use any
 * more are freed with it. 1 GiB is sent in a third of the time, usually: in one of eight runs V8 went on
 * in its own way (`npm run bench -- --only chunks` compares both). Node 20 needs no such help, and loses
 * 0.1 s a GiB.
 */
export function leaveYoungGarbage(piece: Buffer): void {
	for (let begin = 0; begin < piece.length; begin += stringBytes) {
		piece.toString('latin1', begin, begin + stringBytes);
	}
}
