import type { IDataObject } from 'n8n-workflow';
import { accountId, FIELD, leadId, type Switches } from '../../stand-ins/sharpspring';
import { storedBy } from '../../support/n8n';
import {
	itemsForAccounts,
	itemWith,
	jsonOf,
	by,
	originsOf,
	row,
	toAccounts,
	toLead,
	useSharpSpring,
} from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();
// Largest first, because several requests are made at a time.
const sizes = () => bench.crm.calls.map(({ files }) => files.length).sort((a, b) => b - a);
const continues = { onError: 'continueRegularOutput' as const };
const errorsOf = (output: Array<{ json: IDataObject }>) => output.map(({ json }) => json.error);

test.each([
	[20, [20, 20, 5]],
	[7, [7, 7, 7, 7, 7, 7, 3]],
	[1000, [20, 20, 5]],
	[0, Array(45).fill(1)],
])('45 items with %j files per request', async (filesPerRequest, expected) => {
	const items = await itemsForAccounts(45);
	const { output, error } = await bench.run(toAccounts({ filesPerRequest }), items);
	expect(error).toBeUndefined();
	expect(sizes()).toEqual(expected);
	expect(originsOf(output)).toEqual(items.map((_, index) => index));
	items.forEach(({ json }, index) => {
		const name = `file-${index + 1}.pdf`;
		expect(output[index].json).toMatchObject({ recordId: json.id, files: [{ fileName: name }] });
		const { history } = bench.crm.accounts.get(String(json.id))!;
		expect(history.map(({ fileName }) => fileName)).toEqual([name]);
	});
	// Each record was looked up before the first upload.
	const paths = bench.crm.requests.map(({ path }) => path.split('/').at(-1));
	expect(paths.indexOf('uploadFiles')).toBe(45);
});

test('a file is sent alone unless the option is used', async () => {
	await bench.run(toAccounts(), await itemsForAccounts(3));
	expect(sizes()).toEqual([1, 1, 1]);
});

test('only files for the same field share a request', async () => {
	const fields = [FIELD.leadContract, FIELD.leadIdCopy];
	const items = await Promise.all(
		[1, 2, 3, 4].map(
			async (place) =>
				await itemWith(`${place}.pdf`, { id: leadId(place), field: fields[place % 2] }),
		),
	);
	const parameters = toLead(by('id', '={{ $json.id }}'), [row('={{ $json.field }}')], {
		filesPerRequest: 20,
	});
	const { output } = await bench.run(parameters, items);
	const told = bench.crm.calls.map(({ files, php }) => [
		php.post.get('fieldSystemName'),
		files.map(({ fileName }) => fileName),
	]);
	expect(told).toHaveLength(2);
	expect(told).toContainEqual([FIELD.leadIdCopy, ['1.pdf', '3.pdf']]);
	expect(told).toContainEqual([FIELD.leadContract, ['2.pdf', '4.pdf']]);
	expect(originsOf(output)).toEqual([0, 1, 2, 3]);
});

test('a request stays below its maximum size', async () => {
	const kilobytes = [500, 400, 300, 700, 100];
	const items = await Promise.all(
		kilobytes.map(
			async (size, index) =>
				await itemWith('a.pdf', { id: accountId(index + 1) }, { content: 'x'.repeat(size * 1024) }),
		),
	);
	const options = { filesPerRequest: 20, maxRequestSize: 1, parallelRequests: 1 };
	const { error } = await bench.run(toAccounts(options), items);
	expect(error).toBeUndefined();
	expect(sizes()).toEqual([2, 2, 1]);
});

test('names in a request differ for PHP, and each file reaches its own record', async () => {
	const names = ['a b.pdf', 'a.b.pdf', 'A_B.PDF', 'a_b.pdf', 'id', 'x', 'X', 'x-2'];
	for (const keepOriginalFileNames of [false, true]) {
		const items = await Promise.all(
			names.map(async (name, index) => await itemWith(name, { id: accountId(index + 1) })),
		);
		const options = { filesPerRequest: 20, keepOriginalFileNames };
		const { output, error } = await bench.run(toAccounts(options), items);
		expect(error).toBeUndefined();
		expect(sizes()).toEqual([8]);
		names.forEach((name, index) => {
			const { history } = bench.crm.accounts.get(accountId(index + 1))!;
			const [file] = output[index].json.files as IDataObject[];
			expect(file.fileName).toBe(name);
			expect(history.map(({ fileName }) => fileName)).toEqual([file.sentFileName]);
		});
		bench.crm.reset();
	}
});

