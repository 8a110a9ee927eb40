import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { passesThrough } from '../../../nodes/shared/files/missing';
import { fileOptions } from '../../../nodes/shared/files/options';
import { prepareFileRows, prepareFiles } from '../../../nodes/shared/files/prepare';
import type { FileNaming } from '../../../nodes/shared/files/preparedFile';
import { fileRowFields, fileSelectionFields } from '../../../nodes/shared/files/selection';
import { onDisk } from '../../support/binaries';
import { bytesOf } from '../../support/forms';
import { inNode } from '../../support/inNode';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	default: {},
	options: fileOptions,
};
const target: INodeProperties = { displayName: 'To', name: 'to', type: 'string', default: '' };
const selection = [...fileSelectionFields, options];
const rows = [...fileRowFields(target), options];

// The service's part: here names are sent as they are wanted.
const naming: FileNaming = (files) => files.map(({ name }) => name);

let mail: INodeExecutionData;
beforeAll(async () => {
	mail = {
		json: { names: ['first.txt', 'second.txt'] },
		binary: {
			attachment_0: await onDisk(bytesOf(1000), { fileName: 'Invoice.pdf' }),
			attachment_1: await onDisk(bytesOf(2000), { fileName: 'photo.png', mimeType: 'image/png' }),
			logo: await onDisk(bytesOf(3000)),
		},
	};
});

async function read(parameters: IDataObject, item = mail) {
	const files = await inNode(
		{ items: [item], parameters, properties: selection },
		async (context) => await prepareFiles(context, 0, naming),
	);
	return files.map((file) => [file.binaryField, file.fileName, file.mimeType]);
}

async function readRows(parameters: IDataObject, allowSharedField?: boolean) {
	const pairs = await inNode(
		{ items: [mail], parameters, properties: rows },
		async (context) => await prepareFileRows(context, 0, 'to', naming, { allowSharedField }),
	);
	return pairs.map(({ file, field }) => `${file.binaryField} > ${String(field)}`);
}

const all = { fileSelection: 'all' };

describe('files', () => {
	test('one field, several fields, all, all with a prefix', async () => {
		expect(await read({ binaryPropertyName: 'logo' })).toEqual([['logo', '', 'application/pdf']]);
		expect(await read({ binaryPropertyName: 'logo, attachment_1' })).toHaveLength(2);
		expect(await read(all)).toEqual([
			['attachment_0', 'Invoice.pdf', 'application/pdf'],
			['attachment_1', 'photo.png', 'image/png'],
			['logo', '', 'application/pdf'],
		]);
		const fields = await read({ ...all, binaryPropertyPrefix: 'attachment_' });
		expect(fields.map(([field]) => field)).toEqual(['attachment_0', 'attachment_1']);
	});

	test('no field with the prefix: the message lists the fields', async () => {
		await expect(read({ ...all, binaryPropertyPrefix: 'scan' })).rejects.toMatchObject({
			message: 'No binary field starts with "scan"',
			advice: expect.stringMatching(
				/attachment_0, attachment_1, logo\. .*When an Item Has No File/,
			),
		});
	});

	test('no files at all', async () => {
		await expect(read(all, { json: {} })).rejects.toMatchObject({
			message: 'The item has no files to send',
		});
	});
});

describe('rows of file and field', () => {
	const row = (binaryPropertyName: string, to: string) => ({ binaryPropertyName, to });

	test('each file goes to its field, several of one row to the same', async () => {
		const values = [row('logo', 'a'), row('attachment_0, attachment_1', 'b'), row('logo', 'c')];
		expect(await readRows({ files: { values } })).toEqual([
			'logo > a',
			'attachment_0 > b',
			'attachment_1 > b',
			'logo > c',
		]);
	});

	test('all files go to the fields in their order', async () => {
		const values = ['a', 'b', 'c', 'd'].map((to) => ({ to }));
		const parameters = { ...all, files: { values } };
		expect(await readRows(parameters)).toEqual([
			'attachment_0 > a',
			'attachment_1 > b',
			'logo > c',
		]);
	});

	test('more files than fields are an error', async () => {
		const parameters = { ...all, files: { values: [{ to: 'a' }, { to: 'b' }] } };
		await expect(readRows(parameters)).rejects.toMatchObject({
			message: "The item has 3 files, but 'Files and Fields' has 2 fields",
			advice: expect.stringContaining('Nothing was sent.'),
		});
		await expect(readRows({ ...all, files: { values: [{ to: 'a' }] } })).rejects.toThrow('3 files');
	});

	test('but a single field may take all of them where that is allowed', async () => {
		const one = { ...all, files: { values: [{ to: 'a' }] } };
		expect(await readRows(one, true)).toEqual(['attachment_0 > a', 'attachment_1 > a', 'logo > a']);
		const two = { ...all, files: { values: [{ to: 'a' }, { to: 'b' }] } };
		await expect(readRows(two, true)).rejects.toThrow('3 files');
	});

	test('no rows', async () => {
		await expect(readRows({ files: {} })).rejects.toThrow("'Files and Fields' is empty");
		await expect(readRows({ files: { values: [] } })).rejects.toThrow('is empty');
	});

	test('a file that is not there', async () => {
		const values = [row('logo', 'a'), row('scan', 'b')];
		await expect(readRows({ files: { values } })).rejects.toThrow(
			'There is no file in the binary field "scan"',
		);
	});
});

