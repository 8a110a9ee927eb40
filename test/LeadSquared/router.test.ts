import { leadId } from '../stand-ins/leadsquared';
import { by, itemWith, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

const account = useLeadSquared();

const leads = [5, 6, 7, 8, 9, 10];

/** Items with a lead and a file each; `wrong` ones name a lead that is not there. */
const itemsWith = async (wrong: number[] = []) =>
	await Promise.all(
		leads.map(async (number, index) => {
			const id = leadId(wrong.includes(index) ? 900 + index : number);
			return await itemWith({ data: `${index}.pdf` }, { id, index });
		}),
	);

const attach = {
	...attachOperations[0].parameters,
	leadId: by('id', '={{ $json.id }}'),
};

/** Holds lookups back until so many are waiting, then lets the last one go first. */
function releaseBackwards(count: number): void {
	const waiting: Array<() => void> = [];
	account.crm.intercept = async (_, __, { pathname }) => {
		if (!pathname.endsWith('/Leads.GetById') || waiting.length === count) return false;
		await new Promise<void>((resolve) => {
			waiting.push(resolve);
			if (waiting.length === count) [...waiting].reverse().forEach((release) => release());
		});
		return false;
	};
}

test('parallel items keep their order and their links', async () => {
	releaseBackwards(4);
	const parameters = { ...attach, options: { parallelRequests: 4 } };
	const { output, error } = await account.run(parameters, await itemsWith());
	expect(error).toBeUndefined();
	expect(output.map(({ json, pairedItem }) => [json.leadId, pairedItem])).toEqual(
		leads.map((number, item) => [leadId(number), { item }]),
	);
	for (const [index, number] of leads.entries()) {
		expect(account.crm.leads.get(leadId(number))?.fieldSets.mx_KYC).toEqual({
			mx_CustomObject_1: `${index}.pdf`,
		});
	}
});

test('one at a time when told so', async () => {
	const parameters = { ...attach, options: { parallelRequests: 1 } };
	await account.outputOf(parameters, await itemsWith());
	const each = ['Leads.GetById', 'File/Upload', 'Lead.Update'];
	expect(account.calls()).toEqual(leads.flatMap(() => each));
});

test('with "Continue" every item is accounted for, in order', async () => {
	const { output, error } = await account.run(attach, await itemsWith([1, 4]), {
		onError: 'continueRegularOutput',
	});
	expect(error).toBeUndefined();
	expect(output.map(({ json, pairedItem }) => [json.leadId ?? json.error, pairedItem])).toEqual(
		leads.map((number, item) => [
			[1, 4].includes(item)
				? `LeadSquared has no lead with the ID ${leadId(900 + item)} [item ${item}]`
				: leadId(number),
			{ item },
		]),
	);
	expect(account.crm.uploadCount).toBe(4);
});

test('with "Continue (using error output)" each leaves by its own output, linked', async () => {
	const { output, errorOutput } = await account.run(attach, await itemsWith([0, 5]), {
		onError: 'continueErrorOutput',
	});
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
		[1, 2, 3, 4].map((item) => ({ item })),
	);
	expect(errorOutput.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 5 }]);
	expect(errorOutput.map(({ json }) => json)).toMatchObject([
		{ index: 0, error: expect.stringContaining(`ID ${leadId(900)} [item 0]`) },
		{ index: 5, error: expect.stringContaining(`ID ${leadId(905)} [item 5]`) },
	]);
});

test('without it the first failure stops what has not begun', async () => {
	const parameters = { ...attach, options: { parallelRequests: 1 } };
	const { error, output } = await account.run(parameters, await itemsWith([2]));
	expect(output).toEqual([]);
	expect(error?.message).toBe(`LeadSquared has no lead with the ID ${leadId(902)} [item 2]`);
	expect(error?.description).toContain('Done before the workflow stopped: items 0, 1 of 6.');
	expect(account.requestsTo('Leads.GetById')).toHaveLength(3);
});

test('no items, no requests', async () => {
	const { error } = await account.run(attach, []);
	expect(error).toBeUndefined();
	expect(account.crm.requests).toEqual([]);
});

test('files of an item that were uploaded before another one failed are told', async () => {
	account.crm.switches.uploadReply = (_, count) => (count === 2 ? 'errorIn200' : 'keepName');
	const upload = { resource: 'file', operation: 'upload', binaryPropertyName: 'one, two' };
	const items = [await itemWith({ one: 'one.pdf', two: 'two.pdf' })];
	const { error } = await account.run(upload, items);
	const [{ relativeFilePath }] = account.crm.uploads;
	expect(error?.message).toBe('LeadSquared says: The file could not be uploaded. [item 0]');
	expect(error?.description).toContain(`Uploaded already: one.pdf at ${relativeFilePath}.`);
});

test('files of the same name do not take the place of each other', async () => {
	const items = await Promise.all(
		leads.map(async (number) => await itemWith({ data: 'scan.pdf' }, { id: leadId(number) })),
	);
	await account.outputOf(attach, items);
	// The stand-in refuses a name whose latest upload was meant for another lead.
	for (const number of leads) {
		expect(account.crm.leads.get(leadId(number))?.fieldSets.mx_KYC).toEqual({
			mx_CustomObject_1: 'scan.pdf',
		});
	}
});
