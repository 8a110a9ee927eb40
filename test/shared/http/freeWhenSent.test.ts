import type FormData from 'form-data';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { sentPieces } from '../../../nodes/shared/http/freeWhenSent';
import type { FilePart } from '../../../nodes/shared/http/multipart';
import { createMultipart } from '../../../nodes/shared/http/multipart';
import { bytesOf, serialise, sha256 } from '../../support/forms';
import { upload } from '../../support/httpClient';
import type { TestServer } from '../../support/servers';
import { startServer } from '../../support/servers';
import { until } from '../../support/until';
import type { ReceivedForm } from '../../stand-ins/common/multipart';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());
beforeEach(() => server.reset());
afterEach(() => (sentPieces.areFreed = true));

const pieceBytes = 512 * 1024;
const facts = { name: 'files[0]', fileName: 'a.bin', mimeType: 'application/octet-stream' };

const folder = mkdtempSync(join(tmpdir(), 'free-when-sent-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'file');

/** A file in a folder, as n8n stores it, and the pieces that were read. */
function storedFile(content: Buffer) {
	writeFileSync(path, content);
	const pieces: Buffer[] = [];
	const open = async () => {
		const stream = createReadStream(path, { highWaterMark: pieceBytes });
		return stream.on('data', (piece) => pieces.push(piece as Buffer));
	};
	return { part: { ...facts, bytes: content.length, open } as FilePart, pieces };
}

const filesOf = ({ forms }: TestServer) =>
	(forms as ReceivedForm[]).flatMap(({ files }) => files.map((file) => file.sha256));

const lengths = (pieces: Buffer[]) => pieces.map(({ length }) => length);

/** A request that sends when it is told to; `sent` holds what it was given. */
class ClientRequest extends Writable {
	readonly sent: Buffer[] = [];

	private tell: Array<(error?: Error) => void> = [];

	constructor() {
		super({ highWaterMark: 1, decodeStrings: true });
		this.on('error', () => {});
	}

	override _write(piece: Buffer, _: string, tell: (error?: Error) => void): void {
		this.sent.push(piece);
		this.tell.push(tell);
	}

	finishOne(error?: Error): void {
		this.tell.shift()?.(error);
	}

	get isBusy(): boolean {
		return this.tell.length > 0;
	}
}

/** Sends all that is asked for until a file's piece is on its way. */
async function untilOnItsWay(request: ClientRequest, piece: () => Buffer | undefined) {
	await until(() => {
		if (request.isBusy && request.sent.at(-1) !== piece()) request.finishOne();
		return request.isBusy && request.sent.at(-1) === piece();
	}, 'a piece is on its way');
}

describe('what was sent', () => {
	test('arrives whole, and its memory is given back', async () => {
		const content = bytesOf(9 * pieceBytes + 17);
		const { part, pieces } = storedFile(content);
		await upload(server.url, [part]);
		expect(filesOf(server)).toEqual([sha256(content)]);
		await until(() => pieces.every(({ length }) => length === 0), 'all are given back');
		expect(pieces).toHaveLength(10);
	});

	test('stays where that is switched off', async () => {
		sentPieces.areFreed = false;
		const { part, pieces } = storedFile(bytesOf(2 * pieceBytes));
		await upload(server.url, [part]);
		expect(lengths(pieces)).toEqual([pieceBytes, pieceBytes]);
	});

	test('is sent again from its file', async () => {
		const content = bytesOf(3 * pieceBytes);
		const { part, pieces } = storedFile(content);
		await upload(server.url, [part]);
		await upload(server.url, [part]);
		expect(filesOf(server)).toEqual([sha256(content), sha256(content)]);
		expect(pieces).toHaveLength(6);
	});
});

describe('memory that may not be only for this is kept', () => {
	const inPieces = (content: Buffer) => async () => Readable.from([content], { objectMode: false });

	test.each([
		[
			'of a file that n8n holds',
			(content: Buffer) => ({ open: inPieces(content), content: () => content }),
		],
		['of what is not read from a file', (content: Buffer) => ({ open: inPieces(content) })],
	])('%s', async (_, more) => {
		const content = Buffer.allocUnsafeSlow(pieceBytes).fill(7);
		await upload(server.url, [{ ...facts, bytes: content.length, ...more(content) } as FilePart]);
		expect(filesOf(server)).toEqual([sha256(content)]);
		expect(content).toHaveLength(pieceBytes);
	});

	test('of a piece that shares it', async () => {
		class ReadStream extends Readable {}
		const shared = Buffer.alloc(2 * pieceBytes, 7);
		const stream = new ReadStream({ read: () => {} });
		stream.push(shared.subarray(pieceBytes));
		stream.push(null);
		const open = async () => stream;
		await upload(server.url, [{ ...facts, bytes: pieceBytes, open } as FilePart]);
		expect(filesOf(server)).toEqual([sha256(shared.subarray(pieceBytes))]);
		expect(shared).toHaveLength(2 * pieceBytes);
	});
});

describe('when a piece is given back', () => {
	async function piped(through: (form: FormData, request: ClientRequest) => void) {
		const { part, pieces } = storedFile(bytesOf(3 * pieceBytes));
		const { form } = await createMultipart([part]);
		const request = new ClientRequest();
		through(form, request);
		return { pieces, request };
	}

	const ways: Array<[string, (form: FormData, request: ClientRequest) => void]> = [
		['straight', (form, request) => form.pipe(request)],
		['through a stream', (form, request) => form.pipe(new PassThrough()).pipe(request)],
		[
			'through two',
			(form, request) => form.pipe(new PassThrough()).pipe(new PassThrough()).pipe(request),
		],
	];

	test.each(ways)('not before it has left, %s', async (_, through) => {
		const { pieces, request } = await piped(through);
		await untilOnItsWay(request, () => pieces[0]);
		expect(pieces[0]).toHaveLength(pieceBytes);
		request.finishOne();
		await untilOnItsWay(request, () => pieces[1]);
		expect(lengths(pieces.slice(0, 2))).toEqual([0, pieceBytes]);
		request.destroy();
	});

	test.each(ways)('not when it could not be sent, %s', async (_, through) => {
		const { pieces, request } = await piped(through);
		await untilOnItsWay(request, () => pieces[0]);
		request.finishOne(new Error('broken'));
		await until(() => request.destroyed, 'the request has failed');
		expect(pieces[0]).toHaveLength(pieceBytes);
	});

	test('not by what is no request', async () => {
		const { part, pieces } = storedFile(bytesOf(2 * pieceBytes));
		const { form } = await createMultipart([part]);
		await serialise(form);
		expect(lengths(pieces)).toEqual([pieceBytes, pieceBytes]);
	});
});
