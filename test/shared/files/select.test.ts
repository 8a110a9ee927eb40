import type { IBinaryKeyData, INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { describeFiles } from '../../../nodes/shared/files/describe';
import type { NamedFile } from '../../../nodes/shared/files/preparedFile';
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

/** The files that a parameter stands for; it may be an expression. */
async function choose(
	binaryPropertyName: unknown,
	item: INodeExecutionData = { json: {}, binary },
	settings?: IWorkflowSettings,
): Promise<NamedFile[]> {
	const parameters = { binaryPropertyName: binaryPropertyName as string };
	return await inNode({ items: [item], parameters, properties, settings }, async (context) => {
		const value = context.getNodeParameter('binaryPropertyName', 0);
		return await describeFiles(context, selectFields(context, 0, value));
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
			await inNode(run, async (context) => selectAll(context, 0, prefix).map(([field]) => field));
		expect(await choice('attachment_')).toEqual(['attachment_9', 'attachment_10']);
		expect(await choice('')).toHaveLength(4);
		expect(await choice('x')).toEqual([]);
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
				/^The item has no files\. If .*'When an Item Has No File'.*Edit Fields \(Set\)/,
			),
		});
	});
});

test.each([
	['nothing', '={{ "" }}', "'Input Binary Field' is empty"],
	['commas', ' , ,', "'Input Binary Field' is empty"],
	['a number', 12, "'Input Binary Field' holds neither a field name nor a file"],
	['an object', '={{ { a: 1 } }}', "'Input Binary Field' holds neither a field name nor a file"],
	['null', '={{ null }}', "'Input Binary Field' holds neither a field name nor a file"],
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
				selectFields(context, 1, context.getNodeParameter('binaryPropertyName', 1)),
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
		[3_000_000, 256 * 1024],
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
		await expect(choose('data', { json: {}, binary: { data } })).rejects.toThrow(
			"is no longer in n8n's storage",
		);
	});
});
