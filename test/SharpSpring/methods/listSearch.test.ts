import type { INodeListSearchResult } from 'n8n-workflow';
import {
	accountId,
	field,
	FIELD,
	opportunityId,
	productId,
	SEED_PAGES,
} from '../../stand-ins/sharpspring';
import { searchList } from '../../support/n8n';
import { useSharpSpring } from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();

async function search(method: string, filter?: string, token?: string, resource = 'account') {
	return await searchList(bench.open({ resource }), method, filter, token);
}

const namesOf = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

describe.each([
	['searchAccounts', 'Byron & Sons', '<Tags> Inc', 'Account', accountId],
	[
		'searchOpportunities',
		'Engine No. 1 & Spares',
		'Compiler licence',
		'Opportunity',
		opportunityId,
	],
])('%s', (method, first, other, word, id) => {
	test('lists names as people write them, page by page', async () => {
		const all: INodeListSearchResult['results'] = [];
		let token: string | undefined;
		do {
			const page: INodeListSearchResult = await search(method, undefined, token);
			expect(page.results.length).toBeGreaterThan(0);
			all.push(...page.results);
			token = page.paginationToken as string | undefined;
		} while (token);
		expect(all[0]).toEqual({ name: first, value: id(1) });
		expect(all.map(({ value }) => value)).toEqual(
			Array.from({ length: SEED_PAGES }, (_, index) => id(index + 1)),
		);
		expect(bench.crm.requests).toHaveLength(Math.ceil(SEED_PAGES / 200));
	});

	test('finds by any part of the name, in either case, on any page, and by ID', async () => {
		expect(namesOf(await search(method, other.slice(1, 6).toUpperCase()))).toContain(other);
		const late = await search(method, ` ${word.toLowerCase()} 1039 `);
		expect(late.results).toEqual([{ name: `${word} 1039`, value: id(1039) }]);
		expect(late.paginationToken).toBeUndefined();
		expect((await search(method, id(1040))).results).toHaveLength(1);
		expect((await search(method, 'no such name')).results).toEqual([]);
	});
});

test('a search of very many records goes on to the end', async () => {
	const [, sample] = [...bench.crm.accounts.values()];
	for (let place = SEED_PAGES + 1; place <= 2300; place++) {
		bench.crm.accounts.set(accountId(place), {
			...sample,
			id: accountId(place),
			values: { accountName: place === 2300 ? 'Needle' : `Hay ${place}` },
		});
	}
	const first = await search('searchAccounts', 'needle');
	expect(first.results).toEqual([{ name: 'Needle', value: accountId(2300) }]);
	expect(first.paginationToken).toBeUndefined();
});

test('records without a name show their ID; without an ID they are left out', async () => {
	const accounts = [...bench.crm.accounts.values()];
	bench.crm.accounts.clear();
	accounts[1].values.accountName = null;
	bench.crm.accounts.set('a', { ...accounts[0], id: '' });
	bench.crm.accounts.set('b', accounts[1]);
	expect((await search('searchAccounts')).results).toEqual([
		{ name: `ID ${accountId(2)}`, value: accountId(2) },
	]);
});

test.each(['product', 'products', 'getAllproducts', 'getWhereproducts'])(
	'products are found under %s',
	async (member) => {
		bench.crm.switches.productsMember = member;
		const { results, paginationToken } = await search('searchProducts');
		expect(results).toHaveLength(25);
		expect(results[1]).toEqual({ name: 'Cams & Gears', value: productId(2) });
		expect(paginationToken).toBeUndefined();
	},
);

describe('searchFileUploadFields', () => {
	const fields = async (resource: string, filter?: string) =>
		(await search('searchFileUploadFields', filter, undefined, resource)).results;

	test.each([
		['lead', ['Brochure', 'Contract', 'ID & Passport Copy']],
		['account', ['Terms & Conditions']],
		['opportunity', ['Drawing', 'Proposal']],
	])('lists the fields of a %s that take files, with both names', async (resource, labels) => {
		const found = await fields(resource);
		expect(found.map(({ name, value }) => name.replace(` (${value})`, ''))).toEqual(labels);
	});

	test('finds by both names', async () => {
		const value = FIELD.leadContract;
		const contract = { name: `Contract (${value})`, value };
		expect(await fields('lead', 'CONTRACT')).toEqual([contract]);
		expect(await fields('lead', value.toUpperCase())).toEqual([contract]);
		expect(await fields('lead', 'nothing')).toEqual([]);
	});

	test('lists all custom fields with their types where none takes files', async () => {
		const { fields: all } = bench.crm;
		all.splice(0, Infinity, ...all.filter(({ dataType }) => !/upload|attachment/.test(dataType)));
		expect((await fields('lead')).map(({ name }) => name)).toEqual([
			`Favorite Color (${FIELD.leadText}), string`,
			`Segment (${FIELD.leadPicklist}), picklist`,
		]);
	});

	test('knows the types in capitals, too, and looks at every page', async () => {
		const { fields: all } = bench.crm;
		const many = Array.from({ length: 450 }, (_, n) =>
			field('lead', `f${n}_5a0d`, `F${n}`, 'string'),
		);
		all.splice(0, Infinity, ...many, field('lead', 'late_5a0d', '', 'UPLOAD'));
		expect(await fields('lead')).toMatchObject([{ name: 'late_5a0d', value: 'late_5a0d' }]);
		expect(bench.crm.requests).toHaveLength(3);
	});

	test('says when there is nothing to choose from', async () => {
		bench.crm.fields.splice(
			0,
			Infinity,
			field('lead', 'firstName', 'A', 'string', { isCustom: '0' }),
		);
		await expect(fields('account')).rejects.toMatchObject({
			message: expect.stringContaining('SharpSpring has no custom fields for this type of record'),
			description: expect.stringContaining('of the type File Upload'),
		});
	});
});

describe.each([
	'searchAccounts',
	'searchOpportunities',
	'searchProducts',
	'searchFileUploadFields',
])('%s says why it fails', (method) => {
	test.each([
		['text401', 'SharpSpring did not accept the keys'],
		['html200', 'something other than data'],
		['redirect302', 'redirected the request'],
		['apiError', 'SharpSpring says: Missing parameters. (code 206)'],
		['apiErrorInList', 'SharpSpring says: Missing parameters. (code 206)'],
	] as const)('with %s', async (answer, message) => {
		bench.crm.switches.nextMethodAnswers = [answer, answer, answer, answer];
		const error: unknown = await search(method).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining(message),
		});
	});

	test('with an address that cannot be used', async () => {
		const open = bench.open({ resource: 'lead' }, { baseUrl: 'http://example.com' });
		await expect(searchList(open, method)).rejects.toThrow('is not secure');
	});
});
