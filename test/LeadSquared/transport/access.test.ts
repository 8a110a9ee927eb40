import { expectNoSecret } from '../../support/secrets';
import { by, useLeadSquared } from '../../support/leadSquared';
import { attachOperations } from '../attachOperations';

const account = useLeadSquared();

test('keys are headers on the API host, and form fields on the file host', async () => {
	await account.outputOf({
		resource: 'activity',
		operation: 'createWithFile',
		leadId: by('email', 'asha@example.com'),
		activityType: by('code', '252'),
		binaryPropertyName: 'data',
	});
	const { accessKey, secretKey } = account.crm.keys;
	for (const { path, query, headers } of account.crm.requests) {
		const inHeaders = [headers['x-lsq-accesskey'], headers['x-lsq-secretkey']];
		const onFileHost = path === '/File/Upload';
		expect(inHeaders).toEqual(onFileHost ? [undefined, undefined] : [accessKey, secretKey]);
		expect(Object.keys(query).map((name) => name.toLowerCase())).not.toContain('accesskey');
	}
	expect(account.crm.requests.map(({ path }) => path)).toContain('/File/Upload');
});

const [{ parameters: attach }] = attachOperations;

test('wrong keys', async () => {
	const { type, data } = account.credential();
	const credential = { type, data: { ...data, secretKey: 'no such key' } };
	const { error, run } = await account.run(attach, undefined, { credential });
	expect(error?.message).toBe('LeadSquared did not accept the keys [item 0]');
	expect(error?.description).toContain('LeadSquared says: Invalid Access Details provided.');
	expect(account.calls()).toEqual(['Leads.GetById']);
	expectNoSecret([run, error], [account.crm.keys.accessKey, 'no such key']);
});

test('the right keys at the wrong region: the right host is told', async () => {
	account.crm.switches.keysBelongTo = 'us11';
	const { error } = await account.run(attach);
	expect(error?.message).toBe('LeadSquared did not accept the keys [item 0]');
	expect(error?.description).toContain('Please use the API host api-us11.leadsquared.com.');
	expect(error?.description).toContain('that they belong to the region');
	expect(account.crm.uploadCount).toBe(0);
});

test('keys that the file host does not know: nothing is attached', async () => {
	account.answer('Upload', 401, { Status: 'Error', ExceptionMessage: 'Invalid Access Details' });
	const { error } = await account.run(attach);
	expect(error?.message).toBe('LeadSquared did not accept the keys [item 0]');
	expect(account.calls()).toEqual(['Leads.GetById', 'File/Upload']);
});
