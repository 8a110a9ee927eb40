import fc from 'fast-check';

const characters = [
	...'"\'\\/<>|*?:;,=&%#+@()[]{}.. \t\r\n\0\x7F\u0085',
	// Right-to-left, zero-width, separators, byte order mark.
	...'\u202E\u202D\u2066\u2069\u200B\u200D\u00AD\u2028\u2029\uFEFF\u00A0\u3000',
	// Half of a character, and characters that are none.
	'\uD83D',
	'\uDE00',
	'\uFFFE',
	'\uFFFF',
	// The same letter in two ways; combined emoji; other scripts.
	'é',
	'e\u0301',
	'😀',
	'👩‍👩‍👧',
	'ﬁ',
	'№',
	'日',
	'ع',
	...'aZ09-_',
];

const words = [
	...['..', '../', '..\\', '/etc/', 'C:\\', '.pdf', '.tar.gz', '%22', '%0d%0a', '%00', '\r\n'],
	...['"; filename="x', '\r\n\r\n', '--', '[0]', '[]', '[x', 'CON', 'nul', '__Host-', '_.Host-'],
	...['id', 'ID', 'objectType', 'fieldSystemName', 'files', 'files[0]', 'accountID', 'secretKey'],
	...['uploadFiles', 'AccessKey', 'FileType', 'GLOBALS', '_POST', '0', '123'],
];

/** Text as an attacker or a strange program would write it. */
export const hostileText = fc.oneof(
	{ weight: 6, arbitrary: fc.array(fc.constantFrom(...characters, ...words), { maxLength: 12 }) },
	{ weight: 2, arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }) },
	{ weight: 2, arbitrary: fc.tuple(fc.constantFrom(...words)) },
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.constantFrom(...characters), fc.constantFrom(...words))
			.map(([character, word]) => [character.repeat(5000), word]),
	},
);

/** {@link hostileText} as one text. */
export const hostileName = hostileText.map((parts) =>
	parts.map((part) => (typeof part === 'number' ? String.fromCharCode(part) : part)).join(''),
);

/** Types from outside, some of them in order. */
export const hostileMimeType = fc.oneof(
	fc.constantFrom('application/pdf', 'image/png', 'TEXT/Plain; charset=utf-8', '', 'pdf'),
	hostileName,
	hostileName.map((text) => `text/${text}`),
	hostileName.map((text) => `application/pdf${text}`),
);

/** How often a property is tried; `PROPERTY_RUNS=2000 npx jest property` tries harder. */
export const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };
