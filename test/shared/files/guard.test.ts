import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	guardFile,
	guardRequest,
	limitFields,
	readLimits,
} from '../../../nodes/shared/files/guard';
import { inNode } from '../../support/inNode';

const megabyte = 1024 * 1024;

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	default: {},
	options: limitFields,
};

/** Whether a file may be sent with these options. */
async function guard(fileName: string, limits: IDataObject, bytes = 1, label = fileName) {
	const run = { parameters: { options: limits }, properties: [options] };
	await inNode(run, async (context) =>
		guardFile({ fileName, label, bytes, mimeType: 'text/plain' }, readLimits(context, 0)),
	);
}

test.each([
	[10 * megabyte, 10, true],
	[10 * megabyte + 1, 10, false],
	[0, 10, true],
	[megabyte / 2, 0.5, true],
	[megabyte / 2 + 1, 0.5, false],
	[5000 * megabyte, 0, true],
	[5000 * megabyte, '', true],
	[megabyte + 1, '1', false],
	[megabyte, '1.5', true],
])('a file of %i bytes with a limit of %j MB: %s', async (bytes, maxFileSize, may) => {
	const outcome = guard('scan.pdf', { maxFileSize }, bytes);
	if (may) await outcome;
	else await expect(outcome).rejects.toThrow(/^The file "scan\.pdf" has \S+ MB, more than the/);
});

test('a limit that is not a number is an error, not no limit', async () => {
	await expect(guard('scan.pdf', { maxFileSize: 'ten' })).rejects.toThrow(
		`'Maximum File Size' is not a number: "ten"`,
	);
});

test('the message tells name, size and limit', async () => {
	await expect(guard('scan.pdf', { maxFileSize: 10 }, 12.34 * megabyte)).rejects.toThrow(
		`The file "scan.pdf" has 12.3 MB, more than the 10 MB that 'Maximum File Size' allows`,
	);
	await expect(guard('a.txt', { maxFileSize: 0.001 }, 2048)).rejects.toThrow('has 0.002 MB');
});

test.each([
	['pdf, docx', 'a.pdf', true],
	['pdf, docx', 'a.PDF', true],
	['.pdf *.docx', 'b.docx', true],
	['PDF;docx', 'a.pdf', true],
	['pdf', 'a.pdf.exe', false],
	['pdf', 'pdf', false],
	['pdf', 'a.', false],
	['gz', 'a.tar.gz', true],
	['', 'a.exe', true],
	[' , ', 'a.exe', true],
	['={{ ["pdf", ".docx"] }}', 'a.docx', true],
	['={{ ["pdf", ".docx"] }}', 'a.exe', false],
])('allowed "%s", file "%s": %s', async (allowedExtensions, name, may) => {
	const outcome = guard(name, { allowedExtensions });
	if (may) await outcome;
	else await expect(outcome).rejects.toThrow(`The file "${name}" is not of an allowed type`);
});

test.each([
	['exe, js', 'a.exe', false],
	['exe, js', 'a.JS', false],
	['*.exe', 'a.pdf.exe', false],
	['exe', 'a.pdf', true],
	['exe', 'exe', true],
	['', 'a.exe', true],
])('blocked "%s", file "%s": %s', async (blockedExtensions, name, may) => {
	const outcome = guard(name, { blockedExtensions });
	if (may) await outcome;
	else await expect(outcome).rejects.toThrow('are blocked');
});

test('the name that is sent counts, and the message tells both', async () => {
	await guard('data.pdf', { allowedExtensions: 'pdf' }, 1, 'a.exe');
	await expect(guard('data.pdf', { blockedExtensions: 'pdf' }, 1, 'data')).rejects.toThrow(
		'Files of the type "pdf" are blocked: "data" (sent as "data.pdf")',
	);
});

test('all files of a request count together', () => {
	const files = [{ bytes: 3 * megabyte }, { bytes: 2 * megabyte }];
	expect(() => guardRequest(files, 5)).not.toThrow();
	expect(() => guardRequest(files, 0)).not.toThrow();
	expect(() => guardRequest(files)).not.toThrow();
	expect(() => guardRequest([...files, { bytes: 1 }], 5)).toThrow(
		"The 3 files of one request have 5.0 MB, more than the 5 MB that 'Maximum Request Size' allows",
	);
});
