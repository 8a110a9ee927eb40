import type { ServerResponse } from 'node:http';
import { leadId } from '../../stand-ins/sharpspring';
import { searchList, testCredential } from '../../support/n8n';
import { expectNoSecret } from '../../support/secrets';
import { refusingAddress } from '../../support/servers';
import { itemWith, by, toLead, useSharpSpring } from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();
// Characters that are written in other ways in addresses, in JSON and in HTML.
const hostile = { accountID: '3_ACC/+0&<id>', secretKey: 'S3cr&t "ke/y"+=ä' };

async function attach(credential = {}, options = {}) {
	const items = [await itemWith('a.pdf')];
	const parameters = toLead(by('id', leadId(1)), undefined, options);
	return await bench.run(parameters, items, { credentialData: credential });
}

describe('the keys go', () => {
	test('into the query of lookups and uploads', async () => {
		Object.assign(bench.crm.keys, hostile);
		const { error } = await attach();
		expect(error).toBeUndefined();
		expect(bench.crm.requests).toHaveLength(3);
		for (const { query, headers } of bench.crm.requests) {
			expect(query).toEqual(hostile);
			expect(headers).not.toHaveProperty('authorization');
			expect(headers).not.toHaveProperty('x-account-id');
		}
	});

	test('or into headers, and nowhere else', async () => {
		const { error } = await attach({ sendKeysIn: 'headers' });
		expect(error).toBeUndefined();
		const { accountID, secretKey } = bench.crm.keys;
		expect(bench.crm.requests).toHaveLength(3);
		for (const { query, headers, body } of bench.crm.requests) {
			expect(query).toEqual({});
			expect(headers).toMatchObject({
				'x-account-id': accountID,
				authorization: `Bearer ${secretKey}`,
			});
			expectNoSecret(body, [secretKey]);
		}
		expectNoSecret(bench.crm.calls, [secretKey]);
	});

	test('without the blanks that came along when they were copied', async () => {
		const { accountID, secretKey } = bench.crm.keys;
		const copied = { accountID: ` ${accountID}\n`, secretKey: `${secretKey} ` };
		for (const sendKeysIn of ['query', 'headers']) {
			expect((await attach({ ...copied, sendKeysIn })).error).toBeUndefined();
		}
	});
});

describe('headers that are not accepted', () => {
	const inHeaders = { sendKeysIn: 'headers' };
	const advice = "choose 'Query String' under 'Send Keys In'";

	test.each([
		['http401', 'Unable to determine clusterID'],
		['codes', 'Header missing `account ID`. (code 103)'],
	] as const)('for uploads say so (%s)', async (missingKeys, says) => {
		Object.assign(bench.crm.switches, { headersOnUpload: false, missingKeys });
		const { error } = await attach(inHeaders);
		expect(error?.message).toContain('did not accept the keys in the headers of an upload');
		expect(error?.description).toContain(`SharpSpring says: ${says}`);
		expect(error?.description).toContain(advice);
	});

	test.each([104, 105])('for uploads say so (code %d)', async (forcedCode) => {
		Object.assign(bench.crm.switches, { uploadAnswer: 'apiError', forcedCode });
		const { error } = await attach(inHeaders);
		expect(error?.message).toContain('did not accept the keys in the headers of an upload');
		expect(error?.description).toContain('Check the account ID and the secret key');
		expect(error?.description).toContain(advice);
		const { error: inQuery } = await attach();
		expect(inQuery?.message).toContain(`(code ${forcedCode})`);
		expect(inQuery?.description).toContain('Check the account ID and the secret key');
		expect(inQuery?.description).not.toContain('Send Keys In');
	});

	test.each(['http401', 'codes'] as const)('for other calls say so (%s)', async (missingKeys) => {
		Object.assign(bench.crm.switches, { headersOnMethods: false, missingKeys });
		const { error } = await attach(inHeaders);
		expect(error?.message).toBe('SharpSpring did not accept the keys [item 0]');
		expect(error?.description).toContain(advice);
		const { node, credential } = bench.open({}, inHeaders);
		const { status, message } = await testCredential(node, credential!);
		expect(status).toBe('Error');
		expect(message).toMatch(/^SharpSpring did not accept the keys\. SharpSpring says: /);
		expect(message).toContain(advice);
	});
});

