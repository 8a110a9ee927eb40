import type { IDataObject } from 'n8n-workflow';
import { endpointOf } from '../../nodes/SharpSpring/transport/endpoint';
import type { ForcedAnswer } from '../stand-ins/sharpspring';
import { useSharpSpring } from '../support/sharpSpring';
import { expectNoSecret } from '../support/secrets';
import { refusingAddress } from '../support/servers';

const account = useSharpSpring();

const test_ = async (data?: IDataObject) => await account.test(data);

test('succeeds with the right keys in the query', async () => {
	expect(await test_()).toEqual({ status: 'OK', message: 'Connection successful!' });
	expect(account.crm.requests).toMatchObject([
		{
			path: '/pubapi/v1.2/',
			query: account.crm.keys,
			body: { method: 'getFields', params: { where: {}, limit: 1, offset: 0 } },
		},
	]);
});

test('succeeds with the right keys in headers', async () => {
	expect(await test_({ sendKeysIn: 'headers' })).toMatchObject({ status: 'OK' });
	const [{ query, headers }] = account.crm.requests;
	expect(query).toEqual({});
	expect(headers).toMatchObject({
		'x-account-id': account.crm.keys.accountID,
		authorization: `Bearer ${account.crm.keys.secretKey}`,
	});
});

test('asks the version of the API that was chosen', async () => {
	expect(await test_({ apiVersion: 'v1' })).toMatchObject({ status: 'OK' });
	expect(account.crm.requests[0].path).toBe('/pubapi/v1/');
});

test('succeeds with keys that were pasted with blanks around them', async () => {
	const { accountID, secretKey } = account.crm.keys;
	expect(await test_({ accountID: `${accountID}\n`, secretKey: ` ${secretKey}` })).toMatchObject({
		status: 'OK',
	});
});

describe('wrong keys', () => {
	test.each([
		['text', 'query'],
		['jsonString', 'query'],
		['text', 'headers'],
	] as const)('an unknown account, told as %s, keys in %s', async (unknownAccount, sendKeysIn) => {
		account.crm.switches.unknownAccount = unknownAccount;
		const result = await test_({ accountID: '3_WRONG', sendKeysIn });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/^SharpSpring did not accept the keys\. /);
		expect(result.message).toContain('Unable to determine clusterID');
		expectNoSecret(result, [account.crm.keys.secretKey, '3_WRONG']);
	});

	test.each([
		['code105', 'SharpSpring says: User authentication failed. (code 105). Check the account ID'],
		['http401', 'SharpSpring did not accept the keys'],
	] as const)('a wrong secret, told as %s', async (wrongSecret, message) => {
		account.crm.switches.wrongSecret = wrongSecret;
		const result = await test_({ secretKey: 'WRONG' });
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
		expectNoSecret(result, [account.crm.keys.accountID, 'WRONG']);
	});
});

test.each([
	['html200', 'SharpSpring answered with something other than data. SharpSpring says: Sign in'],
	['html502', 'SharpSpring is not available at the moment (HTTP 502)'],
	['html429', 'SharpSpring received too many calls'],
	['redirect302', 'SharpSpring redirected the request instead of answering it'],
	['redirect307', 'SharpSpring redirected the request instead of answering it'],
	['jsonString200', 'SharpSpring answered with something other than data'],
	['null200', 'SharpSpring answered with something other than data'],
	['list200', 'SharpSpring answered with something other than data'],
	['empty200', 'SharpSpring answered with something other than data'],
	['apiErrorInList', 'SharpSpring'],
] satisfies Array<[ForcedAnswer, string]>)(
	'an answer that is none: %s',
	async (forced, message) => {
		account.crm.switches.nextMethodAnswers.push(forced);
		const result = await test_();
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
		expect(account.crm.requests).toHaveLength(1);
	},
);

test('fails when nobody is there', async () => {
	expect(await test_({ baseUrl: await refusingAddress() })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/^SharpSpring at 127\.0\.0\.1:\d+ refused the connection\. /),
	});
});

test('fails for an address that is not secure, without sending anything', async () => {
	const { message } = await test_({ baseUrl: 'http://crm.example.com' });
	expect(message).toContain("'Base URL' in the credential is not secure");
	expect(account.crm.requests).toEqual([]);
});

test.each([
	[{}, 'https://api.sharpspring.com/pubapi/v1.2'],
	[{ apiVersion: 'v1' }, 'https://api.sharpspring.com/pubapi/v1'],
	[{ apiVersion: 'v1.2', baseUrl: '' }, 'https://api.sharpspring.com/pubapi/v1.2'],
	[
		{ baseUrl: 'https://proxy.example.com/account.crm//' },
		'https://proxy.example.com/account.crm/pubapi/v1.2',
	],
	[{ baseUrl: 'http://localhost:3000' }, 'http://localhost:3000/pubapi/v1.2'],
	[{ apiVersion: '../x' }, 'https://api.sharpspring.com/pubapi/v1.2'],
])('the address of %j', (credential, endpoint) => {
	expect(endpointOf(credential)).toBe(endpoint);
});
