import type { PhpArray, PhpPath } from './php';
import { phpAssign, phpBaseName, phpKey, phpPlain, phpView } from './php';

// What PHP 8.2.36 itself made of these names; test/php compares thousands more where PHP is installed.
const OBSERVED: Array<[name: string, path: PhpPath | undefined, fileName?: string]> = [
	['simple.pdf', ['simple_pdf']],
	['noext', ['noext']],
	['a-b_c9.pdf', ['a-b_c9_pdf']],
	['a b.pdf', ['a_b_pdf']],
	['a.b.pdf', ['a_b_pdf']],
	['a.b_pdf', ['a_b_pdf']],
	['.hidden', ['_hidden']],
	['..two.pdf', ['__two_pdf']],
	[' lead.pdf', ['lead_pdf']],
	['trail.pdf ', ['trail_pdf_']],
	['   ', undefined],
	['[x].pdf', undefined],
	['x[1].pdf', ['x', '1']],
	['x[].pdf', ['x', null]],
	['x[ ].pdf', ['x', null]],
	['x[ a].pdf', ['x', ' a']],
	['x[a][b].pdf', ['x', 'a', 'b']],
	['x[a]b[c].pdf', ['x', 'a']],
	['x[a][b.pdf', ['x', 'a']],
	['x[a b.c].pdf', ['x', 'a b.c']],
	['x[[a]].pdf', ['x', '[a']],
	['files[0].pdf', ['files', '0']],
	['x[.pdf', ['x__pdf']],
	['x[1.pdf', ['x_1_pdf']],
	['x].pdf', ['x]_pdf']],
	['%41%20b.pdf', ['%41%20b_pdf']],
	['a&b=c.pdf', ['a&b=c_pdf']],
	['quote".pdf', ['quote"_pdf']],
	['back\\slash.pdf', ['back\\slash_pdf'], 'slash.pdf'],
	['dir/file.pdf', ['dir/file_pdf'], 'file.pdf'],
	['dir\\sub/file.pdf', ['dir\\sub/file_pdf'], 'file.pdf'],
	['ünïcödé 日本語😀.pdf', ['ünïcödé_日本語😀_pdf']],
	['no\u00a0break.pdf', ['no\u00a0break_pdf']],
	['tab\t.pdf', ['tab\t_pdf']],
	['cut\0here.pdf', ['cut'], 'cut'],
	['Report.PDF', ['Report_PDF']],
	['0', ['0']],
	['__Host-a.pdf', ['__Host-a_pdf']],
	['..Host-a.pdf', undefined],
];

describe('the names of PHP', () => {
	it.each(OBSERVED)('%j', (name, path, fileName = name) => {
		expect(phpKey(name)).toEqual(path);
		expect(phpBaseName(name)).toBe(fileName);
	});
});

describe('the variables of PHP', () => {
	function post(...names: string[]) {
		const variables: PhpArray<string> = new Map();
		names.forEach((name, index) => phpAssign(variables, name, String(index)));
		return phpPlain(variables);
	}

	it('keep the last of several values', () => {
		expect(post('a b.pdf', 'a.b.pdf', 'a_b_pdf')).toEqual({ a_b_pdf: '2' });
		expect(post('x[1].pdf', 'x[1].png')).toEqual({ x: { '1': '1' } });
		expect(post('x[1].pdf', 'x')).toEqual({ x: '1' });
		expect(post('x', 'x[1].pdf')).toEqual({ x: { '1': '1' } });
	});

	it('take the next free index', () => {
		expect(post('x[]', 'x[7]', 'x[07]', 'x[]')).toEqual({
			x: { '0': '0', '7': '1', '07': '2', '8': '3' },
		});
	});

	it('are not lost on names that mean something in JavaScript', () => {
		expect(Object.keys(post('__proto__', 'constructor'))).toEqual(['__proto__', 'constructor']);
	});
});

describe('the files of PHP', () => {
	const noLimits = { maxFiles: undefined, uploadMaxBytes: undefined, postMaxBytes: undefined };
	const form = (...parts: string[]) => ({
		fields: [{ name: 'id', value: '1' }],
		files: parts.map((part, index) => ({
			part,
			fileName: `dir/${index}.pdf`,
			mimeType: 'application/pdf',
			bytes: 10 + index,
			sha256: `hash ${index}`,
		})),
		order: [],
		contentLength: 1000,
		received: 1000,
	});
	const names = (...parts: string[]) => {
		const shorten = (files: PhpArray<{ name: string }>): unknown =>
			Object.fromEntries(
				[...files].map(([key, file]) => [key, file instanceof Map ? shorten(file) : file.name]),
			);
		return shorten(phpView(form(...parts), noLimits).files);
	};

	it.each([
		[['files[0]', 'files[1]'], { files: { '0': '0.pdf', '1': '1.pdf' } }],
		[['files[5]', 'files[9]'], { files: { '5': '0.pdf', '9': '1.pdf' } }],
		[['files[]', 'files[]'], { files: { '0': '0.pdf', '1': '1.pdf' } }],
		[['files', 'files'], { files: '1.pdf' }],
		[['files[0]', 'files[0]'], { files: { '0': '1.pdf' } }],
		[['files[ a]'], { files: { a: '0.pdf' } }],
		// One odd name costs all files after it.
		[['files[0]', 'files[1]x', 'files[2]'], { files: { '0': '0.pdf' } }],
		[['files[0', 'files[1]'], {}],
	])('%j', (parts, expected) => {
		expect(names(...parts)).toEqual(expected);
	});

	it('stop at the limits', () => {
		const parts = ['files[0]', 'files[1]', 'files[2]'];
		const few = phpView(form(...parts), { ...noLimits, maxFiles: 2 });
		expect([...(few.files.get('files') as PhpArray<never>).keys()]).toEqual(['0', '1']);

		const small = phpView(form(...parts), { ...noLimits, uploadMaxBytes: 11 });
		expect(phpPlain(small.files).files).toMatchObject({
			'1': { error: 0, size: 11 },
			'2': { error: 1, size: 0, name: '2.pdf' },
		});

		const none = phpView(form(...parts), { ...noLimits, postMaxBytes: 999 });
		expect([none.post.size, none.files.size]).toEqual([0, 0]);
	});
});
