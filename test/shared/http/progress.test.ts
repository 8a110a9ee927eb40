import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { StallTimer } from '../../../nodes/shared/http/stallTimer';
import { sendJson } from '../../stand-ins/common/server';
import { bytesOf } from '../../support/forms';
import { request, upload } from '../../support/httpClient';
import { filePart } from '../../support/parts';
import type { TestServer } from '../../support/servers';
import { startServer } from '../../support/servers';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());
beforeEach(() => server.reset());

const megabyte = 1024 * 1024;

/** Takes the body at this speed. @returns how many bytes came */
async function slowly(incoming: IncomingMessage, bytesPerSecond: number): Promise<number> {
	const started = performance.now();
	let seen = 0;
	for await (const chunk of incoming) {
		seen += (chunk as Buffer).length;
		const aheadMs = (seen / bytesPerSecond) * 1000 - (performance.now() - started);
		if (aheadMs > 20) await sleep(aheadMs);
	}
	return seen;
}

async function send(bytes: number, timeoutMs: number) {
	const started = performance.now();
	const { part } = filePart(bytesOf(bytes));
	const outcome = await upload(server.url, [part], { timeoutMs }).catch((error: Error) => error);
	return { outcome, ms: performance.now() - started };
}

describe('a slow line gets through', () => {
	test.each([
		[24, 8, 1500],
		[20, 8, 1200.7],
	])('%i MB at %i MB/s, with a timeout of %d ms', async (size, speed, timeoutMs) => {
		let came = 0;
		server.answer = async (incoming, response) => {
			came = await slowly(incoming, speed * megabyte);
			sendJson(response, 200, { length: Number(incoming.headers['content-length']) });
		};
		const { outcome, ms } = await send(size * megabyte, timeoutMs);
		expect(outcome).toMatchObject({ status: 200, json: { length: came } });
		expect(ms).toBeGreaterThan(timeoutMs);
	});
});

describe('what stands still is ended', () => {
	test.each([
		['at once', 0],
		['after 1 MB', 1],
		['after 8 MB', 8],
	])('the server reads no more %s', async (_, after) => {
		server.answer = (incoming) => {
			let seen = 0;
			if (after === 0) return;
			incoming.on('data', ({ length }: Buffer) => {
				seen += length;
				if (seen < after * megabyte) return;
				incoming.pause();
				setTimeout(() => incoming.resume(), 2500);
			});
		};
		const { outcome, ms } = await send(32 * megabyte, 600);
		expect(outcome).toMatchObject({
			message: expect.stringContaining('did not answer in time'),
			advice: expect.stringContaining('look in Test CRM'),
		});
		expect(ms).toBeGreaterThan(590);
		// Far below the minutes of the default, and enough for a busy machine.
		expect(ms).toBeLessThan(20_000);
	});

	test('the answer does not come, counted from the last byte', async () => {
		let end = 0;
		server.answer = (incoming) => {
			void slowly(incoming, 8 * megabyte).then(() => (end = performance.now()));
		};
		const { outcome, ms } = await send(16 * megabyte, 1000);
		expect(outcome).toMatchObject({ message: expect.stringContaining('did not answer in time') });
		expect(end).toBeGreaterThan(0);
		expect(ms).toBeGreaterThan(2000);
	});

	test.each([1, 250.5, 300.01])('a lookup, after %d ms', async (timeoutMs) => {
		server.answer = () => {};
		await expect(
			request({ url: server.url }, 'change', { timeoutMs }).then(() => {}),
		).rejects.toThrow('did not answer in time');
	});
});

describe('an answer before all was sent', () => {
	/** Answers when the first bytes have come, and reads on. */
	function early(head: string, body: string): void {
		server.answer = (incoming) => {
			incoming.once('data', () => {
				const lines = [head, 'Content-Type: application/json', `Content-Length: ${body.length}`];
				incoming.socket.write(`HTTP/1.1 ${lines.join('\r\n')}\r\n\r\n${body}`);
			});
		};
	}
	const large = 24 * megabyte;

	test.each([
		['200 OK', '{"Status":"Success"}'],
		['201 Created', '{"ok":true}'],
		['200 OK', '<html>Sign in</html>'],
		['204 No Content', ''],
	])('that says %s %s is in doubt', async (head, body) => {
		early(head, body);
		expect((await send(large, 5000)).outcome).toMatchObject({
			message: 'Test CRM answered before all of the file was sent',
			advice: expect.stringContaining('look in Test CRM before you repeat it'),
			details: { isInDoubt: true, httpCode: head.slice(0, 3) },
		});
		expect(server.count).toBe(1);
	});

	test.each(['400 Bad Request', '413 Too Large', '401 Unauthorized', '302 Found'])(
		'that says %s is what it is',
		async (head) => {
			early(head, '{"no":1}');
			const status = Number(head.slice(0, 3));
			expect((await send(large, 5000)).outcome).toMatchObject({ status, json: { no: 1 } });
		},
	);

	test('is asked for again where that does no harm', async () => {
		const strict = server.answer;
		early('200 OK', '{"Status":"Success"}');
		const tooEarly = server.answer;
		server.answer = (incoming, response, count) =>
			(count === 1 ? tooEarly : strict)(incoming, response, count);
		const { part } = filePart(bytesOf(large));
		expect(await upload(server.url, [part], { kind: 'idempotent' })).toMatchObject({
			status: 200,
			isEarly: false,
		});
		expect(server.count).toBe(2);
	});
});

describe('StallTimer', () => {
	test.each([
		['too little', 1, 0],
		['nothing', 0, 0],
		['enough, as long as it comes', 64 * 1024, 300],
		['enough on a slow line', 100, 300],
	])('with %s', async (_, bytes, least) => {
		const timer = new StallTimer(100.5);
		const started = performance.now();
		for (let count = 0; count < 8 && !timer.signal.aborted; count++) {
			timer.feed(bytes);
			await sleep(40);
		}
		while (!timer.signal.aborted) await sleep(5);
		expect(performance.now() - started).toBeGreaterThanOrEqual(Math.max(100, least));
		// What is not ended at all would go on for ever.
		expect(performance.now() - started).toBeLessThan(20_000);
		expect(timer.explain(undefined)).toMatchObject({ code: 'ETIMEDOUT' });
	});

	test('sees what came while the process was busy', async () => {
		const timer = new StallTimer(50);
		const busyUntil = performance.now() + 150;
		setImmediate(() => {
			// The timer that is due goes before it.
			setImmediate(() => timer.feed(64 * 1024));
			while (performance.now() < busyUntil);
		});
		await sleep(160);
		expect(timer.signal.aborted).toBe(false);
		timer.end();
	});

	test('begins anew, with another time', async () => {
		const timer = new StallTimer(50);
		timer.renew(400);
		await sleep(200);
		expect(timer.signal.aborted).toBe(false);
		timer.end();
		expect(timer.signal.aborted).toBe(true);
	});

	test('takes a cancelled execution for what it is', () => {
		const controller = new AbortController();
		const timer = new StallTimer(1000, controller.signal);
		controller.abort();
		expect(timer.signal.aborted).toBe(true);
		expect(timer.explain('as it was')).toBe('as it was');
		timer.end();
	});
});
