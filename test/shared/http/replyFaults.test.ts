import type { ActionableError } from '../../../nodes/shared/errors';
import type { RequestKind } from '../../../nodes/shared/http/classification';
import { toConnectionFault } from '../../../nodes/shared/http/connectionFaults';
import { createRedactor } from '../../../nodes/shared/http/redact';
import { parseJson, toReply } from '../../../nodes/shared/http/reply';
import { RequestCache } from '../../../nodes/shared/execution/requestCache';
import { replyFault } from '../../../nodes/shared/http/replyFaults';
import { secureUrl } from '../../../nodes/shared/http/addresses';

const fault = (status: number, text: string, says?: string) =>
	replyFault({ status, headers: {}, text, json: parseJson(text) }, 'Test CRM', says);

describe('an answer', () => {
	test.each([
		[301, '', 'Test CRM redirected the request instead of answering it'],
		[307, '{"result":1}', 'Test CRM redirected the request instead of answering it'],
		[401, 'Unable', 'Test CRM did not accept the keys'],
		[401, '{"Status":"Error"}', 'Test CRM did not accept the keys'],
		[404, '<h1>Not Found</h1>', 'Test CRM does not know this address'],
		[413, '<h1>Too Large</h1>', 'Test CRM refused the request as too large (HTTP 413)'],
		[429, '{}', 'Test CRM received too many calls'],
		[500, 'oops', 'Test CRM is not available at the moment (HTTP 500)'],
		[502, '<h1>Bad Gateway</h1>', 'Test CRM is not available at the moment (HTTP 502)'],
		[403, 'Forbidden', 'Test CRM refused the request (HTTP 403)'],
		[200, '<html>Sign in</html>', 'Test CRM answered with something other than data'],
		[200, '', 'Test CRM answered with something other than data'],
		[200, '"text"', 'Test CRM answered with something other than data'],
		[200, '42', 'Test CRM answered with something other than data'],
		[200, '{"broken":', 'Test CRM answered with something other than data'],
	])('%i %j is a failure', (status, text, message) => {
		expect(fault(status, text)).toMatchObject({
			message,
			details: { httpCode: String(status), fromService: true },
		});
	});

	test.each([
		[200, '{}'],
		[200, '[]'],
		[201, '{"a":1}'],
		[400, '{"Status":"Error"}'],
		[500, '{"ExceptionType":"MX"}'],
	])('%i %s is left to the service', (status, text) => {
		expect(fault(status, text)).toBeUndefined();
	});

	test('that is a page is quoted without its markup', () => {
		const page =
			'<html><head><style>p { color: red }</style><script>alert("x")</script></head>' +
			'<body><h1>Bad&nbsp;Gateway</h1>\n\n<p class="a">nginx</p></body></html>';
		expect(fault(502, page)?.advice).toBe(
			'Test CRM says: Bad&nbsp;Gateway nginx. Try again later.',
		);
	});

	test.each([
		['a title and the same in the body', '<title>413 Too Big</title><h1>413 Too Big</h1>'],
		['a head', '<html><head><title>Oops</title></head><body><h1>413 Too Big</h1></body></html>'],
		['only a title', '<html><head><title>413 Too Big</title></head><body></body></html>'],
		['styles', '<style>h1{}</style><p class="a">413 <b>Too</b> Big</p><script>x()</script>'],
	])('that has %s is quoted once', (_, page) => {
		expect(fault(413, page)?.advice).toMatch(
			/^Test CRM says: 413 Too Big. The request holds no file/,
		);
	});

	test.each([
		['<', (length: number) => '<'.repeat(length)],
		['<script', (length: number) => '<script '.repeat(length / 8)],
		['<style></style', (length: number) => '<style></style'.repeat(length / 14)],
		['a title without an end', (length: number) => `<title>${'<title '.repeat(length / 7)}`],
		['backslashes', (length: number) => '\\'.repeat(length / 2)],
		['percent signs', (length: number) => '%25'.repeat(length / 3)],
		['spaces', (length: number) => `${' '.repeat(length)}a`],
	])('of nothing but %s takes a time that grows with its length', (_, page) => {
		const redact = createRedactor(['u$r0123456789', 'a"b\\c/d%', '</script>']);
		const time = (text: string) => {
			const started = performance.now();
			replyFault(toReply({ statusCode: 502, body: text }, redact), 'Test CRM');
			return performance.now() - started;
		};
		const [short, long] = [page(400_000), page(800_000)];
		let [once, twice] = [Infinity, Infinity];
		// The best of some, because other programs take their time, too.
		for (let tries = 0; tries < 10 && (tries < 3 || twice > 3 * once); tries++) {
			once = Math.min(once, time(short));
			twice = Math.min(twice, time(long));
		}
		// Below this it is what other programs take.
		expect(twice).toBeLessThan(3 * Math.max(once, 50));
		// It would be minutes.
		expect(twice).toBeLessThan(20_000);
	});

	test('that is nested deeper than any data is none', () => {
		const text = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
		const reply = toReply({ statusCode: 200, body: text }, (plain) => plain);
		expect(replyFault(reply, 'Test CRM')?.message).toBe(
			'Test CRM answered with something other than data',
		);
		for (const [levels, isRead] of [
			[150, true],
			[250, false],
			[100_000, false],
		] as const) {
			const list = `${'['.repeat(levels)}${']'.repeat(levels)}`;
			const { json } = toReply({ statusCode: 200, body: list }, (plain) => plain);
			expect(json !== undefined).toBe(isRead);
		}
	});

	test.each([
		['86400', '24 hours'],
		['3600', '60 minutes'],
		['600', '10 minutes'],
		['5', undefined],
		['soon', undefined],
	])('that asks to wait for %s s says so', (retryAfter, wanted) => {
		for (const status of [429, 503]) {
			const reply = { status, headers: { 'retry-after': retryAfter }, text: '' };
			const advice = String(replyFault(reply, 'Test CRM')?.advice);
			if (wanted) expect(advice).toContain(`Test CRM asks to wait for ${wanted}.`);
			else expect(advice).not.toContain('asks to wait');
		}
	});

	test.each([
		[['scan.pdf'], 'The file "scan.pdf" is too large for Test CRM'],
		[['a.pdf', 'b.pdf'], 'The files "a.pdf", "b.pdf" are together too large for Test CRM'],
		[[], 'The file is too large for Test CRM'],
	])('413 names the files %j', (fileNames, message) => {
		const reply = { status: 413, headers: {}, text: '', fileNames };
		expect(replyFault(reply, 'Test CRM')).toMatchObject({ message });
	});

	test("407 is told as the proxy's", () => {
		expect(fault(407, '<h1>Proxy login</h1>')).toMatchObject({
			message: 'The proxy between n8n and Test CRM asks for a login (HTTP 407)',
			advice: expect.stringContaining('HTTPS_PROXY'),
		});
	});

	test('that is long is quoted in part', () => {
		const { advice = '' } = fault(502, 'word '.repeat(1000)) ?? {};
		expect(advice).toContain('…');
		expect(advice.length).toBeLessThan(300);
	});

	test("is told in the service's own words when there are some", () => {
		expect(fault(401, '{}', 'Use the other host.')?.advice).toMatch(
			/^Test CRM says: Use the other host\. /,
		);
	});
});

