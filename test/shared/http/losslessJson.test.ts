import { parseLossless } from '../../../nodes/shared/http/losslessJson';

test.each([
	['{"id":313190123456789012}', { id: '313190123456789012' }],
	['[9007199254740993,-9007199254740993]', ['9007199254740993', '-9007199254740993']],
	['{"id":2000312345678901}', { id: 2000312345678901 }],
	['{"a":9007199254740991}', { a: 9007199254740991 }],
	[
		'{"a":"313190123456789012, 313190123456789012"}',
		{ a: '313190123456789012, 313190123456789012' },
	],
	[
		'{"a\\"313190123456789012":1,"b":313190123456789012}',
		{ 'a"313190123456789012': 1, b: '313190123456789012' },
	],
	['{"a":"\\\\","b":313190123456789012}', { a: '\\', b: '313190123456789012' }],
	['[0.1234567890123456,3.1e17]', [0.1234567890123456, 3.1e17]],
	['313190123456789012', '313190123456789012'],
	['null', null],
])('%s keeps all digits', (text, value) => {
	expect(parseLossless(text)).toEqual(value);
});

test.each(['', '{', '{"id":313190123456789012', '{"a":01}', '<html>313190123456789012'])(
	'%j is not JSON',
	(text) => {
		expect(() => parseLossless(text)).toThrow(SyntaxError);
	},
);

test('double the reply takes no more than three times as long', () => {
	const reply = (records: number) =>
		JSON.stringify(
			Array.from({ length: records }, (_, n) => ({
				id: n,
				text: '\\"'.repeat(50),
				n: '1'.repeat(20),
			})),
		).replace(/"(1{20})"/g, '$1');
	const time = (text: string) => {
		const begin = performance.now();
		parseLossless(text);
		return performance.now() - begin;
	};
	const [small, large] = [reply(1500), reply(3000)];
	time(small);
	const best = (text: string) => Math.min(...Array.from({ length: 15 }, () => time(text)));
	expect(best(large)).toBeLessThan(3 * best(small) + 5);
});
