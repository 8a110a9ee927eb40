import type { ServerResponse } from 'node:http';
import { isUnreadable } from '../../../nodes/shared/http/classification';
import type { Reply } from '../../../nodes/shared/http/reply';
import { parseJson } from '../../../nodes/shared/http/reply';
import { sendJson, sendText } from '../../stand-ins/common/server';
import { bytesOf, sha256 } from '../../support/forms';
import { request, upload } from '../../support/httpClient';
import { PlainApi } from '../../support/inNode';
import { filePart } from '../../support/parts';
import type { TestServer } from '../../support/servers';
import { refusingAddress, startServer } from '../../support/servers';
import { passed, resetClock, waited, waits } from '../../support/skippingClock';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(async () => await server.close());
beforeEach(() => {
	server.reset();
	resetClock();
});

type Step = (response: ServerResponse) => void;
const status = (code: number, headers: Record<string, string> = {}): Step => {
	return (response) => sendText(response, code, `status ${code}`, headers);
};
const ok: Step = (response) => sendJson(response, 200, { fine: true });
const reset: Step = (response) => response.socket?.resetAndDestroy();

/** Answers in these ways, one after the other, and with the last one for ever. */
function answers(...steps: Step[]): void {
	server.answer = (incoming, response, count) => {
		const step = steps[Math.min(count, steps.length) - 1];
		if (step === reset) step(response);
		else incoming.resume().on('end', () => step(response));
	};
}

describe('a lookup', () => {
	test.each([
		['429', [status(429)]],
		['503, 502', [status(503), status(502)]],
		['three times 500', [status(500), status(500), status(500)]],
		['a lost connection', [reset]],
	])('is repeated after %s', async (_, failures) => {
		answers(...failures, ok);
		const reply = await request({ url: server.url });
		expect(reply).toMatchObject({ status: 200, json: { fine: true } });
		expect(server.count).toBe(failures.length + 1);
	});

	test('is given up after three repeats, with the last answer', async () => {
		answers(status(503));
		expect(await request({ url: server.url })).toMatchObject({ status: 503, text: 'status 503' });
		expect(server.count).toBe(4);
	});

	test('waits longer every time when the service is not available', async () => {
		answers(status(503));
		await request({ url: server.url });
		expect(passed()).toBeGreaterThanOrEqual(500 + 1000 + 2000);
		expect(waited()).toBeLessThanOrEqual(1000 + 1500 + 2500);
	});

	test('waits for the next window after too many calls', async () => {
		answers(status(429), ok);
		await request({ url: server.url });
		expect(passed()).toBeGreaterThanOrEqual(5000);
		expect(waited()).toBeLessThanOrEqual(6000);
	});

	test('is given up when nobody answers, with the reason', async () => {
		const url = await refusingAddress();
		await expect(request({ url })).rejects.toMatchObject({
			message: expect.stringContaining('refused the connection'),
			advice: 'Check the address in the credential.',
		});
		expect(waits.length).toBeGreaterThanOrEqual(3);
	});

	test.each([400, 401, 403, 404, 409, 413, 302, 307])('takes a %i for an answer', async (code) => {
		answers(status(code, code < 400 ? { location: `${server.url}/elsewhere` } : {}));
		expect(await request({ url: server.url })).toMatchObject({ status: code });
		expect(server.count).toBe(1);
	});

	test('is not repeated when the service has decided, whatever the status', async () => {
		answers(status(500));
		const classify = () => 'final' as const;
		expect(await request({ url: server.url }, 'lookup', { classify })).toMatchObject({
			status: 500,
		});
		expect(server.count).toBe(1);
	});

	test('is repeated when the service says so in an answer with status 200', async () => {
		answers(ok, ok, (response) => sendJson(response, 200, { third: true }));
		const classify = ({ json }: { json?: unknown }) =>
			(json as { third?: boolean }).third ? ('final' as const) : ('refused' as const);
		const reply = await request({ url: server.url }, 'lookup', { classify });
		expect(reply.json).toEqual({ third: true });
	});
});

