import { leadId } from '../../stand-ins/leadsquared';
import { passed, resetClock, waited } from '../../support/skippingClock';
import { by, envelope, itemWith, useLeadSquared } from '../../support/leadSquared';
import { attachOperations } from '../attachOperations';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const account = useLeadSquared();
beforeEach(resetClock);
beforeEach(() => void (account.callsPerWindow = 10));

const attach = attachOperations[0].parameters;

const items = async (count: number) =>
	await Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const file = { data: `${index}.pdf` };
			return await itemWith(file, { id: leadId(index + 1) });
		}),
	);

const toEach = { ...attach, leadId: by('id', '={{ $json.id }}') };

test('no more calls than the account allows, uploads included', async () => {
	account.crm.switches.rateLimit = { calls: 10, windowMs: 5000, status: 429, countUploads: true };
	const output = await account.outputOf(toEach, await items(8));
	expect(output).toHaveLength(8);
	expect(account.crm.requests).toHaveLength(24);
	expect(account.crm.refusedForRate).toBe(0);
	// 24 calls at 10 in 5 s: two windows have to pass.
	expect(passed()).toBeGreaterThanOrEqual(10_000);
	expect(waited()).toBeLessThan(12_000);
});

test('fewer when told so', async () => {
	account.crm.switches.rateLimit = { calls: 3, windowMs: 5000, status: 429, countUploads: true };
	account.callsPerWindow = 3;
	await account.outputOf(toEach, await items(3));
	expect(account.crm.refusedForRate).toBe(0);
});

test.each([429, 403, 500, 200] as const)(
	'other programs have used up the calls (%i): the node waits for the next window',
	async (status) => {
		account.crm.switches.rateLimit = { calls: 1, windowMs: 5000, status, countUploads: true };
		const [output] = await account.outputOf(attach);
		expect(output.leadId).toBe(leadId(1));
		expect(account.crm.refusedForRate).toBe(2);
		expect(account.crm.uploads).toHaveLength(1);
		expect(account.requestsTo('Lead.Update')).toHaveLength(2);
		expect(passed()).toBeGreaterThanOrEqual(10_000);
		expect(waited()).toBeLessThan(13_000);
	},
);

test('Retry-After is obeyed', async () => {
	account.crm.switches.rateLimit = { calls: 1, windowMs: 2000, status: 429, retryAfter: 2 };
	await account.outputOf(attach);
	expect(passed()).toBeGreaterThanOrEqual(2_000);
	expect(waited()).toBeLessThan(2_500);
});

test.each([429, 403])('there is an end to it (%i)', async (status) => {
	const says = 'API calls exceeded the limit of 10 in 5 second(s)';
	account.answer('Leads.GetById', status, envelope(says, 'MXThrottleException'));
	const { error } = await account.run(attach);
	expect(error?.message).toBe('LeadSquared had no free call for 15 minutes [item 0]');
	expect(error?.description).toContain('10 calls in 5 seconds');
	expect(error?.description).toContain('other workflows, n8n workers or integrations');
	expect(account.calls().length).toBeGreaterThan(40);
	expect(waited()).toBeLessThan(16 * 60_000);
});

test('a refused call that attaches is sent again, and its file is not uploaded again', async () => {
	let refused = 0;
	account.crm.intercept = (request, response, { pathname }) => {
		if (!pathname.endsWith('/Lead.Update') || refused++ > 0) return false;
		request.resume().on('end', () => response.writeHead(429).end('Slow down'));
		return true;
	};
	await account.outputOf(attach);
	expect(account.crm.uploadCount).toBe(1);
	expect(account.crm.leads.get(leadId(1))?.fieldSets.mx_KYC).toBeDefined();
});

test('a file that exceeds a limit is no reason to wait', async () => {
	account.answer('Upload', 500, envelope('File size exceeded the limit of 10 MB'));
	const { error } = await account.run(attach);
	expect(error?.message).toBe('LeadSquared says: File size exceeded the limit of 10 MB [item 0]');
	expect(account.requestsTo('Upload')).toHaveLength(1);
	expect(waited()).toBe(0);
});

test('an exception of LeadSquared is final, a page of a gateway is not, for a lookup', async () => {
	account.answer('Leads.GetById', 500, envelope('No.', 'MXInvalidInputException'));
	const { error } = await account.run(attach);
	expect(error?.message).toBe('LeadSquared says: No. [item 0]');
	expect(account.calls()).toEqual(['Leads.GetById']);

	let failures = 0;
	account.crm.intercept = (request, response, { pathname }) => {
		if (!pathname.endsWith('/Leads.GetById') || failures++ > 1) return false;
		request.resume().on('end', () => response.writeHead(502).end('<h1>Bad Gateway</h1>'));
		return true;
	};
	await account.outputOf(attach);
	expect(failures).toBe(3);
});
