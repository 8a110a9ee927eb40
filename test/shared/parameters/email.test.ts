import { checkedEmail } from '../../../nodes/shared/parameters/email';

const imap = {
	value: [{ address: 'ada@example.com', name: 'Lovelace, Ada' }],
	html: '<span>Lovelace, Ada</span>',
	text: '"Lovelace, Ada" <ada@example.com>',
};
const outlook = { emailAddress: { name: 'Ada Lovelace', address: 'ada@example.com' } };

test.each([
	['ada@example.com', 'ada@example.com'],
	['  ada@example.com\n', 'ada@example.com'],
	['ada.lovelace+crm@sub.example.co.uk', 'ada.lovelace+crm@sub.example.co.uk'],
	['zoë@exämple.de', 'zoë@exämple.de'],
	["o'brien@example.ie", "o'brien@example.ie"],
	['ada@xn--exmple-cua.de', 'ada@xn--exmple-cua.de'],
	// Invisible: zero-width space, byte order mark, soft hyphen, direction marks.
	['ada@example.com\u200b', 'ada@example.com'],
	['\ufeffada@example.com', 'ada@example.com'],
	['a\u00adda@exam\u2060ple.com', 'ada@example.com'],
	['\u202aada@example.com\u202c', 'ada@example.com'],
	// As mail programs and pages write it.
	['Ada <ada@example.com>', 'ada@example.com'],
	['Ada Lovelace<ada@example.com>', 'ada@example.com'],
	['"Lovelace, Ada" <ada@example.com>', 'ada@example.com'],
	['"Ada \\"the Countess\\" Lovelace" <ada@example.com>', 'ada@example.com'],
	['"ada@home" <ada@example.com>', 'ada@example.com'],
	['<ada@example.com>', 'ada@example.com'],
	['mailto:ada@example.com', 'ada@example.com'],
	['MAILTO:ada%40example.com?subject=Hello', 'ada@example.com'],
	['<mailto:ada@example.com>', 'ada@example.com'],
	// As e-mail triggers give it.
	[imap, 'ada@example.com'],
	[imap.value, 'ada@example.com'],
	[imap.value[0], 'ada@example.com'],
	[outlook, 'ada@example.com'],
	[outlook.emailAddress, 'ada@example.com'],
	[['Ada <ada@example.com>'], 'ada@example.com'],
	[['ada@example.com', 'Ada <ada@example.com>'], 'ada@example.com'],
	[{ __rl: true, mode: 'email', value: imap }, 'ada@example.com'],
	[{ __rl: true, mode: 'email', value: ' ada@example.com ' }, 'ada@example.com'],
])('%j is the address %s', (given, address) => {
	expect(checkedEmail(given, 'Lead')).toBe(address);
});

test.each([
	'ada',
	'ada@',
	'@example.com',
	'asha@example',
	'asha@example.com.',
	'asha@.example.com',
	'asha@example..com',
	'.asha@example.com',
	'asha.@example.com',
	'as..ha@example.com',
	'asha@127.0.0.1',
	'asha@[127.0.0.1]',
	'asha@-example.com',
	'asha@example.c',
	'asha@exam_ple.com',
	'a b@example.com',
	'ada@example.com\nbcc: x',
	'ada@example.com>',
	'Ada <ada@example.com',
	'"Ada <ada@example.com>',
	'mailto:',
	'mailto:ada@example.com%0Abcc:x',
	`${'a'.repeat(65)}@example.com`,
	`ada@${'a.'.repeat(130)}com`,
	'ada@example.com\u0000',
	12,
	true,
	{ name: 'Ada' },
])('%j is not an address', (given) => {
	expect(() => checkedEmail(given, 'Lead')).toThrow(/^'Lead' is not a valid email address: /);
});

test.each([
	'ada@example.com, ben@example.com',
	'ada@example.com;ben@example.com',
	'Ada <ada@example.com>, Ben <ben@example.com>',
	'ben@example.com <ada@example.com>',
	'ada@@example.com',
	{ value: [{ address: 'ada@example.com' }, { address: 'ben@example.com' }] },
	['ada@example.com', 'ben@example.com'],
])('%j is more than one address', (given) => {
	expect(() => checkedEmail(given, 'Lead')).toThrow("'Lead' holds more than one email address: ");
});

test.each([undefined, null, '', '  ', '\u200b', [], { mode: 'email', value: '' }, { value: [] }])(
	'%j is empty',
	(given) => {
		expect(() => checkedEmail(given, 'Lead')).toThrow(
			expect.objectContaining({
				message: "'Lead' is empty",
				advice: expect.stringContaining('It should look like ada@example.com.'),
			}),
		);
	},
);

test('long texts take no long time', () => {
	const started = performance.now();
	for (const text of [
		'"'.repeat(300_000),
		`"${'\\"'.repeat(300_000)}<`,
		`a${'.a'.repeat(300_000)}@b`,
	]) {
		expect(() => checkedEmail(text, 'Lead')).toThrow('is not a valid email address');
	}
	// Were it quadratic, it would take minutes.
	expect(performance.now() - started).toBeLessThan(20_000);
});