describe('Retry-After', () => {
	test.each([
		['7', 7_000, 7_500],
		[' 2 ', 2_000, 2_500],
		['0', 0, 500],
	])('"%s" is obeyed', async (retryAfter, least, most) => {
		answers(status(429, { 'retry-after': retryAfter }), ok);
		await request({ url: server.url });
		expect(passed()).toBeGreaterThanOrEqual(least);
		expect(waited()).toBeLessThanOrEqual(most);
	});

	test('as a date is obeyed', async () => {
		const date = new Date(Date.now() + 42_000).toUTCString();
		answers(status(503, { 'retry-after': date }), ok);
		await request({ url: server.url });
		expect(passed()).toBeGreaterThan(40_000);
		expect(waited()).toBeLessThanOrEqual(42_500);
	});

	test('that is no time is ignored', async () => {
		answers(status(429, { 'retry-after': 'soon' }), ok);
		await request({ url: server.url });
		expect(passed()).toBeGreaterThanOrEqual(5000);
	});

	test('of an hour is not waited for', async () => {
		answers(status(429, { 'retry-after': '3600' }), ok);
		expect(await request({ url: server.url })).toMatchObject({ status: 429 });
		expect(waited()).toBe(0);
		expect(server.count).toBe(1);
	});
});

describe('a change', () => {
	test('is repeated when it was refused for too many calls', async () => {
		answers(status(429), ok);
		const reply = await request({ url: server.url, method: 'POST', body: { a: 1 } }, 'change');
		expect(reply.status).toBe(200);
		expect(server.count).toBe(2);
	});

	test.each([500, 502, 503, 504])('is not repeated after a %i', async (code) => {
		answers(status(code), ok);
		expect(await request({ url: server.url, method: 'POST' }, 'change')).toMatchObject({
			status: code,
		});
		expect(server.count).toBe(1);
	});

	test('is not repeated after a lost connection, and says what is not known', async () => {
		answers(reset, ok);
		await expect(request({ url: server.url, method: 'POST' }, 'change')).rejects.toMatchObject({
			advice: expect.stringContaining('look in Test CRM before you repeat it'),
		});
		expect(server.count).toBe(1);
	});

	test('that certainly did not arrive leaves no doubt', async () => {
		const url = await refusingAddress();
		await expect(request({ url, method: 'POST' }, 'change')).rejects.toMatchObject({
			advice: 'Check the address in the credential.',
			details: { isInDoubt: false },
		});
		expect(waits.length).toBeGreaterThanOrEqual(3);
	});
});

describe('a change that is harmless to repeat', () => {
	const page: Step = (response) => sendText(response, 200, '<h1>Sign in</h1>');
	const broken: Step = (response) => sendText(response, 200, '{"Status":"Succ');
	const classify = (reply: Reply) => {
		return reply.status >= 500 || isUnreadable(reply) ? 'unavailable' : 'final';
	};
	const send = async () =>
		await request({ url: server.url, method: 'POST', body: { a: 1 } }, 'idempotent', { classify });

	test.each([
		['a lost connection', reset],
		['a 500', status(500)],
		['a gateway page', status(502)],
		['a redirect', status(302, { location: 'http://127.0.0.1:9/' })],
		['a page', page],
		['broken JSON', broken],
	])('is repeated after %s', async (_, failure) => {
		answers(failure, failure, failure, ok);
		expect(await send()).toMatchObject({ status: 200, kind: 'idempotent' });
		expect(server.count).toBe(4);
		expect(passed()).toBeGreaterThanOrEqual(500 + 1000 + 2000);
	});

	test('is given up after three repeats, and says that another does no harm', async () => {
		answers(reset);
		await expect(send()).rejects.toMatchObject({
			advice: expect.stringContaining('repeating it does no harm'),
			details: { isInDoubt: true },
		});
		expect(server.count).toBe(4);
	});

	test('is repeated as an upload, complete', async () => {
		const { part, opened } = filePart(bytesOf(300_000));
		answers(reset, page, ok);
		expect(await upload(server.url, [part], { classify, kind: 'idempotent' })).toMatchObject({
			status: 200,
		});
		expect(opened).toHaveLength(3);
	});
});