describe('options', () => {
	const two = 'attachment_0, attachment_1';
	const readWith = async (given: IDataObject, binaryPropertyName = two) =>
		await read({ binaryPropertyName, options: given });

	test.each([
		['one name for one file', 'logo', 'new.pdf', ['new.pdf']],
		['one name for several files', two, 'new.pdf', ['new-1.pdf', 'new-2.pdf']],
		['a list of names', two, '={{ $json.names }}', ['first.txt', 'second.txt']],
		['too short a list', two, '={{ ["only.txt"] }}', ['only.txt', 'photo.png']],
		['too long a list', 'logo', '={{ $json.names }}', ['first.txt']],
		['an empty name', two, '', ['Invoice.pdf', 'photo.png']],
		['a list with gaps', two, '={{ ["", "b"] }}', ['Invoice.pdf', 'b']],
	])('File Name: %s', async (_, fields, fileName, names) => {
		const files = await readWith({ fileName }, fields);
		expect(files.map(([, name]) => name)).toEqual(names);
	});

	test.each([
		['one type', 'Text/Plain', ['text/plain', 'text/plain']],
		['a list of types', '={{ ["a/b", "c/d"] }}', ['a/b', 'c/d']],
		['a list with gaps', '={{ ["", "c/d"] }}', ['application/pdf', 'c/d']],
		['an extension', '.PDF', ['application/pdf', 'application/pdf']],
		['extensions', '={{ ["jpeg", "*.csv"] }}', ['image/jpeg', 'text/csv']],
	])('MIME Type: %s', async (_, mimeType, types) => {
		const files = await readWith({ mimeType });
		expect(files.map(([, , type]) => type)).toEqual(types);
	});

	test.each(['nonsense', 'a/b/c', '/pdf', 'constructor'])('MIME Type: not %s', async (mimeType) => {
		await expect(readWith({ mimeType })).rejects.toThrow("'MIME Type' is not a MIME type");
	});

	test('Maximum File Size is checked before anything is opened', async () => {
		await expect(readWith({ maxFileSize: 0.0015 })).rejects.toThrow('The file "photo.png" has');
		expect(await readWith({ maxFileSize: 0.01 })).toHaveLength(2);
	});

	test('extensions are those of the name that will be sent', async () => {
		await expect(readWith({ allowedExtensions: 'pdf' })).rejects.toThrow('"photo.png" is not of');
		await expect(readWith({ blockedExtensions: 'png' })).rejects.toThrow('are blocked');
		const renamed = { allowedExtensions: 'pdf', fileName: 'x.pdf' };
		expect(await readWith(renamed)).toHaveLength(2);
		await expect(readWith({ blockedExtensions: 'exe', fileName: 'x.exe' })).rejects.toThrow();
	});

	test.each([
		[{}, { json: {} }, false],
		[{ options: { whenNoFile: 'error' } }, { json: {} }, false],
		[{ options: { whenNoFile: 'passThrough' } }, { json: {} }, true],
		[{ options: { whenNoFile: 'passThrough' } }, undefined, false],
		[{ ...all, options: { whenNoFile: 'passThrough' } }, undefined, false],
		[
			{ ...all, binaryPropertyPrefix: 'x', options: { whenNoFile: 'passThrough' } },
			undefined,
			true,
		],
		// Files are there, but not the named one: a mistake, not an item without files.
		[{ binaryPropertyName: 'x', options: { whenNoFile: 'passThrough' } }, undefined, false],
	])('When an Item Has No File: %j', async (parameters, item, passes) => {
		const run = { items: [item ?? mail], parameters, properties: selection };
		const outcome = inNode(run, async (context) => await passesThrough(context, 0));
		expect(await outcome).toBe(passes);
	});
});
