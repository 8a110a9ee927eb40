import { leaveYoungGarbage } from '../../../nodes/shared/http/youngGarbage';

/** How long the strings are that are left for a piece of this size. */
function lengthsFor(bytes: number): number[] {
	const piece = Buffer.alloc(bytes, 'é');
	const toString = jest.spyOn(piece, 'toString');
	leaveYoungGarbage(piece);
	return toString.mock.results.map(({ value }) => (value as string).length);
}

test.each([0, 1, 65_536, 65_537, 262_144, 1_048_576])(
	'as much garbage as a piece of %d bytes, none of it large',
	(bytes) => {
		const lengths = lengthsFor(bytes);
		expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes);
		// V8's heap has pages of their own for anything larger.
		expect(Math.max(0, ...lengths)).toBeLessThan(128 * 1024);
	},
);

test('none for a whole file that is in memory anyway', () => {
	expect(lengthsFor(1_048_577)).toEqual([]);
});
