import { guardFile, guardRequest } from '../../../nodes/shared/files/guard';
import type { InputFile } from '../../../nodes/shared/files/select';

const megabyte = 1024 * 1024;

function file(name: string, bytes = 1, mimeType = 'text/plain'): InputFile {
	return { name, originalName: name, binaryField: 'data', bytes, mimeType } as InputFile;
}

test.each([
	[10 * megabyte, 10, true],
	[10 * megabyte + 1, 10, false],
	[0, 10, true],
	[megabyte / 2, 0.5, true],
	[megabyte / 2 + 1, 0.5, false],
	[5000 * megabyte, 0, true],
	[5000 * megabyte, undefined, true],
])('a file of %i bytes with a limit of %s MB: %s', (bytes, maxFileSize, may) => {
	const guard = () => guardFile(file('scan.pdf', bytes), { maxFileSize });
	if (may) expect(guard).not.toThrow();
	else expect(guard).toThrow(/^The file "scan\.pdf" has \S+ MB, more than the/);
});

test('the message tells name, size and limit', () => {
	expect(() => guardFile(file('scan.pdf', 12.34 * megabyte), { maxFileSize: 10 })).toThrow(
		`The file "scan.pdf" has 12.3 MB, more than the 10 MB that 'Maximum File Size' allows`,
	);
	expect(() => guardFile(file('a.txt', 2048), { maxFileSize: 0.001 })).toThrow('has 0.002 MB');
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
])('allowed "%s", file "%s": %s', (allowedExtensions, name, may) => {
	const guard = () => guardFile(file(name), { allowedExtensions });
	if (may) expect(guard).not.toThrow();
	else expect(guard).toThrow(`The file "${name}" is not of an allowed type`);
});

test.each([
	['exe, js', 'a.exe', false],
	['exe, js', 'a.JS', false],
	['*.exe', 'a.pdf.exe', false],
	['exe', 'a.pdf', true],
	['exe', 'exe', true],
	['', 'a.exe', true],
	// Sent as a.exe, to one service or to both.
	['exe', 'a.exe ', false],
	['exe', 'a.exe.', false],
	['exe', 'a.exe\u200b', false],
	['exe', 'a.ｅｘｅ', false],
	['exe', 'a.exe☃', false],
])('blocked "%s", file "%s": %s', (blockedExtensions, name, may) => {
	const guard = () => guardFile(file(name), { blockedExtensions });
	if (may) expect(guard).not.toThrow();
	else expect(guard).toThrow('are blocked');
});

test('a file without a name counts as what it will be sent as', () => {
	const nameless = file('', 1, 'application/pdf');
	expect(() => guardFile(nameless, { allowedExtensions: 'pdf' })).not.toThrow();
	expect(() => guardFile(nameless, { blockedExtensions: 'pdf' })).toThrow(
		'Files of the type "pdf" are blocked: "data"',
	);
});

test('all files of a request count together', () => {
	const files = [{ bytes: 3 * megabyte }, { bytes: 2 * megabyte }];
	expect(() => guardRequest(files, 5)).not.toThrow();
	expect(() => guardRequest(files, 0)).not.toThrow();
	expect(() => guardRequest(files)).not.toThrow();
	expect(() => guardRequest([...files, { bytes: 1 }], 5)).toThrow(
		"The 3 file(s) of one request have 5.0 MB, more than the 5 MB that 'Maximum Request Size' allows",
	);
});
