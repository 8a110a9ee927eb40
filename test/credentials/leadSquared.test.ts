import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';
import { LeadSquaredApi } from '../../credentials/LeadSquaredApi.credentials';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { hostsOf, regionName } from '../../nodes/LeadSquared/transport/hosts';
import { sendHtml, sendJson } from '../stand-ins/common/server';
import { testCredential } from '../support/editor';
import { useLeadSquared } from '../support/leadSquared';
import { expectNoSecret } from '../support/secrets';
import { refusingAddress } from '../support/servers';

const account = useLeadSquared();

const test_ = async (data?: IDataObject) => await account.test(data);

describe('the test of the credential', () => {
	test('succeeds with the right keys, which travel in headers only', async () => {
		expect(await test_()).toEqual({ status: 'OK', message: 'Connection successful!' });
		const [{ path, query, headers }] = account.crm.requests;
		expect(path).toBe('/v2/Authentication.svc/UserByAccessKey.Get');
		expect(query).toEqual({});
		expect(headers['x-lsq-accesskey']).toBe(account.crm.keys.accessKey);
	});

	test('succeeds with keys that were pasted with blanks around them', async () => {
		const { accessKey, secretKey } = account.crm.keys;
		const pasted = { accessKey: ` ${accessKey}\n`, secretKey: `${secretKey} ` };
		expect(await test_(pasted)).toMatchObject({ status: 'OK' });
	});

	test.each(['accessKey', 'secretKey'])('fails with a wrong %s', async (name) => {
		const result = await test_({ [name]: 'wr0ng-key' });
		expect(result).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^LeadSquared did not accept the keys\. .*Check the keys/),
		});
		expect(result.message).toContain('Invalid Access Details provided.');
		expectNoSecret(result, [account.crm.keys.accessKey, account.crm.keys.secretKey, 'wr0ng-key']);
	});

	test('names the right region when the keys belong to another one', async () => {
		account.crm.switches.keysBelongTo = 'us11';
		expect(await test_()).toEqual({
			status: 'Error',
			message:
				'These keys belong to another region: choose United States (api-us11.leadsquared.com) as Region.',
		});
	});

	test.each([
		['a proxy of the user', { advertisedApiHost: 'api-in21.leadsquared.com' }],
		['host names with a scheme', { hostsWithScheme: true }],
	])('succeeds with %s', async (_, switches) => {
		Object.assign(account.crm.switches, switches);
		expect(await test_()).toMatchObject({ status: 'OK' });
	});

	test('fails when nobody is there', async () => {
		const apiUrl = await refusingAddress();
		expect(await test_({ apiUrl })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^LeadSquared at 127\.0\.0\.1:\d+ refused the connection\. /),
		});
	});

	test.each([
		[200, 'LeadSquared answered with something other than data'],
		[404, 'LeadSquared does not know this address'],
		[503, 'LeadSquared is not available at the moment (HTTP 503)'],
	])('fails when a page answers with %i', async (status, message) => {
		account.crm.intercept = (_, response) => {
			sendHtml(response, status, '<h1>Sign in</h1>');
			return true;
		};
		const result = await test_();
		expect(result.status).toBe('Error');
		expect(result.message).toContain(`${message}. LeadSquared says: Sign in`);
	});

	test('does not follow a redirect with the keys', async () => {
		account.crm.intercept = (_, response) => {
			response.writeHead(302, { location: `${account.crm.apiUrl}/elsewhere` }).end();
			return true;
		};
		expect((await test_()).message).toContain('LeadSquared redirected the request');
		expect(account.crm.requests).toHaveLength(1);
	});

	test('does not repeat keys that the answer shows', async () => {
		account.crm.intercept = (_, response) => {
			const said = { Status: 'Error', ExceptionMessage: `${account.crm.keys.secretKey} is wrong` };
			sendJson(response, 500, said);
			return true;
		};
		const result = await test_();
		expect(result.message).toContain('[hidden] is wrong');
		expectNoSecret(result, account.crm.keys);
	});

	test.each([
		['', "'API URL' in the credential is empty"],
		['http://crm.example.com', "'API URL' in the credential is not secure"],
	])('refuses the API URL "%s" without sending anything', async (apiUrl, message) => {
		expect((await test_({ apiUrl })).message).toContain(message);
		expect(account.crm.requests).toEqual([]);
	});
});

