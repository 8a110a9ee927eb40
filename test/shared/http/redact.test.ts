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
