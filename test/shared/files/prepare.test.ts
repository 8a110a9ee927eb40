import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NothingToSend } from '../../../nodes/shared/errors';
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

async function readRows(parameters: IDataObject, item = mail) {
	const pairs = await inNode(
		{ items: [item], parameters, properties: rows },
		async (context) => await prepareFileRows(context, 0, 'to', naming),
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
			advice: expect.stringMatching(/attachment_0, attachment_1, logo\. .*When a File Is Missing/),
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
			message: 'There is no field for the file "logo"',
			advice: expect.stringContaining('Nothing was sent.'),
		});
		await expect(readRows({ ...all, files: { values: [{ to: 'a' }] } })).rejects.toThrow(
			'There is no field for 2 files: "photo.png" (binary field "attachment_1"), "logo"',
		);
	});

	test('a row may name its file, and the others go to the other rows', async () => {
		const named = (...given: Array<[string, string]>) => ({
			...all,
			files: { values: given.map(([to, ownBinaryField]) => ({ to, ownBinaryField })) },
		});
		expect(await readRows(named(['a', 'logo'], ['b', ''], ['c', '']))).toEqual([
			'logo > a',
			'attachment_0 > b',
			'attachment_1 > c',
		]);
		expect(await readRows(named(['a', ''], ['b', 'attachment_0'], ['c', '']))).toEqual([
			'attachment_1 > a',
			'attachment_0 > b',
			'logo > c',
		]);
		const prefixed = { binaryPropertyPrefix: 'attachment_' };
		expect(await readRows({ ...named(['a', 'logo'], ['b', ''], ['c', '']), ...prefixed })).toEqual([
			'logo > a',
			'attachment_0 > b',
			'attachment_1 > c',
		]);
		await expect(readRows(named(['a', 'logo'], ['b', '']))).rejects.toThrow(
			'There is no field for the file "photo.png" (binary field "attachment_1")',
		);
		const one = named(['a', 'logo'], ['b', 'photo'], ['c', '']);
		await expect(readRows(one)).rejects.toThrow('There is no file in the binary field "photo"');
		const skipped = { ...one, options: { whenFileMissing: 'skip' } };
		await expect(readRows(skipped)).rejects.toThrow(
			'There is no field for the file "photo.png" (binary field "attachment_1")',
		);
		await expect(readRows(named(['a', 'scan'], ['b', ''], ['c', ''], ['d', '']))).rejects.toThrow(
			'There is no file in the binary field "scan"',
		);
	});

	test.each([
		['as an image that is too small', { minImageSize: 2 }],
		['by its extension', { allowedExtensions: 'pdf', whenNotAllowed: 'skip' }],
	])('a file that is left out %s takes no row', async (_, options) => {
		const { binary: { attachment_0: pdf, attachment_1: image } = {} } = mail;
		const item = { json: {}, binary: { logo: image, contract: pdf, scan: pdf } };
		const read = async (...given: Array<[to: string, ownBinaryField: string]>) => {
			const values = given.map(([to, ownBinaryField]) => ({ to, ownBinaryField }));
			return await readRows({ ...all, files: { values }, options }, item);
		};
		expect(await read(['a', ''], ['b', ''], ['c', ''])).toEqual(['contract > a', 'scan > b']);
		expect(await read(['a', ''], ['b', ''])).toEqual(['contract > a', 'scan > b']);
		expect(await read(['a', ''], ['b', 'contract'])).toEqual(['scan > a', 'contract > b']);
		expect(await read(['a', 'scan'], ['b', 'contract'])).toEqual(['scan > a', 'contract > b']);
		expect(await read(['a', 'logo'], ['b', ''], ['c', ''])).toEqual(['contract > b', 'scan > c']);
		const noField = 'There is no field for the file "Invoice.pdf" (binary field "scan")';
		await expect(read(['a', ''])).rejects.toThrow(noField);
		await expect(read(['a', 'logo'], ['b', ''])).rejects.toThrow(noField);
	});

	test("a list of names is in the rows' order", async () => {
		const values = ['', 'attachment_0', ''].map((ownBinaryField) => ({ ownBinaryField }));
		const fileName = "={{ ['1.pdf', '2.pdf', '3.pdf'] }}";
		const parameters = { ...all, files: { values }, options: { fileName } };
		const pairs = await inNode(
			{ items: [mail], parameters, properties: rows },
			async (context) => await prepareFileRows(context, 0, 'to', naming),
		);
		expect(pairs.map(({ file }) => [file.binaryField, file.fileName])).toEqual([
			['attachment_1', '1.pdf'],
			['attachment_0', '2.pdf'],
			['logo', '3.pdf'],
		]);
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

	test('When an Extension Is Not Allowed: the file may be skipped', async () => {
		const skip = { whenNotAllowed: 'skip' };
		const fieldsOf = async (given: IDataObject) => (await readWith(given)).map(([field]) => field);
		expect(await fieldsOf({ ...skip, allowedExtensions: 'pdf' })).toEqual(['attachment_0']);
		expect(await fieldsOf({ ...skip, blockedExtensions: 'pdf' })).toEqual(['attachment_1']);
		await expect(readWith({ ...skip, allowedExtensions: 'docx' })).rejects.toThrow(NothingToSend);
		// The size is no matter of the extension.
		const tooLarge = { ...skip, allowedExtensions: 'png', maxFileSize: 0.0015 };
		await expect(readWith(tooLarge)).rejects.toThrow('The file "photo.png" has');
	});

	test('Smallest Image Size: smaller images are left out, and nothing else', async () => {
		const fieldsOf = async (given: IDataObject) => (await readWith(given)).map(([field]) => field);
		expect(await fieldsOf({ minImageSize: 1 })).toEqual(['attachment_0', 'attachment_1']);
		expect(await fieldsOf({ minImageSize: 2 })).toEqual(['attachment_0']);
		await expect(readWith({ minImageSize: 2 }, 'attachment_1')).rejects.toThrow(NothingToSend);
	});

	test.each([
		['=new.pdf', ['new.pdf']],
		['={{ $json.names }}', ['first.txt']],
	])('a file that is left out takes no number (%s)', async (fileName, names) => {
		const files = await readWith({ fileName, minImageSize: 1000 });
		expect(files.map(([, name]) => name)).toEqual(names);
		const second = await readWith({ fileName, minImageSize: 1000 }, 'attachment_1, attachment_0');
		const expected = fileName === '=new.pdf' ? names : ['second.txt'];
		expect(second.map(([, name]) => name)).toEqual(expected);
	});

	test('rows lose the field of a file that is left out', async () => {
		const values = [
			{ binaryPropertyName: 'attachment_0', to: 'a' },
			{ binaryPropertyName: 'attachment_1', to: 'b' },
		];
		const given = { allowedExtensions: 'png', whenNotAllowed: 'skip' };
		expect(await readRows({ files: { values }, options: given })).toEqual(['attachment_1 > b']);
	});
});

