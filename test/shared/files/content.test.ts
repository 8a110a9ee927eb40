import type { IBinaryData } from 'n8n-workflow';
import { contentOf } from '../../../nodes/shared/files/content';

const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0xff, 0xfe, 0x00, 0x3e, 0x3f]);
const base64 = bytes.toString('base64');
const contentWith = (data: unknown, more = {}) =>
	contentOf('scan', { mimeType: 'application/pdf', data, ...more } as IBinaryData);

test.each([
	['base64', base64],
	['base64 with one padding', Buffer.from('12345').toString('base64')],
	['base64 with two', Buffer.from('1234').toString('base64')],
	['base64 in lines', base64.replace(/(.{4})/g, '$1\n')],
	['base64 in lines of Windows', `${base64.replace(/(.{4})/g, '$1\r\n')}`],
	['base64 in lines with indents', `\n  ${base64.replace(/(.{4})/g, '$1\n  ')}\n`],
	['base64 of the alphabet for URLs', Buffer.from([0xfb, 0xff, 0xbf]).toString('base64url')],
	['a data URI', `data:application/pdf;base64,${base64}`],
	['a data URI with parameters', `data:application/pdf;name=a.pdf;base64,${base64}`],
	['a data URI without a type', `data:;base64,${base64}`],
	['a data URI in capitals', `DATA:application/pdf;BASE64,${base64}`],
	['a data URI in lines', `data:application/pdf;base64,${base64.replace(/(.{4})/g, '$1\n')}`],
	['a data URI with encoded signs', `data:a/b;base64,${encodeURIComponent(base64)}`],
])('%s is decoded, and its size is that of the bytes', (_, data) => {
	const { bytes: size, read } = contentWith(data);
	const text = data.replace(/^data:[^,]*,/i, '');
	const expected = Buffer.from(/%/.test(text) ? decodeURIComponent(text) : text, 'base64');
	expect(read().equals(expected)).toBe(true);
	expect(size).toBe(expected.length);
	expect(size).toBeGreaterThan(0);
});

test.each([
	['data:text/plain,Hello%20there', 'Hello there'],
	['data:,z%C3%B6', 'zö'],
	['data:text/plain;charset=utf-8,zö', 'zö'],
])('%s is the text %j', (uri, text) => {
	expect(String(contentWith(uri).read())).toBe(text);
	expect(contentWith(uri).bytes).toBe(Buffer.byteLength(text));
});

test.each([
	[undefined, 'no content'],
	[null, 'no content'],
	['', 'no content'],
	['\n', 'no content'],
	['data:application/pdf;base64,', 'no content'],
	['data:,', 'no content'],
	['filesystem-v2', `a mark of n8n's storage ("filesystem-v2")`],
	['filesystem', `a mark of n8n's storage ("filesystem")`],
	['database', `a mark of n8n's storage ("database")`],
	['s3', `a mark of n8n's storage ("s3")`],
	['azure-blob', `a mark of n8n's storage ("azure-blob")`],
	['Hello', 'text that is not base64'],
	['Hello world', 'text that is not base64'],
	['Dear Ada, here is the contract.', 'text that is not base64'],
	['{"a":1}', 'text that is not base64'],
	['%PDF-1.7\n%âãÏÓ', 'text that is not base64'],
	['https://example.com/a.pdf', 'text that is not base64'],
	['====', 'text that is not base64'],
	['A===', 'text that is not base64'],
	['QUJD RA==', 'text that is not base64'],
	[base64.slice(1), 'text that is not base64'],
	['data:application/pdf;base64,Hello world', 'a data URI that cannot be read'],
	['data:application/pdf;base64', 'a data URI that cannot be read'],
	['data:text/plain,%E0%A4%A', 'a data URI that cannot be read'],
	[{ type: 'Buffer', data: [1, 2, 3] }, 'a Buffer that has become JSON'],
	[Buffer.from('abc'), 'a Buffer that has become JSON'],
	[new Uint8Array(3), 'a Buffer that has become JSON'],
	[[1, 2, 3], 'a list'],
	[12, 'a value of the type number'],
	[{ a: 1 }, 'a value of the type object'],
	[true, 'a value of the type boolean'],
])('%j is refused: %s', (data, holds) => {
	try {
		contentWith(data);
	} catch (error) {
		const { message, advice } = error as { message: string; advice: string };
		expect(message.startsWith(`The binary field "scan" holds ${holds}`)).toBe(true);
		expect(advice).toMatch(/Convert to File|connect this node directly/);
		return;
	}
	throw new Error('It was taken');
});

test.each([{ bytes: 0 }, { fileSize: '0 B' }, { fileSize: '0 B', bytes: 0 }])(
	'a file that n8n has found empty (%j) is one',
	(more) => {
		const { bytes: size, read } = contentWith('', more);
		expect(size).toBe(0);
		expect(read()).toHaveLength(0);
	},
);

test('a large file is looked through in no long time, and not decoded before it is sent', () => {
	const large = Buffer.alloc(10_000_000, 7).toString('base64');
	const started = performance.now();
	expect(contentWith(large).bytes).toBe(10_000_000);
	expect(() => contentWith(`${large.slice(4)}!!!!`)).toThrow('text that is not base64');
	expect(performance.now() - started).toBeLessThan(20_000);
});