test('what is wrong in the program itself is thrown as what it is, and not repeated', async () => {
	const authenticate = jest.spyOn(PlainApi.prototype, 'authenticateRequest');
	authenticate.mockImplementation(() => {
		throw new TypeError("Cannot read properties of undefined (reading 'SECRET')");
	});
	const redact = (text: string) => text.replaceAll('SECRET', '[hidden]');
	const outcome = request({ url: server.url }, 'change', { redact });
	await expect(outcome).rejects.toMatchObject({
		message: "Cannot read properties of undefined (reading '[hidden]')",
	});
	await expect(outcome).rejects.toBeInstanceOf(TypeError);
	await expect(outcome).rejects.toMatchObject({ stack: expect.not.stringContaining('SECRET') });
	expect(authenticate).toHaveBeenCalledTimes(1);
	expect(server.count).toBe(0);
	authenticate.mockRestore();
});

test('an upload that was refused is sent again, complete', async () => {
	const content = bytesOf(300_000);
	const { part, opened } = filePart(content);
	const strict = server.answer;
	server.answer = async (incoming, response, count) => {
		if (count > 2) await strict(incoming, response, count);
		else incoming.resume().on('end', () => sendText(response, 429, 'too many'));
	};
	expect(await upload(server.url, [part])).toMatchObject({ status: 200 });
	expect(server.count).toBe(3);
	expect(opened).toHaveLength(3);
	expect(server.forms).toMatchObject([{ files: [{ sha256: sha256(content) }] }]);
});

test('an upload is not repeated after a 503', async () => {
	answers(status(503), ok);
	expect(await upload(server.url, [filePart(bytesOf(10)).part])).toMatchObject({ status: 503 });
	expect(server.count).toBe(1);
});

test('every attempt has to wait for its turn', async () => {
	answers(status(503), status(503), ok);
	const account = { id: 'one call', limit: { calls: 1, windowMs: 100_000 } };
	await request({ url: server.url }, 'lookup', { account });
	expect(passed()).toBeGreaterThanOrEqual(200_000);
});

test('waiting ends when the execution is cancelled, and nothing more is sent', async () => {
	const controller = new AbortController();
	server.answer = (incoming, response) => {
		controller.abort();
		incoming.resume();
		sendText(response, 429, 'too many', { 'retry-after': '200' });
	};
	const { signal } = controller;
	await request({ url: server.url }, 'lookup', { signal }).catch(() => {});
	expect(server.count).toBe(1);
	expect(waited()).toBeLessThan(1000);
});

test('keys are taken out of what comes back, also where it is not JSON', async () => {
	const redact = (text: string) => text.replaceAll('SECRET', '[hidden]');
	answers((response) => sendJson(response, 200, { message: 'wrong key SECRET' }));
	expect(await request({ url: server.url }, 'lookup', { redact })).toMatchObject({
		text: '{"message":"wrong key [hidden]"}',
		json: { message: 'wrong key [hidden]' },
	});
	answers((response) => sendText(response, 500, 'at /?key=SECRET'));
	const reply = await request({ url: server.url }, 'change', { redact });
	expect(reply).toMatchObject({ text: 'at /?key=[hidden]', json: undefined });
});

test.each([
	['', undefined],
	['<html>', undefined],
	['{"a":', undefined],
	['null', null],
	['"text"', 'text'],
	['[]', []],
])('parseJson(%j)', (text, value) => {
	expect(parseJson(text)).toEqual(value);
});