describe('regions', () => {
	/** Answers in the place of LeadSquared's own hosts. */
	async function testIn(region: string, named: string) {
		const asked: IDataObject[] = [];
		const request = async (options: IDataObject) => {
			asked.push(options);
			return { statusCode: 200, headers: {}, body: { LSQCommonServiceURLs: { api: named } } };
		};
		const context = { helpers: { request } } as unknown as ICredentialTestFunctions;
		const data = { region, accessKey: 'u$r0123', secretKey: '0123456789' };
		const credential = { type: new LeadSquaredApi(), data };
		return { asked, result: await testCredential(new LeadSquared(), credential, context) };
	}

	test.each([
		['in21', 'api-in21.leadsquared.com'],
		['sg', 'api.leadsquared.com'],
		['us11', 'https://api-us11.leadsquared.com/'],
		['ir31', ''],
	])('%s is right when LeadSquared names "%s"', async (region, named) => {
		const { asked, result } = await testIn(region, named);
		expect(result.status).toBe('OK');
		expect(asked[0].uri).toBe(
			`${hostsOf({ region }).apiUrl}/v2/Authentication.svc/UserByAccessKey.Get`,
		);
	});

	test.each([
		['in21', 'api-us11.leadsquared.com', 'United States (api-us11.leadsquared.com)'],
		['in21', 'api.leadsquared.com', 'Singapore (api.leadsquared.com)'],
		['sg', 'api-in22.leadsquared.com', 'India (Hyderabad) (api-in22.leadsquared.com)'],
		['sg', 'api-xx99.leadsquared.com', 'api-xx99.leadsquared.com'],
	])('%s is wrong when LeadSquared names %s', async (region, named, told) => {
		const { result } = await testIn(region, named);
		expect(result).toEqual({
			status: 'Error',
			message: `These keys belong to another region: choose ${told} as Region.`,
		});
	});

	test('every region of the list has hosts and a name', () => {
		const { options = [] } =
			new LeadSquaredApi().properties.find(({ name }) => name === 'region') ?? {};
		const codes = options.map((option) => ('value' in option ? String(option.value) : ''));
		expect(codes.length).toBeGreaterThan(7);
		for (const region of codes.filter((code) => code !== 'custom')) {
			const { apiUrl, fileUploadUrl } = hostsOf({ region });
			expect(apiUrl).toMatch(/^https:\/\/api(-[a-z]{2}\d\d)?\.leadsquared\.com$/);
			expect(fileUploadUrl).toBe(`${apiUrl.replace('//api', '//files')}/File/Upload`);
			expect(regionName(new URL(apiUrl).host)).toContain(` (${new URL(apiUrl).host})`);
		}
	});

	test.each([
		[
			{ apiUrl: 'https://api-in21.leadsquared.com/v2/' },
			'https://api-in21.leadsquared.com',
			'https://files-in21.leadsquared.com/File/Upload',
		],
		[
			{ apiUrl: 'http://localhost:3000', fileUploadUrl: 'http://localhost:3001/up' },
			'http://localhost:3000',
			'http://localhost:3001/up',
		],
	])('custom hosts %j', (addresses, apiUrl, fileUploadUrl) => {
		expect(hostsOf({ region: 'custom', ...addresses })).toEqual({ apiUrl, fileUploadUrl });
	});

	test.each([
		[{ region: 'xx' }, 'no region'],
		[{}, 'no region'],
		[{ region: 'custom' }, "'API URL'"],
		[
			{ region: 'custom', apiUrl: 'https://a', fileUploadUrl: 'http://b.example' },
			"'File Upload URL' in the credential is not secure",
		],
	])('%j is refused', (credential, message) => {
		expect(() => hostsOf(credential)).toThrow(message);
	});
});
