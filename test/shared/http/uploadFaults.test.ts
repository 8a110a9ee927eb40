import type { IncomingMessage } from 'node:http';
import type { FilePart } from '../../../nodes/shared/http/multipart';
import { textPart } from '../../../nodes/shared/http/multipart';
import { binaryDataService, onDisk } from '../../support/binaries';
import { bytesOf, sha256 } from '../../support/forms';
import { upload } from '../../support/httpClient';
import type { PartOptions, WatchedPart } from '../../support/parts';
import { filePart } from '../../support/parts';
import type { TestServer } from '../../support/servers';
import { refusingAddress, startServer } from '../../support/servers';
import { until } from '../../support/until';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());
beforeEach(() => server.reset());

const megabyte = 1024 * 1024;
// What goes wrong has to be noticed at once, not by the timeout of a minute.
const soonMs = 20_000;

function twoFiles(of: PartOptions = {}): WatchedPart[] {
	return [
		filePart(bytesOf(8 * megabyte, 1), { name: 'files[0]', fileName: 'a.pdf', ...of }),
		filePart(bytesOf(megabyte, 2), { name: 'files[1]', fileName: 'b.pdf' }),
	];
}

async function send(files: WatchedPart[], url = server.url) {
	const started = performance.now();
	const parts = [textPart('id', '1'), ...files.map(({ part }) => part), textPart('end', '1')];
	const outcome = await upload(url, parts).catch((error: Error) => error);
	expect(performance.now() - started).toBeLessThan(soonMs);
	return outcome;
}

/** An answer before the whole body has come, as proxies give it: the connection stays open for a while. */
function earlyAnswer(request: IncomingMessage, readNoMore: boolean): void {
	const head = ['HTTP/1.1 413 Too Large', 'Content-Type: text/plain', 'Content-Length: 9'];
	afterSome(request, () => {
		if (readNoMore) request.pause();
		request.socket.write(`${head.join('\r\n')}\r\n\r\ntoo large`);
	});
}

/** Waits for more than the head of the form: by then the first file is open. */
function afterSome(request: IncomingMessage, then: () => void): void {
	let seen = 0;
	const count = (chunk: Buffer) => {
		seen += chunk.length;
		if (seen < 100_000) return;
		request.off('data', count);
		request.resume();
		then();
	};
	request.on('data', count);
}

function expectAllClosed(files: WatchedPart[]): void {
	for (const { opened } of files) {
		for (const stream of opened) expect(stream.destroyed).toBe(true);
	}
}

describe('every stream is destroyed', () => {
	test('after a refused connection', async () => {
		const files = twoFiles();
		const outcome = await send(files, await refusingAddress());
		expect(outcome).toMatchObject({
			message: expect.stringMatching(/^Test CRM at 127\.0\.0\.1:\d+ refused the connection$/),
			advice: 'Check the address in the credential.',
		});
		expectAllClosed(files);
	});

	test.each(['throws the rest away', 'reads no more'])(
		'after an early answer of a server that %s, and the connection is given up',
		async (habit) => {
			const files = twoFiles();
			let resume = () => {};
			server.answer = (request) => {
				earlyAnswer(request, habit === 'reads no more');
				resume = () => request.resume();
			};
			expect(await send(files)).toMatchObject({ status: 413, text: 'too large' });
			expect(files[0].opened).toHaveLength(1);
			expectAllClosed(files);
			// A server that does not read cannot notice that the connection is closed.
			resume();
			await until(() => server.connections().open === 0, 'the connection is closed');
		},
	);

	test('after a reset in the middle', async () => {
		server.answer = (request) => {
			afterSome(request, () => request.socket.resetAndDestroy());
		};
		const files = twoFiles();
		expect(await send(files)).toMatchObject({
			message: expect.stringContaining('closed the connection before the answer was complete'),
			advice: expect.stringContaining('It is not known whether the request was carried out'),
		});
		expect(files[0].opened).toHaveLength(1);
		expect(files[1].opened).toHaveLength(0);
		expectAllClosed(files);
	});

	test('after a connection that was closed without an answer', async () => {
		server.answer = (request) => {
			request.resume().on('end', () => request.socket.end());
		};
		const files = twoFiles();
		expect(await send(files)).toMatchObject({
			message: expect.stringContaining('closed the connection before the answer was complete'),
		});
		expect(files.map(({ opened }) => opened.length)).toEqual([1, 1]);
		expectAllClosed(files);
	});

	test('after the execution was cancelled', async () => {
		const controller = new AbortController();
		server.answer = (request) => {
			afterSome(request, () => controller.abort());
		};
		const files = twoFiles();
		const started = performance.now();
		const parts = files.map(({ part }) => part);
		const outcome = upload(server.url, parts, { signal: controller.signal });
		await expect(outcome).rejects.toThrow('the execution was stopped');
		expect(performance.now() - started).toBeLessThan(soonMs);
		expect(files[0].opened).toHaveLength(1);
		expectAllClosed(files);
		expect(server.count).toBe(1);
	});

	test('after a timeout', async () => {
		server.answer = () => {};
		const files = twoFiles();
		const parts = files.map(({ part }) => part);
		const outcome = upload(server.url, parts, { timeoutMs: 300 });
		await expect(outcome).rejects.toMatchObject({
			message: expect.stringContaining('did not answer in time'),
			advice: expect.stringContaining("raise 'Timeout' in the options"),
		});
		expectAllClosed(files);
		expect(server.count).toBe(1);
	});

	test('after success', async () => {
		const files = twoFiles();
		expect(await send(files)).toMatchObject({ status: 200, json: { ok: true } });
		expectAllClosed(files);
	});
});

