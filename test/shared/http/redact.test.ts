import { createRedactor, redactJson } from '../../../nodes/shared/http/redact';

const accessKey = 'u$r0a1b+2/c=?&d e%';

test.each([
	['as it is', accessKey],
	['percent-encoded', encodeURIComponent(accessKey)],
	['percent-encoded in lower case', encodeURIComponent(accessKey).toLowerCase()],
	['percent-encoded in mixed case', encodeURIComponent(accessKey).replace('%3D', '%3d')],
	['encoded as a whole address', encodeURI(accessKey)],
	['form-encoded', encodeURIComponent(accessKey).replace(/%20/g, '+')],
	['twice', `${accessKey} and ${accessKey}`],
])('takes out a key %s', (_, spelling) => {
	// The digits of "percent-encoded in lower case" are lower case; the key's own letters are, too.
	const redact = createRedactor([accessKey]);
	const text = redact(`before ${spelling} after`);
	expect(text).toMatch(/^before \[hidden\]( and \[hidden\])? after$/);
});

test('takes a key out of JSON, where quotes and backslashes are escaped', () => {
	const secret = 'a"b\\c';
	const text = createRedactor([secret])(JSON.stringify({ message: `key ${secret}!` }));
	expect(text).toBe('{"message":"key [hidden]!"}');
});

test('reads characters of regular expressions as themselves', () => {
	const redact = createRedactor(['a.c', '(x', '[y]', 'z*', '^s$', 'p|q', '\\d']);
	expect(redact('abc zzz p q 7')).toBe('abc zzz p q 7');
	expect(redact('a.c (x [y] z* ^s$ p|q \\d')).toBe(Array(7).fill('[hidden]').join(' '));
});

test('leaves no rest of a longer key behind when one contains the other', () => {
	for (const secrets of [
		['abcd', 'abcdefgh'],
		['abcdefgh', 'abcd'],
	]) {
		expect(createRedactor(secrets)('abcdefgh abcd')).toBe('[hidden] [hidden]');
	}
});

test('takes out keys with blanks around them as they are sent, trimmed', () => {
	expect(createRedactor(['  key-1\n'])('key-1')).toBe('[hidden]');
});

test('leaves everything as it is when there are no keys', () => {
	const redact = createRedactor(['', '  ']);
	expect(redact('some text, a blank and  two')).toBe('some text, a blank and  two');
});

test('does not take a part of what it put in for a key', () => {
	expect(createRedactor(['secret', 'hidden'])('secret hidden')).toBe('[hidden] [hidden]');
});

test.each([
	['percent-encoded twice', encodeURIComponent(encodeURIComponent(accessKey))],
	['in HTML', accessKey.replace('&', '&amp;').replace('$', '&#36;').replace('/', '&#x2F;')],
	['in JSON with escapes', accessKey.replace('/', '\\/').replace('&', '\\u0026')],
	['in capitals', accessKey.toUpperCase()],
	['partly encoded', accessKey.replace('$', '%24').replace(' ', '+')],
])('takes out a key %s', (_, spelling) => {
	expect(createRedactor([accessKey])(`"${spelling}"`)).toBe('"[hidden]"');
});

test('cleans every text of a JSON value, and its names, and nothing else', () => {
	const value = { a: ['key-1', 2, null, true], 'key-1': { b: 'x key-1 y' } };
	expect(redactJson(value, createRedactor(['key-1']))).toEqual({
		a: ['[hidden]', 2, null, true],
		'[hidden]': { b: 'x [hidden] y' },
	});
});

describe('a key that is echoed as a whole in another encoding', () => {
	const keys = ['u$r0a1b2c3d4e5', 'S3cr"t/+key&more', 'plainSecret123'];
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const ways: Array<[string, (key: string) => string]> = [
		['base64', base64],
		['base64 after one letter', (key) => base64(`x${key}`)],
		['base64 after two letters', (key) => base64(`xy${key}`)],
		['base64 amid a header', (key) => base64(`account:${key}:and more`)],
		['base64 for addresses', (key) => Buffer.from(`>>>${key}???`).toString('base64url')],
		['base64 in an address', (key) => encodeURIComponent(base64(`??${key}>>`))],
		['hex', (key) => Buffer.from(key).toString('hex')],
		['hex in capitals', (key) => Buffer.from(`a${key}b`).toString('hex').toUpperCase()],
		['JSON inside JSON', (key) => JSON.stringify(JSON.stringify({ key }))],
		['JSON three deep', (key) => JSON.stringify(JSON.stringify(JSON.stringify([key])))],
		[
			'JSON with other escapes',
			(key) =>
				JSON.stringify(
					`{"k":"${key.replace(/\W/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)}"}`,
				),
		],
	];

	test.each(ways)('%s', (_, encode) => {
		const redact = createRedactor(keys);
		for (const key of keys) {
			const encoded = encode(key);
			const text = redact(`before ${encoded} after`);
			expect(text).toMatch(/^before .*\[hidden\].* after$/);
			// What stays at the edges holds no more than a letter of the key.
			const rest = text.slice(7, -6).replace('[hidden]', '');
			const plain = Buffer.from(rest, 'base64').toString() + Buffer.from(rest, 'hex').toString();
			for (let at = 0; at + 4 <= key.length; at++) {
				expect(plain).not.toContain(key.slice(at, at + 4));
				expect(rest).not.toContain(key.slice(at, at + 4));
			}
		}
	});

	test('and short ones hide nothing else', () => {
		expect(createRedactor(['ab'])('YWI= 6162 abc')).toBe('YWI= 6162 [hidden]c');
	});
});
