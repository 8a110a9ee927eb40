import type FormDataPackage from 'form-data';

/** What is piped on to a request. */
type Source = Pick<FormDataPackage, 'pipe'>;
type Target = NodeJS.WritableStream & Partial<Source>;
type Write = (piece: unknown, ...more: unknown[]) => boolean;

/** Node.js 20 has no `transfer`, and frees pieces soon enough without. */
type Memory = ArrayBufferLike & { transfer?: (bytes: number) => unknown };

/** `npm run bench -- --only chunks` compares with what leaves it to V8. */
export const sentPieces = { areFreed: true };

/**
 * Gives the memory of each piece of a form back as soon as it has left for the operating system.
 *
 * V8 would do so later, and often much later. Node.js keeps a small object for each piece that it writes to a
 * socket. Once V8 has seen many of them live long, it makes them where only a search of all that n8n holds
 * frees them, and their pieces with them: after every 64 MiB of a file.
 *
 * @param form before it is piped
 * @param isOurs whether nobody else reads this piece
 */
export function freeWhenSent(form: FormDataPackage, isOurs: (piece: object) => boolean): void {
	followToRequest(form, (request) => {
		const write = request.write.bind(request) as Write;
		const writeAndFree: Write = (piece, ...more) => {
			const isFreed =
				more.length === 0 && Buffer.isBuffer(piece) && isOurs(piece) && isWhole(piece);
			return isFreed ? write(piece, whenSent(piece)) : write(piece, ...more);
		};
		Object.assign(request, { write: writeAndFree });
	});
}

/** A stream in between, such as one that counts, only hands a piece on: it has left when the request says so. */
function followToRequest(stream: Source, found: (request: NodeJS.WritableStream) => void): void {
	const { pipe } = stream;
	stream.pipe = (target, options) => {
		if (target.constructor.name === 'ClientRequest') found(target);
		else if ('pipe' in target) followToRequest(target as Target as Source, found);
		return pipe.call(stream, target, options) as typeof target;
	};
}

/** Whether its memory holds nothing else. */
function isWhole({ buffer, length }: Buffer): boolean {
	return length === buffer.byteLength;
}

function whenSent({ buffer }: Buffer): (error?: Error | null) => void {
	return (error) => {
		if (!error && sentPieces.areFreed) (buffer as Memory).transfer?.(0);
	};
}
