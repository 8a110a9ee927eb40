import {
	checked,
	checkedDigits,
	checkedEmail,
	checkedFieldName,
	checkedGuid,
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
])('valueOf(%j) is "%s"', (parameter, value) => {
	expect(valueOf(parameter)).toBe(value);
});

test.each([
	[checkedGuid, guid],
	[checkedGuid, guid.toUpperCase()],
	[checkedGuid, { __rl: true, mode: 'id', value: ` ${guid} ` }],
	[checkedDigits, '2000312345678901'],
	[checkedDigits, 681462799],
	[checkedEmail, 'ada@example.com'],
	[checkedEmail, 'ada.lovelace+crm@sub.example.co.uk'],
	[checkedEmail, 'zoë@exämple.de'],
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
	[checkedEmail, 'ada'],
	[checkedEmail, 'ada@'],
	[checkedEmail, 'a b@example.com'],
	[checkedEmail, 'Ada <ada@example.com>'],
	[checkedEmail, 'ada@example.com, ben@example.com'],
	[checkedEmail, 'ada@example.com\nbcc: x'],
] as const)('%p refuses %j', (check, value) => {
	expect(() => check(value, 'Record')).toThrow("'Record' does not look right");
});

test.each([checkedGuid, checkedDigits, checkedEmail])('%p asks for a value', (check) => {
	for (const nothing of [undefined, null, '', '  ', { mode: 'id', value: '' }]) {
		expect(() => check(nothing, 'Record')).toThrow("'Record' is empty");
	}
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
