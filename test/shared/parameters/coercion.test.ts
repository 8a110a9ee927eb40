import {
	nonEmptyText,
	readBoolean,
	readNumber,
	readText,
} from '../../../nodes/shared/parameters/coercion';

test.each([
	[true, true],
	[false, false],
	['true', true],
	['false', false],
	['False', false],
	['TRUE', true],
	['1', true],
	['0', false],
	[1, true],
	[0, false],
	['', false],
	[' ', false],
	[undefined, false],
	[null, false],
])('the switch %j is %s', (value, expected) => {
	expect(readBoolean(value, 'Download')).toBe(expected);
});

test('a switch that is not set has its fallback', () => {
	expect(readBoolean(undefined, 'Download', true)).toBe(true);
	expect(readBoolean('', 'Download', true)).toBe(true);
	expect(readBoolean('false', 'Download', true)).toBe(false);
});

test.each(['yes', 'on', 2, -1, NaN, [], [1], {}, 'truee'])('%j is neither true nor false', (it) => {
	expect(() => readBoolean(it, 'Download')).toThrow(/^'Download' is neither true nor false: /);
});

test.each([
	[3, 3],
	['3', 3],
	[' 2.5 ', 2.5],
	['0', 0],
	[-7, 1],
	[1e9, 10],
	[undefined, 4],
	['', 4],
	[null, 4],
])('the number %j is %s', (value, expected) => {
	const min = value === '0' || value === 0 ? 0 : 1;
	expect(readNumber(value, 'Parallel', { min, max: 10, fallback: 4 })).toBe(expected);
});

test.each(['ten', '3 MB', NaN, Infinity, true, [], [3], {}, '1,5'])('%j is not a number', (it) => {
	expect(() => readNumber(it, 'Parallel', { fallback: 4 })).toThrow("'Parallel' is not a number: ");
});

test.each([
	['a', 'a'],
	[' a ', ' a '],
	[12, '12'],
	['', undefined],
	['  ', undefined],
	[null, undefined],
	[undefined, undefined],
	[0, '0'],
])('the text %j is %j', (value, expected) => {
	expect(readText(value)).toBe(expected);
});

test.each([
	['a', 'a'],
	['', undefined],
	[' ', undefined],
	[12, undefined],
	[{ a: 1 }, undefined],
	[null, undefined],
])('of an answer, %j is the text %j', (value, expected) => {
	expect(nonEmptyText(value)).toBe(expected);
});