describe('when SharpSpring refuses the third of three files', () => {
	const says = 'A record with that ID does not exist. (code 404)';
	const doubt = 'SharpSpring does not say which of the 3 files it means';
	const tells: Array<[string, Partial<Switches>]> = [
		['a list of entries', { uploadShape: 'A' }],
		['entries alone', { uploadShape: 'A', failures: 'entriesOnly' }],
		['entries by name', { uploadShape: 'C' }],
		['entries by name alone', { uploadShape: 'C', failures: 'entriesOnly' }],
		['the names that worked', { uploadShape: 'C', failures: 'listOnly' }],
		['entries by the names of PHP', { uploadShape: 'C-mangled' }],
		['the names of PHP that worked', { uploadShape: 'C-mangled', failures: 'listOnly' }],
	];
	const doesNotTell: Array<[string, Partial<Switches>]> = [
		['a list of what worked', { uploadShape: 'A', failures: 'listOnly' }],
		['one entry for all', { uploadShape: 'A-single' }],
		['one entry for all, alone', { uploadShape: 'A-single', failures: 'entriesOnly' }],
		['success: false', { uploadShape: 'B' }],
		['success: false alone', { uploadShape: 'B', failures: 'entriesOnly' }],
		['no result but a list of errors', { uploadShape: 'B', failures: 'listOnly' }],
		['false', { uploadShape: 'D' }],
		['false alone', { uploadShape: 'D', failures: 'entriesOnly' }],
	];
	const upload = async (changes: Partial<Switches>) => {
		Object.assign(bench.crm.switches, { refuse: 'last', ...changes });
		const items = await itemsForAccounts(3);
		return await bench.run(toAccounts({ filesPerRequest: 3 }), items, continues);
	};

	test.each(tells)('with %s, only that item fails', async (_name, changes) => {
		const { output } = await upload(changes);
		expect(errorsOf(output).slice(0, 2)).toEqual([undefined, undefined]);
		expect(output[2].json.error).toContain(`did not accept the file "file-3.pdf": ${says}`);
		expect(originsOf(output)).toEqual([0, 1, 2]);
	});

	test.each([205, 217])('with code %d, the item names the field', async (refusedCode) => {
		const { output } = await upload({ refusedCode });
		expect(errorsOf(output).slice(0, 2)).toEqual([undefined, undefined]);
		expect(output[2].json.error).toContain(
			`(code ${refusedCode}) for the field "${FIELD.accountTerms}"`,
		);
	});

	test.each(doesNotTell)('with %s, the records tell which one', async (_name, changes) => {
		const { output } = await upload(changes);
		expect(errorsOf(output).slice(0, 2)).toEqual([undefined, undefined]);
		expect(output[2].json.error).toContain('did not accept the file "file-3.pdf"');
		expect(output[2].json.error).toContain(doubt);
		expect(bench.crm.calls).toHaveLength(1);
	});

	test.each(doesNotTell)(
		'with %s and silent records, each item says so',
		async (_name, changes) => {
			const { output } = await upload({ ...changes, fileReadsAs: 'empty' });
			errorsOf(output).forEach((error, index) => {
				expect(error).toContain(`did not accept the file "file-${index + 1}.pdf"`);
				expect(error).toContain(doubt);
			});
			expect(originsOf(output)).toEqual([0, 1, 2]);
		},
	);
});

test('a request that fails as a whole fails for all its items, and for no others', async () => {
	bench.crm.switches.nextUploadAnswers = ['apiError'];
	const options = { filesPerRequest: 2, parallelRequests: 1 };
	const items = await itemsForAccounts(4);
	const { output } = await bench.run(toAccounts(options), items, continues);
	expect(errorsOf(output).map(Boolean)).toEqual([true, true, false, false]);
	for (const { json } of output.slice(0, 2)) {
		expect(json.error).toContain('SharpSpring says: Missing parameters. (code 206)');
		expect(json.message).toContain('The request held 2 files and failed as a whole.');
		expect(json.message).toContain('A request that is too large can cause this, too.');
	}
	expect(sizes()).toEqual([2, 2]);
});

test.each(['name', 'empty'] as const)(
	'fewer confirmations than files are no success, fields read as %s',
	async (fileReadsAs) => {
		// PHP drops what is over its limit, without a word.
		Object.assign(bench.crm.switches, { maxFiles: 2, fileReadsAs });
		const items = await itemsForAccounts(3);
		const run = await bench.run(toAccounts({ filesPerRequest: 3 }), items, continues);
		const errors = errorsOf(run.output).map((error) => String(error ?? 'done'));
		const unconfirmed = expect.stringContaining('it confirmed 2 of 3 files');
		const others = fileReadsAs === 'name' ? 'done' : unconfirmed;
		expect(errors).toEqual([others, others, unconfirmed]);
	},
);

test('a file that cannot be read is named by all items of its request', async () => {
	const items = await itemsForAccounts(3);
	const content = 'x'.repeat(100_000);
	items[1].binary!.data = await storedBy(
		content,
		{ fileName: 'torn.pdf' },
		{ breaksAfter: 50_000 },
	);
	const { output } = await bench.run(toAccounts({ filesPerRequest: 2 }), items, continues);
	for (const { json } of output.slice(0, 2)) {
		expect(json.error).toContain('The file "torn.pdf" could not be read');
		expect(json.message).toContain('The request held 2 files and failed as a whole.');
	}
	expect(jsonOf(output)[2]).toMatchObject({ recordId: accountId(3) });
});