describe('a failed connection', () => {
	const url = 'https://crm.example.com/path?key=SECRET';
	const of = (error: unknown, kind: RequestKind = 'lookup') =>
		toConnectionFault(error, { service: 'Test CRM', url, kind }) as ActionableError;
	const coded = (code: string) => Object.assign(new Error('x'), { code });

	test.each([
		[coded('ECONNREFUSED'), 'refused the connection', false],
		[coded('ENOTFOUND'), 'could not be found', false],
		[coded('EHOSTUNREACH'), 'could not be reached', false],
		[coded('CERT_HAS_EXPIRED'), 'did not prove its identity', false],
		[coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'did not prove its identity', false],
		[coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'did not prove its identity', false],
		[coded('ETIMEDOUT'), 'did not answer in time', true],
		[new Error('timeout of 60000ms exceeded'), 'did not answer in time', true],
		[coded('ECONNRESET'), 'closed the connection', true],
		[new Error('socket hang up'), 'closed the connection', true],
		[coded('ERR_CANCELED'), 'the execution was stopped', true],
		[new Error('restricted IP address'), 'is blocked by this', false],
		[new Error('wrapped', { cause: { cause: coded('ECONNREFUSED') } }), 'refused', false],
		[{ messages: ['429', 'ECONNRESET'] }, 'closed the connection', true],
		[coded('EMFILE'), 'could not be reached', true],
		[Object.assign(new Error('odd'), { isAxiosError: true }), 'could not be reached', true],
		[Object.assign(coded('ETIMEDOUT'), { syscall: 'connect' }), 'did not answer in time', false],
		[new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), 'refused', false],
	])('%p', (error, says, leavesDoubt) => {
		expect(of(error).message).toMatch(`Test CRM at crm.example.com `);
		expect(of(error).message).toContain(says);
		expect(of(error).advice).not.toContain('It is not known');
		const doubt = of(error, 'change').advice?.includes('look in Test CRM before you repeat it');
		expect(doubt).toBe(leavesDoubt);
		expect(of(error, 'change').details.isInDoubt).toBe(leavesDoubt);
		const harmless = of(error, 'idempotent').advice?.includes('repeating it does no harm');
		expect(harmless).toBe(leavesDoubt);
	});

	test.each([
		new TypeError("Cannot read properties of undefined (reading 'timeout')"),
		new RangeError('The value of "delay" is out of range, aborted'),
		new Error('something else'),
	])('is not what %p is', (error) => {
		expect(of(error)).toBe(error);
		expect(of(new Error('wrapped', { cause: error }))).toBe(error);
	});

	test.each(['text', undefined])('is not what %p is, which becomes an error', (thrown) => {
		expect(of(thrown)).toMatchObject({ message: String(thrown) });
	});

	test.each([
		[
			{ code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.7', port: 3128 },
			'10.0.0.7:3128',
		],
		[{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'proxy.corp' }, 'proxy.corp'],
		[{ code: 'ETIMEDOUT', syscall: 'connect', address: '10.0.0.7', port: 8080 }, '10.0.0.7:8080'],
	])("%j is the proxy's", (facts, proxy) => {
		const error = new Error('wrapped', { cause: Object.assign(new Error('x'), facts) });
		expect(of(error, 'change').message).toContain(`The proxy of n8n at ${proxy}`);
		expect(of(error, 'change').advice).toContain('Test CRM was not reached');
	});

	test.each([
		{ code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.7', port: 443 },
		{ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'crm.example.com' },
	])("%j is the service's", (facts) => {
		expect(of(Object.assign(new Error('x'), facts)).message).toMatch(/^Test CRM at crm\.example/);
	});

	test('of a certificate names where n8n takes more of them from', () => {
		expect(of(coded('SELF_SIGNED_CERT_IN_CHAIN')).advice).toContain('NODE_EXTRA_CA_CERTS');
	});

	test('keeps nothing of the request', () => {
		const error = Object.assign(coded('ECONNRESET'), { config: { url } });
		expect(JSON.stringify([of(error), of(error).stack, of(error).cause])).not.toContain('SECRET');
	});
});

describe('an address', () => {
	test.each([
		'https://api.sharpspring.com',
		' https://api-in21.leadsquared.com/ ',
		'http://localhost:3000',
		'http://127.0.0.1:3000/x',
		'http://127.9.9.9',
		'http://[::1]:80',
	])('%s may get keys', (text) => {
		expect(secureUrl(text, 'API URL', 'https://x').href).toBe(new URL(text.trim()).href);
	});

	test.each(['api.sharpspring.com', 'files.example.com/File/Upload', 'crm.example.com:8443'])(
		'%s gets https',
		(text) => {
			expect(secureUrl(text, 'API URL', 'https://x').href).toBe(new URL(`https://${text}`).href);
		},
	);

	test.each([
		'http://api.sharpspring.com',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://10.0.0.1',
		'ftp://localhost',
		'file:///etc/passwd',
	])('%s is not secure', (text) => {
		expect(() => secureUrl(text, 'API URL', 'https://x')).toThrow("'API URL' in the credential is");
	});

	test.each([undefined, null, '', '  '])('%p is missing', (text) => {
		expect(() => secureUrl(text, 'API URL', 'https://x')).toThrow(
			"'API URL' in the credential is empty",
		);
	});

	test.each(['nonsense', 'https://', 'a b.com', 'javascript:x'])('%p is none', (text) => {
		expect(() => secureUrl(text, 'API URL', 'https://x')).toThrow(
			"'API URL' in the credential is not a valid address",
		);
	});
});

describe('lookups', () => {
	test('ask once for each key, also at the same time', async () => {
		const lookups = new RequestCache();
		const ask = jest.fn(async () => 'answer');
		const answers = [lookups.get('a', ask), lookups.get('a', ask), lookups.get('b', ask)];
		expect(await Promise.all(answers)).toEqual(['answer', 'answer', 'answer']);
		expect(await lookups.get('a', ask)).toBe('answer');
		expect(ask).toHaveBeenCalledTimes(2);
	});

	test('ask again after a failure', async () => {
		const lookups = new RequestCache();
		const ask = jest.fn().mockRejectedValueOnce(new Error('no')).mockResolvedValueOnce('yes');
		await expect(lookups.get('a', ask)).rejects.toThrow('no');
		expect(await lookups.get('a', ask)).toBe('yes');
	});
});
