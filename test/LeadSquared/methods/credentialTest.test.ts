import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';
import { CredentialTestContext } from 'n8n-core';
import { LeadSquared } from '../../../nodes/LeadSquared/LeadSquared.node';
import { testCredential } from '../../support/n8n';
import { expectNoSecret } from '../../support/secrets';
import { refusingAddress } from '../../support/servers';
import { testAccount } from '../account';

const account = testAccount();

const check = async (changes: IDataObject = {}, context?: ICredentialTestFunctions) => {
	const { type, data } = account.credential;
	return await testCredential(new LeadSquared(), { type, data: { ...data, ...changes } }, context);
};

/** n8n's own context, but with LeadSquared's API hosts at the stand-in. */
function withRealHosts(): ICredentialTestFunctions {
	const context = new CredentialTestContext();
	const { request } = context.helpers;
	context.helpers.request = async (options) => {
		const { uri } = options as { uri: string };
		const rerouted = uri.replace(/^https:\/\/api[\w-]*\.leadsquared\.com/, account.crm.apiUrl);
		return (await request({ ...(options as object), uri: rerouted })) as unknown;
	};
	return context;
}

const success = { status: 'OK', message: 'Connection successful!' };

test('the right keys', async () => {
	expect(await check()).toEqual(success);
	expect(account.calls()).toEqual(['UserByAccessKey.Get']);
	expect(account.crm.requests[0]).toMatchObject({
		method: 'GET',
		query: {},
		headers: {
			'x-lsq-accesskey': account.crm.keys.accessKey,
			'x-lsq-secretkey': account.crm.keys.secretKey,
		},
	});
});

test('keys with blanks around them, as they are pasted', async () => {
	const { accessKey, secretKey } = account.crm.keys;
	const pasted = { accessKey: ` ${accessKey}\n`, secretKey: `${secretKey} ` };
	expect(await check(pasted)).toEqual(success);
});

test.each([{ accessKey: 'u$rwrong' }, { secretKey: 'wrong' }])('wrong keys: %j', async (wrong) => {
	const result = await check(wrong);
	expect(result).toEqual({
		status: 'Error',
		message:
			'LeadSquared did not accept the keys. LeadSquared says: Invalid Access Details provided. Check the keys in the credential, and that they belong to the region or account chosen there.',
	});
	expectNoSecret(result, [...Object.values(account.crm.keys), ...Object.values(wrong)]);
});

describe('keys of another region', () => {
	test.each([
		['in21', 'us11', 'United States (api-us11.leadsquared.com)'],
		['us11', 'in21', 'India (Mumbai) (api-in21.leadsquared.com)'],
		['in21', 'sg', 'Singapore (api.leadsquared.com)'],
		['sg', 'zz99', 'api-zz99.leadsquared.com'],
	])('%s was chosen, %s is right', async (region, right, named) => {
		Object.assign(account.crm.switches, { region, keysBelongTo: right });
		expect(await check({ region }, withRealHosts())).toEqual({
			status: 'Error',
			message: `These keys belong to another region: choose ${named} as Region.`,
		});
	});

	test('of the chosen region, whether it is told with or without a scheme', async () => {
		account.crm.switches.advertisedApiHost = 'api-in21.leadsquared.com';
		expect(await check({ region: 'in21' }, withRealHosts())).toEqual(success);
		account.crm.switches.hostsWithScheme = true;
		expect(await check({ region: 'in21' }, withRealHosts())).toEqual(success);
	});

	test('at a custom address', async () => {
		account.crm.switches.keysBelongTo = 'us11';
		const { message } = await check();
		expect(message).toContain('United States (api-us11.leadsquared.com)');
	});

	test('a custom address in front of the right host is fine', async () => {
		account.crm.switches.advertisedApiHost = 'api-in21.leadsquared.com';
		expect(await check()).toEqual(success);
	});
});

test.each([
	['no address', { apiUrl: 'nonsense' }, "'API URL' in the credential is no address"],
	[
		'no encryption',
		{ apiUrl: 'http://api.example.com' },
		"'API URL' in the credential is not secure",
	],
])('%s', async (_, wrong, message) => {
	const result = await check(wrong);
	expect(result.status).toBe('Error');
	expect(result.message).toContain(message);
});

test('a page in place of an answer', async () => {
	account.crm.intercept = (request, response) => {
		request.resume().on('end', () => response.end('<h1>Please log in</h1>'));
		return true;
	};
	const { status, message } = await check();
	expect(status).toBe('Error');
	expect(message).toContain('LeadSquared says: Please log in');
});

test('nobody there', async () => {
	const apiUrl = await refusingAddress();
	const { message } = await check({ apiUrl });
	expect(message).toMatch(/^LeadSquared at 127\.0\.0\.1:\d+ refused the connection\./);
});
