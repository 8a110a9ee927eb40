import fc from 'fast-check';
import { makeUnique, sentName } from '../../../nodes/SharpSpring/uploads/names';
import type { NameSource } from '../../../nodes/shared/files/name';
import { HAND_PICKED } from '../../php/names';
import { hostileName } from '../../support/hostile';
import { accountId, phpBaseName, phpKey } from '../../stand-ins/sharpspring';
import { itemWith, jsonOf, toAccounts, useSharpSpring } from '../../support/sharpSpring';

function file(name: string, binaryField = 'data', extension = 'pdf'): NameSource {
	return { name, binaryField, extension };
}

const safe = (name: string) => sentName(file(name), false);
const kept = (name: string) => sentName(file(name), true);

test.each([
	['contract.pdf', 'contract.pdf', 'contract.pdf'],
	['Offer 2026.v2 (final).PDF', 'Offer_2026_v2_final.PDF', 'Offer 2026.v2 (final).PDF'],
	['ünïcödé.pdf', 'unicode.pdf', 'ünïcödé.pdf'],
	['日本語.pdf', 'data.pdf', '日本語.pdf'],
	['', 'data.pdf', 'data.pdf'],
	['noext', 'noext', 'noext'],
	['.hidden', 'data.hidden', 'data.hidden'],
	['  lead.pdf', 'lead.pdf', 'lead.pdf'],
	['..two.pdf', 'two.pdf', 'two.pdf'],
	['trail.pdf ', 'trail.pdf', 'trail.pdf'],
	['x[1].pdf', 'x_1.pdf', 'x(1).pdf'],
	['[x].pdf', 'x.pdf', '(x).pdf'],
	['x[.pdf', 'x.pdf', 'x(.pdf'],
	['quote".pdf', 'quote.pdf', 'quote_.pdf'],
	["apos'.pdf", 'apos.pdf', "apos'.pdf"],
	['dir/file.pdf', 'file.pdf', 'file.pdf'],
	['C:\\dir\\file.pdf', 'file.pdf', 'file.pdf'],
	['dir\\', 'data.pdf', 'data.pdf'],
	['a\r\nb\0\t.pdf', 'ab.pdf', 'ab.pdf'],
	['100%.pdf', '100.pdf', '100%.pdf'],
	['id', 'file_id', 'file_id'],
	['ID', 'file_ID', 'file_ID'],
	['objectType', 'file_objectType', 'file_objectType'],
	['fieldSystemName', 'file_fieldSystemName', 'file_fieldSystemName'],
	['files', 'file_files', 'file_files'],
	['files[0]', 'files_0', 'files(0)'],
	['accountID', 'file_accountID', 'file_accountID'],
	['secretKey', 'file_secretKey', 'file_secretKey'],
	['123', 'file_123', 'file_123'],
	['id.pdf', 'id.pdf', 'id.pdf'],
	['__Host-a.pdf', 'Host-a.pdf', 'file___Host-a.pdf'],
	['_ Host-a.pdf', 'Host-a.pdf', 'file__ Host-a.pdf'],
	['_.Secure-a.pdf', 'Secure-a.pdf', 'file__.Secure-a.pdf'],
])('%j is sent as %j, or as %j', (original, expectedSafe, expectedKept) => {
	expect(safe(original)).toBe(expectedSafe);
	expect(kept(original)).toBe(expectedKept);
});

test('very long names keep their ending', () => {
	const long = `${'long name '.repeat(60)}.pdf`;
	expect(safe(long)).toMatch(/^(long_name_)+[a-z_]*\.pdf$/);
	expect(safe(long).length).toBeLessThanOrEqual(100);
	expect(Buffer.byteLength(kept(`${'é'.repeat(4000)}.pdf`))).toBeLessThanOrEqual(200);
	expect(kept(`${'é'.repeat(4000)}.pdf`)).toMatch(/é\.pdf$/);
});

test('names in one call get a number where two would be one parameter', () => {
	expect(makeUnique(['a.pdf', 'A.PDF', 'a.pdf', 'a-2.pdf', 'b'])).toEqual([
		'a.pdf',
		'A-2.PDF',
		'a-3.pdf',
		'a-2-2.pdf',
		'b',
	]);
	expect(makeUnique(['a b.c.pdf', 'a.b c.pdf', 'a_b_c_pdf'])).toEqual([
		'a b.c.pdf',
		'a.b c-2.pdf',
		'a_b_c_pdf-2',
	]);
});

const someName = fc.oneof(hostileName, fc.constantFrom(...HAND_PICKED));

describe('whatever the names, PHP finds each ID where it looks for it', () => {
	const reserved = ['id', 'objectType', 'fieldSystemName', 'files', 'accountID', 'secretKey'];

	test.each([false, true])('original names kept: %s', (keep) => {
		fc.assert(
			fc.property(fc.array(someName, { minLength: 1, maxLength: 20 }), (names) => {
				const sent = makeUnique(names.map((name) => sentName(file(name), keep)));
				const keys = sent.map((name) => {
					const path = phpKey(name)!;
					expect(path).toEqual([name.replace(/[ .]/g, '_')]);
					expect(phpBaseName(name)).toBe(name);
					expect(Buffer.byteLength(name)).toBeLessThan(230);
					expect(name).not.toMatch(/[\p{Cc}\p{Cs}"\\/[\]]/u);
					if (!keep) expect(name).toMatch(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)?$/);
					return path[0]!.toLowerCase();
				});
				expect(new Set(keys).size).toBe(names.length);
				for (const name of reserved) expect(keys).not.toContain(name.toLowerCase());
			}),
			{ numRuns: 500 },
		);
	});
});

describe('through the node', () => {
	const bench = useSharpSpring();

	test.each([false, true])('original names kept: %s', async (keepOriginalFileNames) => {
		const items = await Promise.all(
			HAND_PICKED.map(async (name, index) => await itemWith(name, { id: accountId(index + 1) })),
		);
		const options = { filesPerRequest: 20, keepOriginalFileNames, checkRecordExists: false };
		const { output, error } = await bench.run(toAccounts(options), items);
		expect(error).toBeUndefined();
		HAND_PICKED.forEach((name, index) => {
			const [told] = jsonOf(output)[index].files as Array<Record<string, string>>;
			const { history } = bench.crm.accounts.get(accountId(index + 1))!;
			expect(told.fileName).toBe(name);
			expect(history.map(({ fileName }) => fileName)).toEqual([told.sentFileName]);
		});
	});
});
