import type { SharpSpringStandIn } from './index';
import { accountId, FIELD, leadId, productId, SEED_PAGES, startSharpSpring } from './index';
import { callMethod, keysInQuery, send, sendForm, uploadParts } from './send';

let standIn: SharpSpringStandIn;

beforeAll(async () => {
	standIn = await startSharpSpring();
});
afterEach(() => standIn.reset());
afterAll(async () => await standIn.close());

const call = async (method: string, params: unknown) => await callMethod(standIn, method, params);
const records = async (method: string, member: string, params: unknown) =>
	(await call(method, params)).json?.result[member];
const code = async (method: string, params: unknown) =>
	((await call(method, params)).json?.error as { code?: number } | null)?.code;

describe('reading', () => {
	it('gives text and nulls, arrays of one, and counters', async () => {
		const { json } = await call('getLead', { id: leadId(1) });
		expect(json?.result.lead).toMatchObject([
			{ id: leadId(1), firstName: 'Ada', title: null, [FIELD.leadText]: '', leadScore: '12' },
		]);
		expect(json).toMatchObject({ callCount: '1', queryLimit: '50000', error: null });
		expect(await records('getAccount', 'account', { id: accountId(9) })).toHaveLength(1);
		expect(await records('getOpportunity', 'opportunity', { id: '1' })).toEqual([]);
	});

	it('finds leads by ID or e-mail address, and by nothing else', async () => {
		const byId = { where: { id: [leadId(1), leadId(2), '1'] } };
		expect(await records('getLeads', 'lead', byId)).toHaveLength(2);
		const byMail = { where: { emailAddress: 'Ada@Example.com' }, fields: ['id', 'lastName'] };
		expect(await records('getLeads', 'lead', byMail)).toEqual([
			{ id: leadId(1), lastName: 'Lovelace' },
		]);
		const inactive = { where: { emailAddress: 'inactive@example.com' } };
		expect(await records('getLeads', 'lead', inactive)).toHaveLength(1);
		expect(await code('getLeads', { where: { lastName: 'Lovelace' } })).toBe(205);
		expect(await code('getLeads', { where: {}, sort: 'id' })).toBe(205);
		expect(await code('getLeads', { limit: 1 })).toBe(206);
	});

	it('may give a phantom for an unknown lead', async () => {
		expect(await records('getLead', 'lead', { id: '1' })).toEqual([]);
		standIn.switches.phantomLead = true;
		const [phantom] = (await records('getLead', 'lead', { id: '1' }))!;
		expect(phantom).toMatchObject({ leadStatus: 'unqualified', [FIELD.leadText]: '' });
		expect(phantom).not.toHaveProperty('id');
	});

	it('gives pages', async () => {
		const page = async (offset: number) =>
			(await call('getAccounts', { where: [], limit: 1000, offset })).json!;
		expect((await page(0)).result.account).toHaveLength(500);
		expect((await page(500)).hasMore).toBe(true);
		const last = await page(1000);
		expect([last.result.account.length, last.hasMore]).toEqual([SEED_PAGES - 1000, false]);
		expect((await page(0)).result.account[0].accountName).toBe('Byron &amp; Sons');
	});

	it('describes fields', async () => {
		const where = { systemName: FIELD.accountTerms };
		expect(await records('getFields', 'field', { where })).toMatchObject([
			{ relationship: 'account', dataType: 'upload', isCustom: '1', isActive: '1' },
		]);
		expect(await records('getFields', 'field', { where: { isCustom: '0' } })).toHaveLength(6);
		expect(await code('getFields', { where: { relationship: 'lead' } })).toBe(205);
	});

	it('reads a stored file back in each way', async () => {
		await sendForm(standIn, uploadParts([['a b.pdf', leadId(1)]]));
		const value = async () =>
			(await records('getLead', 'lead', { id: leadId(1) }))![0][FIELD.leadContract];
		expect(await value()).toBe('a b.pdf');
		standIn.switches.fileReadsAs = 'url';
		expect(await value()).toMatch(/^https:.*a%20b\.pdf$/);
		standIn.switches.fileReadsAs = 'signed';
		const [signed, again] = [await value(), await value()];
		expect(signed).toMatch(/^https:.*a%20b\.pdf\?X-Amz-Signature=/);
		expect(again).not.toBe(signed);
		standIn.switches.fileReadsAs = 'empty';
		expect(await value()).toBe('');
	});

	it('lists products under any name, and users', async () => {
		standIn.switches.productsMember = 'getAllproducts';
		const all = await records('getProducts', 'getAllproducts', { where: {}, limit: 500 });
		expect(all).toHaveLength(25);
		expect(await records('getProduct', 'getAllproducts', { id: productId(1) })).toHaveLength(1);
		const active = { where: { isActive: '1' }, limit: 1, offset: 0 };
		expect((await call('getUserProfiles', active)).json).toMatchObject({
			hasMore: true,
			result: { userProfile: [{ firstName: 'Charles' }] },
		});
	});
});

describe('writing', () => {
	it('creates leads, one by one', async () => {
		const objects = [
			{ emailAddress: 'new@example.com', id: '5' },
			{ emailAddress: 'ada@example.com' },
		];
		const { json } = await call('createLeads', { objects });
		const error = { code: 301, message: 'Entry already exists.', data: [] };
		expect(json).toMatchObject({
			result: {
				creates: [
					{ success: true, id: Number(leadId(7)) },
					{ success: false, error },
				],
			},
			error: [error],
		});
		expect(json?.result.creates[1]).not.toHaveProperty('id');
		expect(standIn.leads.get(leadId(7))?.values.emailAddress).toBe('new@example.com');
	});

	it('updates leads, and says nothing of unknown ones', async () => {
		const objects = [
			{ id: leadId(2), firstName: 'Amazing' },
			{ id: leadId(3), firstName: 'Alan' },
			{ id: '1', firstName: 'Nobody' },
			{ emailAddress: 'ada@example.com', lastName: null },
			{ id: leadId(1), nonsense: 'x' },
		];
		const entries = await records('updateLeads', 'updates', { objects });
		expect(entries).toMatchObject([
			{ success: true, error: null },
			{ success: false, error: { code: 302 } },
			{ success: true },
			{ success: false, error: { code: 205 } },
			{ success: false, error: { code: 205 } },
		]);
		expect(standIn.leads.get(leadId(2))?.values.firstName).toBe('Amazing');
	});

	it.each([
		['getNothing', {}, 204],
		['toString', {}, 204],
		['getLead', undefined, 202],
		['getLead', {}, 206],
		['createLeads', { emailAddress: 'a@example.com' }, 207],
		['createLeads', {}, 207],
		['createLeads', { objects: Array(501).fill({}) }, 209],
	])('refuses %s with %j', async (method, params, expected) => {
		expect(await code(method, params)).toBe(expected);
	});

	it('wants JSON with an ID and a method', async () => {
		const codes = await Promise.all(
			['{', '[]', '{"method":"getLead"}', '{"id":""}'].map(async (body) => {
				const url = `${standIn.url}/pubapi/v1?${keysInQuery(standIn)}`;
				return (await send(url, { body })).json?.error;
			}),
		);
		expect(codes).toMatchObject([{ code: 101 }, { code: 101 }, { code: 102 }, { code: 201 }]);
	});
});
