import {
	checked,
	checkedDigits,
	checkedFieldName,
	checkedGuid,
	checkedPhone,
	valueOf,
} from '../../../nodes/shared/parameters/validators';

const guid = 'fda46463-2f03-439b-ae4b-0649f22b9aa7';

test.each([
	['abc', 'abc'],
	['  abc\n', 'abc'],
	[12, '12'],
	[0, '0'],
	[undefined, ''],
	[null, ''],
	[{ __rl: true, mode: 'list', value: ' abc ' }, 'abc'],
	[{ __rl: true, mode: 'id', value: 12 }, '12'],
	[{ __rl: true, mode: 'id', value: null }, ''],
	[{ __rl: true, mode: 'id', value: undefined }, ''],
	['\u200babc\u202c', 'abc'],
	['a\u00adb\ufeffc', 'abc'],
	['\u200b', ''],
])('valueOf(%j) is "%s"', (parameter, value) => {
	expect(valueOf(parameter)).toBe(value);
});

test.each([
	[checkedGuid, guid],
	[checkedGuid, guid.toUpperCase()],
	[checkedGuid, { __rl: true, mode: 'id', value: ` ${guid} ` }],
	[checkedDigits, '2000312345678901'],
	[checkedDigits, 681462799],
] as const)('%p accepts %j', (check, value) => {
	expect(check(value, 'Record')).toBe(valueOf(value));
});

test.each([
	['mx_Custom_2', true],
	['contract_65f0a1b2c3d4e', true],
	['Favorite_Color_5a0dd86e6e290', true],
	['2nd', false],
	['a-b', false],
	['a b', false],
	['a.b', false],
	['a[0]', false],
	[`a${'b'.repeat(121)}`, false],
])('the name of a field may be "%s": %s', (name, may) => {
	const check = () => checkedFieldName(name, 'Field', 'mx_Custom_2');
	if (may) expect(check()).toBe(name);
	else expect(check).toThrow("'Field' does not look right");
});

test.each([
	[checkedGuid, '123'],
	[checkedGuid, `${guid}/../x`],
	[checkedGuid, `${guid}&postUpdatedLead=true`],
	[checkedGuid, `x${guid}`],
	[checkedDigits, '12a'],
	[checkedDigits, '-1'],
	[checkedDigits, '1.0'],
	[checkedDigits, '1e21'],
	[checkedDigits, '1'.repeat(21)],
	[checkedDigits, '１２'],
	[checkedDigits, [1, 2]],
	[checkedDigits, [12]],
	[checkedDigits, 1.5],
	[checkedDigits, true],
	[checkedDigits, { id: 12 }],
] as const)('%p refuses %j', (check, value) => {
	expect(() => check(value, 'Record')).toThrow("'Record' does not look right");
});

test.each([checkedGuid, checkedDigits, checkedPhone])('%p asks for a value', (check) => {
	for (const nothing of [undefined, null, '', '  ', { mode: 'id', value: '' }]) {
		expect(() => check(nothing, 'Record')).toThrow("'Record' is empty");
	}
});

test.each([
	[{ mode: 'list', value: '' }, /^Choose it from the list, or enter its event code\.$/],
	[
		{ mode: 'code', value: undefined },
		/^Its expression gives nothing for this item\. .* as 252\.$/,
	],
	['', /^It should look like 252\. If it is an expression, it gives an empty text/],
])('what to do about %j', (parameter, advice) => {
	const attempt = () => checked(parameter, 'Activity Type', /^\d+$/, '252', 'event code');
	expect(attempt).toThrow(expect.objectContaining({ advice: expect.stringMatching(advice) }));
});

test('the message quotes the beginning of the value, the advice shows an example', () => {
	const attempt = () => checked('x\r\n'.repeat(50), 'Event Code', /^\d+$/, '252');
	expect(attempt).toThrow(/^'Event Code' does not look right: "(x\\r\\n)+/);
	expect(attempt).toThrow(expect.objectContaining({ advice: 'It should look like 252.' }));
	try {
		attempt();
	} catch (error) {
		expect((error as Error).message.length).toBeLessThan(160);
	}
});

test.each([
	['2000312345678901\u200b', '2000312345678901'],
	[9007199254740991, '9007199254740991'],
	['313190123456789012', '313190123456789012'],
	[313190123456789012n, '313190123456789012'],
	[{ __rl: true, mode: 'id', value: 12 }, '12'],
])('%p is the ID %s', (value, id) => {
	expect(checkedDigits(value, 'Lead')).toBe(id);
});

test.each([
	JSON.parse('313190123456789012'),
	9007199254740992,
	-9007199254740994,
	1e300,
	{ __rl: true, mode: 'id', value: JSON.parse('20003123456789012') },
])('the number %j has been rounded, and is no ID', (value) => {
	const attempt = () => checkedDigits(value, 'Lead');
	expect(attempt).toThrow(/^'Lead' is a number with too many digits to be exact: /);
	expect(attempt).toThrow(
		expect.objectContaining({ advice: expect.stringContaining('Pass the ID as text') }),
	);
});

test.each([
	['+91-9876543210', '+91-9876543210'],
	[9876543210, '9876543210'],
	[' (030) 123 45.67 ', '(030) 123 45.67'],
	['\u202a+91 98765 43210\u202c', '+91 98765 43210'],
	['tel:+919876543210', '+919876543210'],
	['1-2-3-4', '1-2-3-4'],
])('%j is the phone number %j', (value, phone) => {
	expect(checkedPhone(value, 'Lead')).toBe(phone);
});

test.each([
	'----',
	'123',
	'+1 2 3 (   )',
	'12a45',
	'1234\n5678',
	'++1234567',
	'1'.repeat(31),
	[1234],
])('%j is not a phone number', (value) => {
	expect(() => checkedPhone(value, 'Lead')).toThrow("'Lead' does not look right");
});
