import { FIELD, opportunityId } from '../../../stand-ins/sharpspring';
import { itemWith, jsonOf, by, row, useSharpSpring } from '../../../support/sharpSpring';

const bench = useSharpSpring();

async function attach(mode: string, value: string) {
	return await bench.run(
		{
			resource: 'opportunity',
			operation: 'attachFile',
			opportunityId: by(mode, value),
			files: { values: [row(FIELD.opportunityProposal)] },
		},
		[await itemWith('a.pdf')],
	);
}

test.each(['id', 'list'])('a file goes to the opportunity chosen by %s', async (mode) => {
	const { output, error } = await attach(mode, opportunityId(7));
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toMatchObject([
		{ recordType: 'opportunity', recordId: opportunityId(7), warnings: [] },
	]);
	const { files } = bench.crm.opportunities.get(opportunityId(7))!;
	expect(files).toMatchObject({ [FIELD.opportunityProposal]: { fileName: 'a.pdf' } });
	expect(bench.methods()).toEqual(['getOpportunity', 'getOpportunity']);
	const types = bench.crm.calls.map(({ php }) => php.post.get('objectType'));
	expect(types).toEqual(['opportunity']);
});

test('an unknown opportunity is told before anything is uploaded', async () => {
	const { error } = await attach('id', '42');
	expect(error?.message).toContain('SharpSpring has no opportunity with the ID 42');
	expect(bench.crm.calls).toEqual([]);
});

test('the ID has to be one', async () => {
	const { error } = await attach('id', '={{ "12 or more" }}');
	expect(error?.message).toContain("'Opportunity' does not look right");
	expect(bench.crm.requests).toEqual([]);
});
