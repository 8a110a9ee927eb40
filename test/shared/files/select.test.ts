import type { IBinaryKeyData, INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { describeFiles } from '../../../nodes/shared/files/describe';
import type { BinaryEntry } from '../../../nodes/shared/files/binaries';
import { inNaturalOrder } from '../../../nodes/shared/files/binaries';
import type { NamedFile } from '../../../nodes/shared/files/preparedFile';
import type { Choice } from '../../../nodes/shared/files/select';
import { selectAll, selectFields } from '../../../nodes/shared/files/select';
import { fileSelectionFields as properties } from '../../../nodes/shared/files/selection';
import { inMemory, onDisk, storedBy } from '../../support/binaries';
import { bytesOf } from '../../support/forms';
import { inNode } from '../../support/inNode';

const combined = { binaryMode: 'combined' } as IWorkflowSettings;

let binary: IBinaryKeyData;
beforeAll(async () => {
	binary = {
		data: await onDisk('one', { fileName: 'one.pdf' }),
		attachment_10: await onDisk('ten', { fileName: 'ten.pdf' }),
		attachment_9: await onDisk('nine', { fileName: 'nine.pdf' }),
		'with, comma': await onDisk('comma', { fileName: 'comma.pdf' }),
	};
});

/** The files, when all of them are there. */
function present(chosen: Choice[]): BinaryEntry[] {
	return chosen.map((file) => {
		if (file instanceof Error) throw file;
		return file;
	});
}

/** The files that a parameter stands for; it may be an expression. */
async function choose(
	binaryPropertyName: unknown,
	item: INodeExecutionData = { json: {}, binary },
	settings?: IWorkflowSettings,
): Promise<NamedFile[]> {
	const parameters = { binaryPropertyName: binaryPropertyName as string };
	return await inNode({ items: [item], parameters, properties, settings }, async (context) => {
		const value = context.getNodeParameter('binaryPropertyName', 0);
		return await describeFiles(context, present(selectFields(context, 0, value)));
	});
}

const namesOf = (files: NamedFile[]) => files.map(({ binaryField }) => binaryField);

describe.each([
	['separate', undefined],
	['combined', combined],
])('%s binary mode', (mode, settings) => {
	// n8n-core itself moves the files to where they belong in the mode.
	const item = () => ({ json: { to: 'data' }, binary: { ...binary } });
	// What a user gets by dragging the file into the field.
	const path = mode === 'combined' ? '$json._files' : '$binary';

	test.each([
		['one name', 'data', ['data']],
		['a name in blanks', '  data ', ['data']],
		['several names', 'data, attachment_9', ['data', 'attachment_9']],
		['several names in another order', 'attachment_9,data,', ['attachment_9', 'data']],
		['a name with a comma in it', 'with, comma', ['with, comma']],
		['a name with its path', '$binary.data', ['data']],
		['a name with its path in combined mode', '_files.data', ['data']],
		['a name from an expression', '={{ $json.to }}', ['data']],
		['a list of names', '={{ ["data", "attachment_10"] }}', ['data', 'attachment_10']],
		['lists within lists', '={{ [["data"], "attachment_9"] }}', ['data', 'attachment_9']],
		['the file itself', `={{ ${path}.data }}`, ['data']],
		['a list of files', `={{ [${path}.data, ${path}.attachment_9] }}`, ['data', 'attachment_9']],
		['all files', `={{ ${path} }}`, ['data', 'attachment_10', 'attachment_9', 'with, comma']],
	])('%s', async (_, parameter, fields) => {
		expect(namesOf(await choose(parameter, item(), settings))).toEqual(fields);
	});

	test('all fields with a prefix, in the order of their numbers', async () => {
		const run = { items: [item()], settings };
		const choice = async (prefix: string) =>
			await inNode(run, async (context) =>
				present(selectAll(context, 0, prefix)).map(([field]) => field),
			);
		expect(await choice('attachment_')).toEqual(['attachment_9', 'attachment_10']);
		expect(await choice('')).toHaveLength(4);
		await expect(choice('x')).rejects.toThrow('No binary field starts with "x"');
	});

	test('a field that is not there: the message lists those that are', async () => {
		await expect(choose('data, scan', item(), settings)).rejects.toMatchObject({
			message: 'There is no file in the binary field "scan"',
			advice: 'Binary fields with a file: data, attachment_10, attachment_9, with, comma.',
		});
	});

	test('an item without files: the message says how they get lost', async () => {
		await expect(choose('data', { json: {} }, settings)).rejects.toMatchObject({
			message: 'There is no file in the binary field "data"',
			advice: expect.stringMatching(
				/^The item has no files\. If .*'When a File Is Missing'.*Edit Fields \(Set\)/,
			),
		});
	});
});

test.each([
	['nothing', '={{ "" }}', "'Input Binary Field' is empty"],
	['commas', ' , ,', "'Input Binary Field' is empty"],
	['a number', 12, "'Input Binary Field' holds neither a field name nor a file"],
	['an object', '={{ { a: 1 } }}', "'Input Binary Field' holds neither a field name nor a file"],
	['null', '={{ null }}', "'Input Binary Field' is empty"],
	['nothing at all', '={{ undefined }}', "'Input Binary Field' is empty"],
	['false', '={{ false }}', "'Input Binary Field' holds neither a field name nor a file"],
	['an empty list', '={{ [] }}', "'Input Binary Field' is empty"],
	['a list of nothing', '={{ [""] }}', "'Input Binary Field' is empty"],
])('%s is no choice', async (_, parameter, message) => {
	await expect(choose(parameter)).rejects.toMatchObject({
		message,
		advice: expect.stringContaining('data, attachment_10'),
	});
});

test('JSON that looks like a file is none in separate mode', async () => {
	const fake = { mimeType: 'text/plain', data: 'eA==', fileName: 'fake.txt' };
	const item = { json: { data: fake, _files: { data: fake } } };
	await expect(choose('data', item)).rejects.toThrow('There is no file');
});

test('files of another item can be chosen by expression', async () => {
	const first = { json: {}, binary: { scan: await onDisk('first', { fileName: 'first.pdf' }) } };
	const parameters = { binaryPropertyName: '={{ $("Feed").first().binary.scan }}' };
	const items = [first, { json: {} }];
	const [file] = await inNode(
		{ items, parameters, properties },
		async (context) =>
			await describeFiles(
				context,
				present(selectFields(context, 1, context.getNodeParameter('binaryPropertyName', 1))),
			),
	);
	expect(file).toMatchObject({ originalName: 'first.pdf', bytes: 5 });
});

describe('what is known of a file', () => {
	test.each([
		['on disk', async (content: Buffer) => await onDisk(content, { fileName: 'a.pdf' })],
		['in memory', async (content: Buffer) => inMemory(content, { fileName: 'a.pdf' })],
		['in a database', async (content: Buffer) => await storedBy(content, { fileName: 'a.pdf' })],
	])('%s: its exact size, its name, its type', async (_, store) => {
		for (const length of [0, 1, 2, 3, 4, 100_001]) {
			const [file] = await choose('data', {
				json: {},
				binary: { data: await store(bytesOf(length)) },
			});
			expect(file).toMatchObject({
				binaryField: 'data',
				originalName: 'a.pdf',
				mimeType: 'application/pdf',
				bytes: length,
			});
		}
	});

	test('a file without a name or with an odd type', async () => {
		const data = { ...(await onDisk('x')), mimeType: 'pdf"' };
		const [file] = await choose('data', { json: {}, binary: { data } });
		expect(file).toMatchObject({ originalName: '', mimeType: 'application/octet-stream' });
	});

	test.each([
		[1_000, 1_000],
		[3_000_000, 512 * 1024],
	])('a file of %i bytes is read by %i at a time', async (length, chunkSize) => {
		const data = await onDisk(bytesOf(length));
		const [file] = await choose('data', { json: {}, binary: { data } });
		const stream = await file.open();
		expect(stream.readableHighWaterMark).toBe(chunkSize);
		stream.destroy();
	});

	test('the size shown to people is not trusted', async () => {
		const data = { ...(await onDisk(bytesOf(5000))), fileSize: '1 kB', bytes: 17 };
		const [file] = await choose('data', { json: {}, binary: { data } });
		expect(file.bytes).toBe(5000);
	});

	test('the file in memory is what it was', async () => {
		const content = bytesOf(1000);
		const [file] = await choose('data', { json: {}, binary: { data: inMemory(content) } });
		expect(file.content?.().equals(content)).toBe(true);
	});

	test('a stored file is opened anew every time, never read as a whole', async () => {
		const content = bytesOf(100_000);
		const [file] = await choose('data', { json: {}, binary: { data: await storedBy(content) } });
		for (let time = 0; time < 2; time++) {
			const chunks: Buffer[] = [];
			for await (const chunk of await file.open()) chunks.push(Buffer.from(chunk));
			expect(Buffer.concat(chunks).equals(content)).toBe(true);
		}
		expect(file.content).toBeUndefined();
	});

	test('a file that has been deleted is told by its field', async () => {
		const data = await storedBy('x', {}, { deleted: true });
		await expect(choose('data', { json: {}, binary: { data } })).rejects.toMatchObject({
			message: 'The file in the binary field "data" is no longer in n8n\'s storage',
			advice: expect.stringContaining('n8n says: Binary data file not found'),
		});
	});

	test('a file of a storage that this n8n does not have', async () => {
		const data = { ...(await onDisk('x')), id: 's3:somewhere' };
		await expect(choose('data', { json: {}, binary: { data } })).rejects.toMatchObject({
			message: 'The file in the binary field "data" could not be read from n8n\'s storage',
			advice: expect.stringMatching(/^n8n says: .*ask the administrator of n8n/),
		});
	});
});

describe('nested files', () => {
	const order = async () => ({
		invoice: await onDisk('invoice', { fileName: 'invoice.pdf' }),
		files: [await onDisk('first', { fileName: 'first.pdf' })],
		'odd name': await onDisk('odd', { fileName: 'odd.pdf' }),
		customer: { name: 'Ada' },
	});
	const item = async () => ({ json: { order: await order() } }) as unknown as INodeExecutionData;

	test.each([
		['order.invoice', 'invoice.pdf'],
		['$json.order.invoice', 'invoice.pdf'],
		['order.files[0]', 'first.pdf'],
		['order["odd name"]', 'odd.pdf'],
		['={{ $json.order.invoice }}', 'invoice.pdf'],
	])('are found in combined mode: %s', async (path, originalName) => {
		const [file] = await choose(path, await item(), combined);
		expect(file).toMatchObject({ originalName });
		expect(file.bytes).toBeGreaterThan(0);
	});

	test.each([
		'order',
		'order.customer',
		'order.nothing',
		'order.files',
		'__proto__.x',
		'constructor',
	])('but not where there is no file: %s', async (path) => {
		await expect(choose(path, await item(), combined)).rejects.toThrow(
			`There is no file in the binary field "${path}"`,
		);
	});

	test('and not in separate mode, where JSON may imitate one', async () => {
		await expect(choose('order.invoice', await item())).rejects.toThrow('There is no file');
	});

	test('are not among all files of the item', async () => {
		const run = { items: [await item()], settings: combined };
		const all = inNode(run, async (context) => present(selectAll(context, 0, '')));
		await expect(all).rejects.toThrow('The item has no files to send');
	});
});

describe('files in memory, from an expression', () => {
	const memory = () => ({
		data: inMemory('one', { fileName: 'one.pdf' }),
		other: inMemory('another', { fileName: 'other.pdf' }),
	});

	test.each([
		['={{ $binary.data }}', ['data']],
		['={{ $binary.other }}', ['other']],
		['={{ [$binary.other, $binary.data] }}', ['other', 'data']],
		['={{ $binary }}', ['data', 'other']],
		['={{ $input.item.binary.data }}', ['data']],
	])('%s', async (parameter, fields) => {
		const files = await choose(parameter, { json: {}, binary: memory() });
		expect(namesOf(files).sort()).toEqual([...fields].sort());
		for (const { binaryField, content } of files) {
			expect(String(content?.())).toBe(binaryField === 'data' ? 'one' : 'another');
		}
	});

	test('two that look the same and are not are told apart by their field only', async () => {
		const facts = { fileName: 'scan.pdf' };
		const twins = { a: inMemory('one', facts), b: inMemory('two', facts) };
		await expect(choose('={{ $binary.a }}', { json: {}, binary: twins })).rejects.toMatchObject({
			message: "'Input Binary Field' holds a file that looks like another one of the item",
			advice: expect.stringContaining('Binary fields with a file: a, b.'),
		});
		expect(namesOf(await choose('={{ $binary }}', { json: {}, binary: twins }))).toEqual([
			'a',
			'b',
		]);
		expect(namesOf(await choose('a', { json: {}, binary: twins }))).toEqual(['a']);
	});
});

test.each([
	[
		['a_2', 'scan', 'a_10'],
		['a_2', 'scan', 'a_10'],
	],
	[
		['a_10', 'scan', 'a_2'],
		['a_2', 'scan', 'a_10'],
	],
	[
		['a_10', 'a_9', 'b_2', 'a_1', 'b_1'],
		['a_1', 'a_9', 'b_1', 'a_10', 'b_2'],
	],
	[
		['z', 'a'],
		['z', 'a'],
	],
	[
		['12', '3'],
		['3', '12'],
	],
	[
		['a_99999999999999999999', 'a_99999999999999999998'],
		['a_99999999999999999998', 'a_99999999999999999999'],
	],
	[
		[`a_${'9'.repeat(400)}8`, `a_1${'0'.repeat(401)}`, `a_${'9'.repeat(400)}7`, 'a_0', 'a'],
		['a_0', `a_${'9'.repeat(400)}7`, `a_${'9'.repeat(400)}8`, `a_1${'0'.repeat(401)}`, 'a'],
	],
	[
		['a_010', 'a_9', 'a_002', 'a_', 'a_000'],
		['a_', 'a_000', 'a_002', 'a_9', 'a_010'],
	],
	[
		['attachment_10', 'attachment_9', 'attachment_11', 'attachment_1'],
		['attachment_1', 'attachment_9', 'attachment_10', 'attachment_11'],
	],
])('the order of %j is %j', (fields, ordered) => {
	const entries = fields.map((field) => [field, { mimeType: '', data: '' }] as BinaryEntry);
	expect(inNaturalOrder(entries).map(([field]) => field)).toEqual(ordered);
});
