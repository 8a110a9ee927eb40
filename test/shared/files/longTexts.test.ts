import type { IBinaryData } from 'n8n-workflow';
import type { BinaryEntry } from '../../../nodes/shared/files/binaries';
import { inNaturalOrder } from '../../../nodes/shared/files/binaries';
import { contentOf } from '../../../nodes/shared/files/content';
import { fileNameIn } from '../../../nodes/shared/files/disposition';
import { selectLinks } from '../../../nodes/shared/files/links';
import { cleanFileName, cleanMimeType, toParameterName } from '../../../nodes/shared/files/name';
import { readBoolean, readNumber } from '../../../nodes/shared/parameters/coercion';
import { readDateTime } from '../../../nodes/shared/parameters/dateTime';
import { checkedEmail } from '../../../nodes/shared/parameters/email';
import { checkedDigits, checkedPhone } from '../../../nodes/shared/parameters/validators';

const named = (name: string) => ({ name, binaryField: 'data', extension: 'pdf' });
const zone = { getTimezone: () => 'UTC' };

/** What reads texts that strangers write. */
const readers: Record<string, (text: string) => unknown> = {
	cleanFileName: (text) => cleanFileName(named(text)),
	toParameterName: (text) => toParameterName(named(text)),
	binaryField: (text) => cleanFileName({ name: '', binaryField: text, extension: 'pdf' }),
	cleanMimeType,
	contentOf: (text) => contentOf('data', { mimeType: '', data: text } as IBinaryData),
	dataUri: (text) => contentOf('data', { mimeType: '', data: `data:a/b,${text}` } as IBinaryData),
	inNaturalOrder: (text) =>
		inNaturalOrder([
			[text, {}],
			[`${text}1`, {}],
		] as unknown as BinaryEntry[]),
	fileNameIn: (text) => fileNameIn(`attachment; filename=${text}`),
	selectLinks,
	linkWithPath: (text) => selectLinks(`https://example.com/${text}`),
	checkedEmail: (text) => checkedEmail(text, 'Lead'),
	checkedPhone: (text) => checkedPhone(text, 'Lead'),
	checkedDigits: (text) => checkedDigits(text, 'Lead'),
	readDateTime: (text) => readDateTime(zone, text, 'Date'),
	readBoolean: (text) => readBoolean(text, 'Yes'),
	readNumber: (text) => readNumber(text, 'Number', { fallback: 0 }),
};

const runs = [
	' ',
	'.',
	'_',
	'1',
	'"',
	'/',
	'<',
	';',
	'\\',
	'\n',
	'a.',
	'%',
	'\u200b',
	'@a',
	'=',
	'; a',
];

/** How long all readers' worst texts of this length take (ms). */
function timeOf(read: (text: string) => unknown, length: number): number {
	const started = performance.now();
	for (const run of runs) {
		const text = run.repeat(length / run.length);
		for (const whole of [text, `x${text}x`, `"${text}`]) {
			try {
				read(whole);
			} catch {
				// Refused: fine.
			}
		}
	}
	return performance.now() - started;
}

test('100,000 files are put in order in no long time', () => {
	const numbers = Array.from({ length: 100_000 }, (_, number) => (number * 7919) % 100_000);
	const entries = numbers.map((number) => [`a_${number}`, {}]) as unknown as BinaryEntry[];
	const started = performance.now();
	const ordered = inNaturalOrder(entries).map(([field]) => field);
	expect(performance.now() - started).toBeLessThan(20_000);
	expect(ordered).toEqual(numbers.map((_, number) => `a_${number}`));
});

// Were it quadratic, it would take minutes: n8n would stand still for all.
test.each(Object.entries(readers))('%s reads 300,000 characters in no long time', (_, read) => {
	expect(timeOf(read, 300_000)).toBeLessThan(20_000);
});