describe('When a File Is Missing', () => {
	const when = (whenFileMissing?: string) => ({ options: { whenFileMissing } });
	const none = { json: { subject: 'no attachment' } };
	const one = (binaryPropertyName: unknown) => ({ binaryPropertyName }) as IDataObject;
	const prefixed = { ...all, binaryPropertyPrefix: 'x' };
	const toRows = (...fields: string[]) => ({
		files: { values: fields.map((field) => ({ binaryPropertyName: field, to: field })) },
	});

	/** The fields of the files that are sent, or what happens instead. */
	async function outcome(parameters: IDataObject, item: INodeExecutionData) {
		const chosen = 'files' in parameters ? readRows(parameters, item) : read(parameters, item);
		return await chosen.then(
			(files) => files.map((file) => (Array.isArray(file) ? file[0] : file.split(' ')[0])),
			(error: Error) => (error instanceof NothingToSend ? 'handed on' : 'error'),
		);
	}

	test.each([
		// What is chosen, what is there; with Error, Skip the File, Pass the Item Through.
		['nothing there', one('data'), none, 'error', 'handed on', 'handed on'],
		['nothing there, all', all, none, 'error', 'handed on', 'handed on'],
		['nothing with the prefix', prefixed, undefined, 'error', 'handed on', 'handed on'],
		['all there', one('logo'), undefined, ['logo'], ['logo'], ['logo']],
		['another one there', one('cover'), undefined, 'error', 'handed on', 'handed on'],
		['one of two there', one('logo, cover'), undefined, 'error', ['logo'], 'handed on'],
		[
			'an expression gives nothing',
			one('={{ $binary.cover }}'),
			undefined,
			'error',
			'handed on',
			'handed on',
		],
		['an expression gives null', one('={{ null }}'), undefined, 'error', 'handed on', 'handed on'],
		['rows: one of two there', toRows('logo', 'cover'), undefined, 'error', ['logo'], 'handed on'],
		['rows: none there', toRows('a', 'b'), undefined, 'error', 'handed on', 'handed on'],
		[
			'rows: both there',
			toRows('logo', 'attachment_0'),
			undefined,
			['logo', 'attachment_0'],
			['logo', 'attachment_0'],
			['logo', 'attachment_0'],
		],
		[
			'no file but null',
			one('data'),
			{ json: {}, binary: { data: null } },
			'error',
			'handed on',
			'handed on',
		],
		['what is no choice', one(12), undefined, 'error', 'error', 'error'],
	] as Array<[string, IDataObject, INodeExecutionData | undefined, unknown, unknown, unknown]>)(
		'%s',
		async (_, parameters, item = mail, error, skip, passThrough) => {
			expect(await outcome({ ...parameters, ...when() }, item)).toEqual(error);
			expect(await outcome({ ...parameters, ...when('error') }, item)).toEqual(error);
			expect(await outcome({ ...parameters, ...when('skip') }, item)).toEqual(skip);
			expect(await outcome({ ...parameters, ...when('passThrough') }, item)).toEqual(passThrough);
		},
	);
});
