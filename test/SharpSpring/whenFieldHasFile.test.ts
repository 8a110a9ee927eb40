import type { IDataObject } from 'n8n-workflow';
import { accountId, FIELD, leadId, opportunityId } from '../stand-ins/sharpspring';
import { by, itemWith, jsonOf, row, toLead, useSharpSpring } from '../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useSharpSpring();

describe.each([
	['lead', by('id', leadId(1)), FIELD.leadContract],
	['lead', by('email', 'ada@example.com'), FIELD.leadContract],
	['account', by('id', accountId(1)), FIELD.accountTerms],
	['opportunity', by('id', opportunityId(1)), FIELD.opportunityProposal],
] as Array<[string, IDataObject, string]>)('a field of a %s, by %j', (resource, id, field) => {
	const attach = (whenFieldHasFile: string) => ({
		...toLead(id, [row(field)], { whenFieldHasFile }),
		...{ resource, [`${resource}Id`]: id },
	});

	test('run twice with Skip, the file is there once', async () => {
		const items = [await itemWith('a.pdf')];
		const first = await account.run(attach('skip'), items);
		const second = await account.run(attach('skip'), items);
		expect([first.error, second.error]).toEqual([undefined, undefined]);
		expect(account.crm.arrivals()).toHaveLength(1);
		expect(jsonOf(first.output)).toMatchObject([{ confirmed: true, warnings: [] }]);
		expect(jsonOf(second.output)).toMatchObject([
			{ warnings: [], files: [{ skipped: true, fieldValue: 'a.pdf' }] },
		]);
	});

	test('run twice with Skip, a mark that the account adds to the name is no other file', async () => {
		account.crm.switches.fileReadsAs = 'marked';
		const items = [await itemWith('a.pdf')];
		await account.run(attach('skip'), items);
		const { output } = await account.run(attach('skip'), items);
		expect(jsonOf(output)).toMatchObject([
			{
				warnings: [],
				files: [{ skipped: true, fieldValue: expect.stringMatching(/^a-.+\.pdf$/) }],
			},
		]);
	});

	test.each(['Skip', '={{ true }}', '={{ {} }}'])('with %s nothing is sent', async (when) => {
		const { error } = await account.run(attach(when), [await itemWith('a.pdf')]);
		expect(error?.message).toMatch(/^'When the Field Has a File Already' (does not know|is not)/);
		expect(account.crm.requests).toEqual([]);
	});

	test('with Report an Error nothing is sent the second time', async () => {
		const items = [await itemWith('a.pdf')];
		await account.run(attach('error'), items);
		const { error } = await account.run(attach('error'), items);
		expect(error?.message).toContain('has a file already: "a.pdf" [item 0]');
		expect(account.crm.arrivals()).toHaveLength(1);
	});
});
