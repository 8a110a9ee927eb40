import { LeadSquaredApi } from '../../../credentials/LeadSquaredApi.credentials';
import { hostsOf, regionName } from '../../../nodes/LeadSquared/transport/hosts';

const codes = ['ca12', 'id51', 'in21', 'in22', 'ir31', 'me61', 'us11'];

test.each(codes)('%s has hosts of its own', (region) => {
	expect(hostsOf({ region })).toEqual({
		apiUrl: `https://api-${region}.leadsquared.com`,
		fileUploadUrl: `https://files-${region}.leadsquared.com/File/Upload`,
	});
});

test('Singapore has the hosts without a code', () => {
	expect(hostsOf({ region: 'sg' })).toEqual({
		apiUrl: 'https://api.leadsquared.com',
		fileUploadUrl: 'https://files.leadsquared.com/File/Upload',
	});
});

test('every region that the credential offers has hosts', () => {
	const { options = [] } = new LeadSquaredApi().properties.find(({ name }) => name === 'region')!;
	const regions = options.map((option) => ('value' in option ? String(option.value) : ''));
	expect([...regions].sort()).toEqual([...codes, 'custom', 'sg'].sort());
});

test.each([
	['https://api-in21.leadsquared.com', '', 'https://files-in21.leadsquared.com/File/Upload'],
	['https://api.leadsquared.com/v2/', '', 'https://files.leadsquared.com/File/Upload'],
	['https://crm-proxy.example.com', '', 'https://crm-proxy.example.com/File/Upload'],
	['https://api.example.com', 'https://up.example.com/x?y=1', 'https://up.example.com/x?y=1'],
	[
		'http://127.0.0.1:5000',
		'http://localhost:5001/File/Upload',
		'http://localhost:5001/File/Upload',
	],
])('custom: files for %s with %j go to %s', (apiUrl, override, fileUploadUrl) => {
	const hosts = hostsOf({ region: 'custom', apiUrl, fileUploadUrl: override });
	expect(hosts).toEqual({ apiUrl: new URL(apiUrl).origin, fileUploadUrl });
});

test('what was entered for a custom region is not used for another', () => {
	const hosts = hostsOf({ region: 'us11', apiUrl: 'https://evil', fileUploadUrl: 'https://evil' });
	expect(JSON.stringify(hosts)).not.toContain('evil');
});

test.each([
	[{ region: 'custom', apiUrl: '' }, "'API URL' in the credential is empty"],
	[
		{ region: 'custom', apiUrl: 'http://api.example.com' },
		"'API URL' in the credential is not secure",
	],
	[
		{ region: 'custom', apiUrl: 'https://api.example.com', fileUploadUrl: 'http://10.0.0.1/x' },
		"'File Upload URL' in the credential is not secure",
	],
	[{ region: 'xx99' }, 'The credential has no region'],
	[{ region: 'toString' }, 'The credential has no region'],
	[{}, 'The credential has no region'],
])('%j is refused', (credential, message) => {
	expect(() => hostsOf(credential)).toThrow(message);
});

test('an upload address that is wrong is answered with an example of one', () => {
	const credential = { region: 'custom', apiUrl: 'https://api.example.com', fileUploadUrl: 'x' };
	expect(() => hostsOf(credential)).toThrow(
		expect.objectContaining({
			advice: expect.stringContaining('https://files-in21.leadsquared.com/File/Upload'),
		}),
	);
});

test.each([
	['api.leadsquared.com', 'Singapore (api.leadsquared.com)'],
	['api-ir31.leadsquared.com', 'Ireland (api-ir31.leadsquared.com)'],
	['api-zz99.leadsquared.com', 'api-zz99.leadsquared.com'],
	['example.com', 'example.com'],
])('%s is shown as %s', (host, name) => expect(regionName(host)).toBe(name));