describe('a file that is not what it was announced to be', () => {
	test.each([
		['is longer, by a byte', { bytes: 8 * megabyte - 1 }, 'but the file is longer'],
		['is longer, by far', { bytes: 100 }, 'but the file is longer'],
		['is longer, exactly by chunks', { bytes: 7 * megabyte }, 'but the file is longer'],
		['is shorter, by a byte', { bytes: 8 * megabyte + 1 }, 'ends after 8388608'],
		['is shorter, by far', { bytes: 900 * megabyte }, 'ends after 8388608'],
	])('%s', async (_, options, says) => {
		const files = twoFiles(options);
		expect(await send(files)).toMatchObject({
			message: 'The file "a.pdf" does not have the size that n8n recorded for it',
			advice: expect.stringContaining(says),
		});
		expectAllClosed(files);
		expect(files[1].opened).toHaveLength(0);
		expect(server.forms.filter((form) => !(form instanceof Error))).toEqual([]);
	});

	test('is empty, though it was announced with some bytes', async () => {
		const files = [filePart(Buffer.alloc(0), { bytes: 10 })];
		expect(await send(files)).toMatchObject({ advice: expect.stringContaining('ends after 0') });
		expectAllClosed(files);
	});

	test.each([
		['breaks off', { breaksAfter: 3 * megabyte }, 'The storage broke off'],
		['breaks at once', { breaksAfter: 0 }, 'The storage broke off'],
		['cannot be opened', { cannotBeOpened: true }, 'The storage is not available'],
	])('%s', async (_, options, says) => {
		const files = twoFiles(options);
		expect(await send(files)).toMatchObject({
			message: 'The file "a.pdf" could not be read from n8n\'s storage',
			advice: expect.stringContaining(`n8n says: ${says}.`),
		});
		expectAllClosed(files);
		expect(files[1].opened).toHaveLength(0);
	});

	test('is the second one', async () => {
		const files = [
			filePart(bytesOf(megabyte), { fileName: 'a.pdf' }),
			filePart(bytesOf(megabyte), { fileName: 'b.pdf', breaksAfter: 70_000 }),
		];
		expect(await send(files)).toMatchObject({
			message: 'The file "b.pdf" could not be read from n8n\'s storage',
		});
		expectAllClosed(files);
	});
});

test('the next upload over the same connection is not disturbed by a broken one', async () => {
	await send(twoFiles({ bytes: 8 * megabyte - 1 }));
	const content = bytesOf(megabyte, 3);
	expect(await send([filePart(content)])).toMatchObject({ status: 200 });
	const arrived = server.forms.filter((form) => !(form instanceof Error));
	expect(arrived).toMatchObject([{ files: [{ sha256: sha256(content) }] }]);
});

test('a file of n8n on disk is closed after an early answer', async () => {
	const service = await binaryDataService();
	const stored = await onDisk(bytesOf(8 * megabyte), { fileName: 'a.pdf' });
	const opened: Array<Awaited<ReturnType<FilePart['open']>>> = [];
	const open = async () => {
		const stream = await service.getAsStream(String(stored.id), 64 * 1024);
		opened.push(stream);
		return stream;
	};
	server.answer = (request) => earlyAnswer(request, true);
	const facts = { name: 'f', fileName: 'a.pdf', mimeType: 'text/plain', bytes: 8 * megabyte };
	await upload(server.url, [{ ...facts, open }]);
	await new Promise((resolve) => setImmediate(resolve));
	expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
});
