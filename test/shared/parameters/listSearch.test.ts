import { matches, readAllPages, searchPages } from '../../../nodes/shared/parameters/listSearch';

const pageSize = 10;

/** A service that lists `count` entries, named by their place. */
function service(count: number) {
	let calls = 0;
	return {
		calls: () => calls,
		read: async (page: number) => {
			calls++;
			const first = (page - 1) * pageSize;
			const length = Math.max(0, Math.min(pageSize, count - first));
			const choices = Array.from({ length }, (_, index) => ({
				name: `Ev ${first + index}`,
				value: `id-${first + index}`,
			}));
			return { choices, isLast: length < pageSize };
		},
	};
}

test('without a filter it is one page after the other', async () => {
	const { read, calls } = service(25);
	const first = await searchPages({}, read);
	expect(first.results).toHaveLength(10);
	expect(first.paginationToken).toBe('2');
	expect(await searchPages({ filter: '  ', paginationToken: '2' }, read)).toMatchObject({
		paginationToken: '3',
	});
	const last = await searchPages({ paginationToken: '3' }, read);
	expect(last.results).toHaveLength(5);
	expect(last.paginationToken).toBeUndefined();
	expect(calls()).toBe(3);
});

test.each([
	[100, 'Ev 99', ['Ev 99']],
	[200, 'ev 99', ['Ev 99']],
	[235, ' ID-23 ', ['Ev 23', ...Array.from({ length: 5 }, (_, index) => `Ev ${230 + index}`)]],
	[25, 'nothing', []],
	[0, 'Ev', []],
])('of %i entries, those with "%s" are found wherever they are', async (count, filter, names) => {
	const { read } = service(count);
	const { results, paginationToken } = await searchPages({ filter }, read);
	expect(results.map(({ name }) => name)).toEqual(names);
	expect(paginationToken).toBeUndefined();
});

test('with a filter it ends when a page is full of matches, and goes on from there', async () => {
	const { read, calls } = service(100);
	const first = await searchPages({ filter: '5' }, read);
	expect(first.results.length).toBeGreaterThanOrEqual(pageSize);
	expect(calls()).toBeLessThan(10);
	const rest = await searchPages(
		{ filter: '5', paginationToken: String(first.paginationToken) },
		read,
	);
	expect([...first.results, ...rest.results]).toHaveLength(19);
});

test('a search that takes too long says how far it went, and what it found', async () => {
	const { read, calls } = service(10_000);
	const { results, paginationToken } = await searchPages({ filter: 'Ev 150' }, read);
	expect(calls()).toBe(30);
	expect(paginationToken).toBeUndefined();
	expect(results).toEqual([
		{ name: 'Ev 150', value: 'id-150' },
		{
			name: 'Only the first 300 were searched: enter more of the name, or choose another way than the list',
			value: '',
		},
	]);
});

test('a page without entries does not end a search', async () => {
	const pages = [[], [{ name: 'Ev 1', value: '1' }], [], [{ name: 'Ev 12', value: '12' }]];
	const read = async (page: number) => ({ choices: pages[page - 1], isLast: page === 4 });
	const { results, paginationToken } = await searchPages({ filter: 'ev 12' }, read);
	expect(results.map(({ value }) => value)).toEqual(['12']);
	expect(paginationToken).toBeUndefined();
});

test('a search that goes on from a later page says, too, that it did not come to the end', async () => {
	const { read } = service(10_000);
	const { results } = await searchPages({ filter: 'Ev 77', paginationToken: '200' }, read);
	expect(results.at(-1)).toEqual({
		name: 'Not all were searched: enter more of the name, or choose another way than the list',
		value: '',
	});
});

test('all pages', async () => {
	const { read } = service(25);
	const all = await readAllPages('fields', async (page) => {
		const { choices, isLast } = await read(page);
		return { rows: choices, isLast };
	});
	expect(all.map(({ value }) => value)).toEqual(Array.from({ length: 25 }, (_, n) => `id-${n}`));
});

test('a list that does not end is an error, not a part of it', async () => {
	const endless = async () => ({ rows: [1, 2], isLast: false });
	await expect(readAllPages('custom fields', endless)).rejects.toThrow(
		'There are too many custom fields to list them: more than 200',
	);
});

test.each([
	[undefined, true],
	['', true],
	[' ADA ', true],
	['id-1', true],
	['ben', false],
])('the filter %j keeps Ada: %s', (filter, kept) => {
	expect(matches(filter)({ name: 'Ada', value: 'id-1' })).toBe(kept);
});
