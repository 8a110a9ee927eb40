import { guardFile, guardRequest } from '../../nodes/shared/fileGuards';

const megabyte = 1024 * 1024;

test.each([
	[10 * megabyte, 10, true],
	[10 * megabyte + 1, 10, false],
	[0, 10, true],
	[megabyte / 2, 0.5, true],
	[megabyte / 2 + 1, 0.5, false],
	[5000 * megabyte, 0, true],
	[5000 * megabyte, undefined, true],
])('a file of %i bytes with a limit of %s MB: %s', (bytes, maxFileSize, may) => {
	const guard = () => guardFile('scan.pdf', bytes, { maxFileSize });
	if (may) expect(guard).not.toThrow();
	else expect(guard).toThrow(/^The file "scan\.pdf" has \S+ MB, more than the/);
});

test('the message tells name, size and limit', () => {
	expect(() => guardFile('scan.pdf', 12.34 * megabyte, { maxFileSize: 10 })).toThrow(
		`The file "scan.pdf" has 12.3 MB, more than the 10 MB that 'Maximum File Size' allows`,
	);
	expect(() => guardFile('a.txt', 2048, { maxFileSize: 0.001 })).toThrow('has 0.002 MB');
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
	const guard = () => guardFile(name, 1, { allowedExtensions });
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
])('blocked "%s", file "%s": %s', (blockedExtensions, name, may) => {
	const guard = () => guardFile(name, 1, { blockedExtensions });
	if (may) expect(guard).not.toThrow();
	else expect(guard).toThrow('are blocked');
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
