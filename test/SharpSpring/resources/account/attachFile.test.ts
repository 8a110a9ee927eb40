import { accountId, FIELD } from '../../../stand-ins/sharpspring';
import { itemWith, jsonOf, by, row, useSharpSpring } from '../../../support/sharpSpring';

const bench = useSharpSpring();

async function attach(mode: string, value: string, fieldSystemName = FIELD.accountTerms as string) {
	return await bench.run(
		{
			resource: 'account',
			operation: 'attachFile',
			accountId: by(mode, value),
			files: { values: [row(fieldSystemName)] },
		},
		[await itemWith('a.pdf')],
	);
}

test.each(['id', 'list'])('a file goes to the account chosen by %s', async (mode) => {
	const { output, error } = await attach(mode, accountId(1040));
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toMatchObject([
		{ recordType: 'account', recordId: accountId(1040), warnings: [] },
	]);
	const { files } = bench.crm.accounts.get(accountId(1040))!;
	expect(files).toMatchObject({ [FIELD.accountTerms]: { fileName: 'a.pdf' } });
	expect(bench.methods()).toEqual(['getAccount', 'getAccount']);
	expect(bench.crm.calls.map(({ php }) => php.post.get('objectType'))).toEqual(['account']);
});

test('an unknown account is told before anything is uploaded', async () => {
	const { error } = await attach('id', '42');
	expect(error?.message).toContain('SharpSpring has no account with the ID 42');
	expect(bench.crm.calls).toEqual([]);
});

test('a field of another type of record is refused by SharpSpring', async () => {
	const { error } = await attach('id', accountId(1), FIELD.leadContract);
	expect(error?.message).toContain('SharpSpring says: Invalid parameters. (code 205)');
	expect(error?.description).toContain('Check the name of the field and the type of the record.');
});

test.each(['', '12a', '1;2'])('%j is no account', async (value) => {
	const { error } = await attach('id', `={{ "${value}" }}`);
	expect(error?.message).toMatch(/^'Account' (does not look right|is empty)/);
	expect(bench.crm.requests).toEqual([]);
});