describe('the address', () => {
	test.each(['v1', 'v1.2'])('has the version %s', async (apiVersion) => {
		await attach({ apiVersion });
		const paths = bench.crm.requests.map(({ path }) => path);
		expect(paths).toEqual(['/', '/uploadFiles', '/'].map((path) => `/pubapi/${apiVersion}${path}`));
	});

	test.each(['/', '/pubapi', '/pubapi/v1', '/pubapi/v1.2/'])('may end with %s', async (end) => {
		const { error } = await attach({ baseUrl: `${bench.crm.url}${end}` });
		expect(error).toBeUndefined();
	});

	test.each([
		['http://api.sharpspring.com', 'is not secure'],
		['http://127.0.0.1.example.com', 'is not secure'],
		['ftp://api.sharpspring.com', 'is not secure'],
		['sharpspring', 'is not a valid address'],
		['javascript:alert(1)', 'is not a valid address'],
	])('%s is refused', async (baseUrl, message) => {
		const { error } = await attach({ baseUrl });
		expect(error).toMatchObject({ name: 'NodeOperationError' });
		expect(error?.message).toContain(`'Base URL' in the credential ${message}`);
		expect(error?.description).toMatch(/https:\/\//);
	});
});

describe('whatever happens, the keys are not told', () => {
	type Answers = (response: ServerResponse, told: string) => void;
	const answers: Record<string, Answers> = {
		'a page that quotes the address': (response, told) => response.end(`<p>${told}</p>`),
		'a failure in JSON': (response, told) =>
			response.end(JSON.stringify({ result: null, error: { code: 205, message: told } })),
		'a failure of an entry': (response, told) =>
			response.end(JSON.stringify({ result: { updates: [{ success: false, error: told }] } })),
		'a success': (response, told) =>
			response.end(JSON.stringify({ result: { updates: [{ success: true, told }] }, error: [] })),
		'a redirect': (response, told) =>
			response.writeHead(302, { Location: `/?${told}` }).end(`Moved to ${told}`),
		'HTTP 401': (response, told) => response.writeHead(401).end(`Wrong: ${told}`),
		'HTTP 500': (response, told) => response.writeHead(500).end(told),
		'no answer': (response) => response.socket?.destroy(),
	};
	const both = ['query', 'headers'].flatMap((sendKeysIn) =>
		Object.keys(answers).map((answer) => [sendKeysIn, answer]),
	);

	test.each(both)('keys in %s, answered by %s', async (sendKeysIn, answer) => {
		Object.assign(bench.crm.keys, hostile);
		bench.crm.intercept = (request, response) => {
			const { 'x-account-id': account, authorization } = request.headers;
			const told = [request.url, account, authorization, ...Object.values(hostile)].join(' ');
			request.resume().once('end', () => answers[answer](response, told));
			return true;
		};
		const options = { checkRecordExists: false, rawResponse: true };
		const { run, error, output } = await attach({ sendKeysIn }, options);
		expect(Boolean(error)).toBe(answer !== 'a success');
		expectNoSecret({ run, error, output }, hostile);

		const open = bench.open({ resource: 'account' }, { sendKeysIn });
		const listError: unknown = await searchList(open, 'searchAccounts').catch((e: unknown) => e);
		expectNoSecret(listError, hostile);
		expectNoSecret(await testCredential(open.node, open.credential!), hostile);
	});

	test('a server that cannot be reached', async () => {
		const baseUrl = await refusingAddress();
		const { run, error } = await attach({ ...hostile, baseUrl }, { checkRecordExists: false });
		expect(error?.message).toMatch(/^SharpSpring at 127\.0\.0\.1:\d+ refused the connection/);
		expectNoSecret({ run, error }, hostile);
	});
});
