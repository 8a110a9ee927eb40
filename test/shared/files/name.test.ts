import {
	cleanFileName,
	cleanMimeType,
	extensionForType,
	extensionOf,
	toParameterName,
	withSuffix,
} from '../../../nodes/shared/files/name';

const source = (name: string, binaryField = 'data', extension = 'pdf') => ({
	name,
	binaryField,
	extension,
});

test.each([
	// What people call their files stays as it is.
	['Contract Ada.pdf', 'Contract Ada.pdf'],
	['Angebot für Zoë (final).pdf', 'Angebot für Zoë (final).pdf'],
	['日本語 の 名前.pdf', '日本語 の 名前.pdf'],
	['отчёт.pdf', 'отчёт.pdf'],
	['😀.pdf', '😀.pdf'],
	['a.b.c.tar.gz', 'a.b.c.tar.gz'],
	['100%.pdf', '100%.pdf'],
	["o'brien & sons; #1+2=3.pdf", "o'brien & sons; #1+2=3.pdf"],
	['x[1].pdf', 'x[1].pdf'],
	// Letters are written in one way.
	['Zoe\u0308.pdf', 'Zoë.pdf'],
	// Paths are cut off, in both directions of the slash.
	['/etc/passwd.txt', 'passwd.txt'],
	['../../etc/passwd.txt', 'passwd.txt'],
	['C:\\Users\\Ada\\scan.pdf', 'scan.pdf'],
	['..\\..\\x.pdf', 'x.pdf'],
	['a/b\\c/d.pdf', 'd.pdf'],
	// What is invisible or would act as something else goes.
	['a"b.pdf', 'a_b.pdf'],
	['a\r\nX-Evil: 1.pdf', 'aX-Evil_ 1.pdf'],
	['a\0.pdf', 'a.pdf'],
	['a\tb.pdf', 'ab.pdf'],
	['gnp.\u202Efdp', 'gnp.fdp'],
	['a\u200Bb\uFEFF.pdf', 'ab.pdf'],
	['a\u2028b.pdf', 'ab.pdf'],
	['lone \uD83D.pdf', 'lone.pdf'],
	['a<b>c|d*e?f:g.pdf', 'a_b_c_d_e_f_g.pdf'],
	['a\u00A0b\u3000c.pdf', 'a b c.pdf'],
	// Blanks and dots at the ends cause trouble.
	['  lead.pdf  ', 'lead.pdf'],
	['..two.pdf', 'two.pdf'],
	['name .pdf', 'name.pdf'],
	['.hidden', 'data.hidden'],
	// Without a name, the binary field's name and the type have to do.
	['', 'data.pdf'],
	['...', 'data.pdf'],
	['   ', 'data.pdf'],
	['/', 'data.pdf'],
	['\u200B', 'data.pdf'],
	// A name without an extension is not ours to complete.
	['noext', 'noext'],
	['v1.2 of the contract', 'v1.2 of the contract'],
])('%j becomes %j', (name, clean) => {
	expect(cleanFileName(source(name))).toBe(clean);
	expect(cleanFileName(source(clean))).toBe(clean);
});

test.each([
	['image/png', 'data.png'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'data.docx'],
	['message/rfc822', 'data.eml'],
	['text/calendar', 'data.ics'],
	['image/heic', 'data.heic'],
	['application/octet-stream', 'data'],
	['constructor', 'data'],
	['made/up', 'data'],
])('a file of the type %s without a name is called %s', (mimeType, name) => {
	expect(cleanFileName(source('', 'data', extensionForType(mimeType)))).toBe(name);
});

test.each([
	['', 'file.pdf'],
	['../"x"', '_x_.pdf'],
	['\r\n', 'file.pdf'],
])('a binary field named %j is cleaned, too', (field, name) => {
	expect(cleanFileName(source('', field))).toBe(name);
});

test('long names are cut between characters, and keep their extension', () => {
	for (const character of ['a', 'ü', '日', '😀']) {
		const name = cleanFileName(source(`${character.repeat(5000)}.pdf`));
		expect(name).toMatch(new RegExp(`^(${character})+\\.pdf$`, 'u'));
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
		expect(Buffer.byteLength(name)).toBeGreaterThan(190);
	}
});

test.each([
	['Contract Ada.pdf', 'Contract_Ada.pdf'],
	['Angebot für Zoë.pdf', 'Angebot_fur_Zoe.pdf'],
	['a.b.c.pdf', 'a_b_c.pdf'],
	['a  b--c__d.pdf', 'a_b--c__d.pdf'],
	['x[1].pdf', 'x_1.pdf'],
	['100%.pdf', '100.pdf'],
	['日本語.pdf', 'data.pdf'],
	['日本語 2026.pdf', '2026.pdf'],
	['ﬁle №5.pdf', 'file_No5.pdf'],
	['', 'data.pdf'],
	['.hidden', 'data.hidden'],
	['noext', 'noext'],
	['a.p-d_f', 'a.p-d_f'],
	['a.日本', 'a'],
])('%j becomes the parameter name %j', (name, parameter) => {
	expect(toParameterName(source(name))).toBe(parameter);
});

test('parameter names are not too long', () => {
	expect(toParameterName(source(`${'a'.repeat(5000)}.jpeg`))).toBe(`${'a'.repeat(95)}.jpeg`);
	expect(toParameterName(source('日本', '日本', ''))).toBe('file');
});

test.each([
	['a.pdf', 'a-2.pdf'],
	['a.b.pdf', 'a.b-2.pdf'],
	['a', 'a-2'],
	['.a', '-2.a'],
	['a.', 'a.-2'],
])('%s with a suffix is %s', (name, suffixed) => {
	expect(withSuffix(name, '-2')).toBe(suffixed);
});

test.each([
	['a.PDF', 'pdf'],
	['a.tar.gz', 'gz'],
	['a', ''],
	['a.', ''],
	['.htaccess', 'htaccess'],
	['a.b c', ''],
	[`a.${'x'.repeat(21)}`, ''],
])('the extension of %j is %j', (name, extension) => {
	expect(extensionOf(name)).toBe(extension);
});

test.each([
	['application/pdf', 'application/pdf'],
	[' Image/PNG ', 'image/png'],
	['text/plain; charset=utf-8', 'text/plain'],
	['application/vnd.a-b+json', 'application/vnd.a-b+json'],
	['', 'application/octet-stream'],
	[undefined, 'application/octet-stream'],
	[null, 'application/octet-stream'],
	['pdf', 'application/octet-stream'],
	['a/b/c', 'application/octet-stream'],
	['a/b\r\nX: 1', 'application/octet-stream'],
	['text/"html"', 'application/octet-stream'],
	['täxt/plain', 'application/octet-stream'],
	['text/ plain', 'application/octet-stream'],
])('the type %j is sent as %s', (mimeType, clean) => {
	expect(cleanMimeType(mimeType)).toBe(clean);
});
