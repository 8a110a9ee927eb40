import type { SharpSpringStandIn } from './index';
import { leadId, startSharpSpring } from './index';
import { callMethod, keysInQuery, send, sendForm, uploadParts } from './send';

let standIn: SharpSpringStandIn;

beforeAll(async () => {
	standIn = await startSharpSpring();
});
afterEach(() => standIn.reset());
afterAll(async () => await standIn.close());

const call = async (method: string, params: unknown) => await callMethod(standIn, method, params);

describe('addresses', () => {
	it.each(['/pubapi/v1', '/pubapi/v1/', '/pubapi/v1.2', '/pubapi/v1.2/'])('%s', async (path) => {
		const body = JSON.stringify({ method: 'getFields', params: { where: {}, limit: 1 }, id: 7 });
		const { status, json } = await send(`${standIn.url}${path}?${keysInQuery(standIn)}`, { body });
		expect([status, json?.id, json?.error]).toEqual([200, 7, null]);
	});

	it.each([
		['POST', '/pubapi/v1.1/'],
		['POST', '/pubapi/v1/uploadFiles/'],
		['POST', '/'],
		['GET', '/pubapi/v1/uploadFiles'],
	])('%s %s leads to the login page', async (method, path) => {
		const { status, headers, text } = await send(`${standIn.url}${path}`, { method });
		expect([status, headers.get('location')]).toEqual([307, '/']);
		expect(text).toContain('<html>');
	});
});

describe('keys', () => {
	const form = async (query: string, headers?: Record<string, string>) =>
		await sendForm(standIn, uploadParts([['a.pdf', leadId(1)]]), { query, headers });
	const keyHeaders = (secret = standIn.keys.secretKey) => ({
		'X-Account-Id': standIn.keys.accountID,
		Authorization: `Bearer ${secret}`,
	});

	it('go into the query or into headers, and the query wins', async () => {
		expect((await form(keysInQuery(standIn))).json?.error).toEqual([]);
		expect((await form('', keyHeaders())).json?.error).toEqual([]);
		expect((await form('accountID=other&secretKey=other', keyHeaders())).status).toBe(401);
		expect((await form(keysInQuery(standIn), keyHeaders('other'))).json?.error).toEqual([]);
		standIn.switches.headersOnUpload = false;
		expect((await form('', keyHeaders())).status).toBe(401);
		const body = JSON.stringify({ method: 'getFields', params: { where: {} }, id: 1 });
		const url = `${standIn.url}/pubapi/v1/`;
		expect((await send(url, { body, headers: keyHeaders() })).json?.error).toBeNull();
	});

	it('that are missing give codes where that is switched on, and JSON methods may take no headers', async () => {
		Object.assign(standIn.switches, { missingKeys: 'codes', headersOnMethods: false });
		expect((await form('')).json?.error).toMatchObject({ code: 103 });
		expect((await form('accountID=other')).json?.error).toMatchObject({ code: 104 });
		const body = JSON.stringify({ method: 'getFields', params: { where: {} }, id: 1 });
		const url = `${standIn.url}/pubapi/v1/`;
		const { json } = await send(url, { body, headers: keyHeaders() });
		expect(json?.error).toMatchObject({ code: 103 });
	});

	it('of an unknown account give plain text', async () => {
		const { status, headers, text } = await form('');
		expect(status).toBe(401);
		expect(headers.get('www-authenticate')).toBe('Basic realm="SharpSpring"');
		expect(text).toMatch(/^Unable to determine clusterID/);
		standIn.switches.unknownAccount = 'jsonString';
		expect((await form('')).json).toBe(text);
	});

	it('with a wrong secret give code 105', async () => {
		standIn.keys.secretKey = 'another';
		const stale = `accountID=${standIn.keys.accountID}&secretKey=stale`;
		const { status, json } = await form(stale);
		expect([status, json]).toMatchObject([200, { error: { code: 105 } }]);
		standIn.switches.wrongSecret = 'http401';
		expect((await form(stale)).status).toBe(401);
		expect(standIn.leads.get(leadId(1))?.history).toEqual([]);
	});
});

describe('limits', () => {
	const fields = async () => await call('getFields', { where: {}, limit: 1 });

	it('per second', async () => {
		standIn.switches.rate = { calls: 2, windowMs: 60_000, answer: 'code107' };
		await fields();
		expect((await sendForm(standIn, uploadParts([['a.pdf', leadId(1)]]))).json?.error).toEqual([]);
		const { status, json } = await sendForm(standIn, uploadParts([['b.pdf', leadId(1)]]));
		expect([status, json]).toMatchObject([200, { error: { code: 107 }, id: 'test-2' }]);
		expect(standIn.leads.get(leadId(1))?.history).toHaveLength(1);
		standIn.switches.rate = { ...standIn.switches.rate, answer: 'http429', retryAfter: '3' };
		const late = await fields();
		expect([late.status, late.headers.get('retry-after')]).toEqual([429, '3']);
	});

	it('per day', async () => {
		standIn.switches.dailyLimit = 1;
		expect((await fields()).json?.error).toBeNull();
		expect((await fields()).json?.error).toMatchObject({ code: 106 });
		standIn.switches.overDailyLimit = 429;
		expect(await fields()).toMatchObject({ status: 429, json: { error: { code: 106 } } });
	});
});

describe('what a test can do', () => {
	it('looks at requests, and answers them itself', async () => {
		standIn.intercept = (request, _response, url) => {
			if (url.pathname !== '/pubapi/v1/') return false;
			request.socket.destroy();
			return true;
		};
		await expect(call('getFields', { where: {} })).rejects.toThrow();
		expect(standIn.requests).toHaveLength(1);
		standIn.reset();
		await call('getFields', { where: {} });
		expect(standIn.requests).toMatchObject([
			{ method: 'POST', query: standIn.keys, body: { method: 'getFields', id: 'test-1' } },
		]);
	});

	it('waits', async () => {
		standIn.switches.delayMs = 80;
		const before = Date.now();
		await call('getFields', { where: {} });
		expect(Date.now() - before).toBeGreaterThanOrEqual(75);
	});

	it('shows what arrived', async () => {
		await sendForm(standIn, uploadParts([['<b>.pdf', leadId(1)]]));
		const page = await send(standIn.pageUrl, { method: 'GET' });
		expect(page.text).toContain('&lt;b&gt;.pdf');
		expect(page.text).toContain('Ada Lovelace');
		const { text } = await send(`${standIn.pageUrl}received.json`, { method: 'GET' });
		expect(JSON.parse(text)).toEqual(standIn.arrivals());
		expect(standIn.arrivals()).toMatchObject([
			{ service: 'SharpSpring', record: `Lead ${leadId(1)}`, attached: true },
		]);
	});
});
