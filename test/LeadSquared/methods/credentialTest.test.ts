import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';
import { CredentialTestContext } from 'n8n-core';
import { LeadSquared } from '../../../nodes/LeadSquared/LeadSquared.node';
import { testCredential } from '../../support/n8n';
import { expectNoSecret } from '../../support/secrets';
import { refusingAddress } from '../../support/servers';
import { useLeadSquared } from '../../support/leadSquared';

const account = useLeadSquared();

const check = async (changes: IDataObject = {}, context?: ICredentialTestFunctions) => {
	const { type, data } = account.credential();
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
			'LeadSquared did not accept the keys. LeadSquared says: Invalid Access Details provided. Check the keys in the credential, and that they belong to the region chosen there.',
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
		account.crm.switches.advertisedFileUploadUrl = 'https://files-in21.leadsquared.com/File/Upload';
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

describe('an upload address of its own', () => {
	const own = 'https://files-own.example.com/File/Upload';
	const advice = (host: string, apiUrl: string) =>
		`LeadSquared names another upload address for this account than ${host}: choose Custom as Region, and enter ${apiUrl} as API URL and ${own} as File Upload URL.`;
	const ofRegion = async (region: string, upload: string) => {
		Object.assign(account.crm.switches, {
			region,
			advertisedApiHost: `api-${region}.leadsquared.com`,
			advertisedFileUploadUrl: upload,
		});
		return await check({ region }, withRealHosts());
	};

	test.each(['ca12', 'id51', 'in22', 'me61'])(
		'is an error where the upload host is assumed: %s',
		async (region) => {
			expect(await ofRegion(region, own)).toEqual({
				status: 'Error',
				message: advice(`files-${region}.leadsquared.com`, `https://api-${region}.leadsquared.com`),
			});
		},
	);

	test.each(['us11', 'in21', 'ir31'])(
		'is told where the upload host is documented: %s',
		async (region) => {
			const told = advice(
				`files-${region}.leadsquared.com`,
				`https://api-${region}.leadsquared.com`,
			);
			expect(await ofRegion(region, own)).toEqual({
				status: 'OK',
				message: `Connection successful! ${told}`,
			});
		},
	);

	test.each(['ca12', 'us11'])('is nothing new when it is the same: %s', async (region) => {
		const upload = `https://files-${region}.leadsquared.com/other/path`;
		expect(await ofRegion(region, upload)).toEqual(success);
	});

	test('is named in full when only its host is told', async () => {
		const { message } = await ofRegion('ca12', 'files-own.example.com');
		expect(message).toContain(`and ${own} as File Upload URL.`);
	});

	test('is told beside an address that was entered', async () => {
		account.crm.switches.advertisedFileUploadUrl = own;
		const { apiUrl, fileUploadUrl } = account.crm;
		expect(await check()).toEqual({
			status: 'OK',
			message: `Connection successful! ${advice(new URL(fileUploadUrl).host, apiUrl)}`,
		});
	});

	test('is an error beside a custom API URL alone', async () => {
		account.crm.switches.advertisedFileUploadUrl = own;
		const { apiUrl } = account.crm;
		expect(await check({ fileUploadUrl: '' })).toEqual({
			status: 'Error',
			message: advice(new URL(apiUrl).host, apiUrl),
		});
	});

	test('is only told behind a proxy, which may pass uploads on', async () => {
		Object.assign(account.crm.switches, {
			advertisedApiHost: 'api-in21.leadsquared.com',
			advertisedFileUploadUrl: own,
		});
		expect(await check({ fileUploadUrl: '' })).toMatchObject({ status: 'OK' });
	});

	test.each([
		[undefined],
		[null],
		['x'],
		[[]],
		[{}],
		[{ FileUploadURL: null }],
		[{ FileUploadURL: ' ' }],
		[{ FileUploadURL: 'https://' }],
		[{ FileUploadURL: { url: own } }],
	])('may be missing, or told in a way nobody knows: %j', async (MobileServiceURLs) => {
		account.answer('UserByAccessKey.Get', 200, { Id: '1', MobileServiceURLs });
		expect(await check({ region: 'ca12' }, withRealHosts())).toEqual(success);
	});
});

test.each([
	['no address', { apiUrl: 'nonsense' }, "'API URL' in the credential is not a valid address"],
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
