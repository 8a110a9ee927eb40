import { fileNaming } from '../../../nodes/LeadSquared/transport/fileNames';
import { guardFile } from '../../../nodes/shared/files/guard';
import type { NamedFile } from '../../../nodes/shared/files/preparedFile';

const named = (name: string) => ({ name, extension: 'pdf', binaryField: 'data' }) as NamedFile;
const sent = (...names: string[]) => fileNaming({ uniqueNames: false })(names.map(named));

test.each([
	[
		['a.pdf', 'a.pdf', 'A.pdf'],
		['a.pdf', 'a-2.pdf', 'A-3.pdf'],
	],
	[
		['', ''],
		['data.pdf', 'data-2.pdf'],
	],
	[
		['a-2.pdf', 'a.pdf', 'a.pdf'],
		['a-2.pdf', 'a.pdf', 'a-3.pdf'],
	],
	[
		['x/a.pdf', 'a\u200b.pdf'],
		['a.pdf', 'a-2.pdf'],
	],
])('the files %j of an item are sent as %j', (names, expected) => {
	expect(sent(...names)).toEqual(expected);
});

test('with a mark each name is unlike all others, and keeps its extension', () => {
	const names = fileNaming({ uniqueNames: true })(['a.pdf', 'a.pdf'].map(named));
	expect(new Set(names).size).toBe(2);
	for (const name of names) expect(name).toMatch(/^a-[0-9a-z]{8}\.pdf$/);
});

test.each(['a.exe ', 'a.exe.', 'a.exe\u200b', 'x/a.exe'])('%j is sent as a program', (name) => {
	const [fileName] = sent(name);
	const limits = {
		maxFileSize: 0,
		minImageSize: 0,
		allowedExtensions: [],
		blockedExtensions: ['exe'],
		skipsNotAllowed: false,
	};
	expect(() =>
		guardFile({ label: name, fileName, mimeType: 'text/plain', bytes: 1 }, limits),
	).toThrow('are blocked');
});
