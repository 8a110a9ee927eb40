import type { IDataObject } from 'n8n-workflow';
import type { UpdateForm } from '../../nodes/LeadSquared/transport/accountMemory';
import { sendJson } from '../stand-ins/common/server';
import { leadId } from '../stand-ins/leadsquared';
import { by, itemWith, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useLeadSquared();
const { parameters } = attachOperations.find(({ name }) => name === 'Lead: Attach File')!;

const attach = async (fileName: string, options: IDataObject = {}) =>
	await account.run({ ...parameters, options }, [await itemWith({ data: fileName })]);
const held = () => account.crm.leads.get(leadId(1))?.fieldSets.mx_KYC?.mx_CustomObject_1;
const updates = () => account.calls().filter((call) => /^Lead\.(Update|CreateOrUpdate)/.test(call));

/** Does the work, and loses the first answer to this call. */
function loseAnswer(call: string): void {
	let isLost = false;
	account.crm.intercept = (request, response, { pathname }) => {
		if (isLost || !pathname.endsWith(`/${call}`)) return false;
		isLost = true;
		response.end = () => {
			request.socket.resetAndDestroy();
			return response;
		};
		return false;
	};
}

describe("'Form of the Update': Find Out", () => {
	beforeEach(() => account.knowsForm(undefined));

	test.each<[UpdateForm, number]>([
		['flattened', 1],
		['nested', 2],
		['upsert', 3],
	])('finds that only the form %s takes effect, and keeps to it', async (form, tries) => {
		account.crm.switches.updateFormsThatWork = [form];
		// What shows file fields tells an empty one from one that is not shown.
		account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
		expect((await attach('a.pdf')).error).toBeUndefined();
		expect(held()).toBe('a.pdf');
		expect(updates()).toHaveLength(tries);
		account.crm.requests.length = 0;
		expect((await attach('b.pdf')).error).toBeUndefined();
		expect(held()).toBe('b.pdf');
		expect(updates()).toHaveLength(1);
	});

	test('fails where no form takes effect and the lead shows it', async () => {
		account.crm.switches.updateFormsThatWork = [];
		account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
		const { error } = await attach('a.pdf');
		expect(error?.message).toMatch(/does not hold the file, although LeadSquared reported success/);
		expect(held()).toBe('before.pdf');
	});

	test('takes the one seen in use where nothing can be read back', async () => {
		account.crm.switches.leadSetsReadAs = 'nothing';
		expect((await attach('a.pdf')).error).toBeUndefined();
		expect(held()).toBe('a.pdf');
		account.crm.switches.updateFormsThatWork = ['flattened'];
		account.crm.requests.length = 0;
		expect((await attach('b.pdf')).error).toBeUndefined();
		expect(held()).toBe('b.pdf');
		expect(updates()).toHaveLength(1);
	});

	test.each([
		['the same name', 'a.pdf'],
		['an older file', 'before.pdf'],
	])(
		'what a lead held before is no proof, also where its lookup does not show it: %s',
		async (_, name) => {
			account.crm.switches.updateFormsThatWork = ['nested'];
			account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: name };
			const lead = { leadId: by('field', 'C-0001'), uniqueField: by('name', 'mx_Customer_Number') };
			for (const fileName of ['a.pdf', 'b.pdf']) {
				const items = [await itemWith(fileName)];
				expect((await account.run({ ...parameters, ...lead }, items)).error).toBeUndefined();
				expect(held()).toBe(fileName);
			}
		},
	);

	describe('a look that fails is no proof', () => {
		beforeEach(() => {
			account.crm.switches.updateFormsThatWork = ['nested'];
			account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
		});

		test.each([
			['all looks', 2],
			['those after the first', 3],
		])('%s', async (_, from) => {
			account.answer('Leads.GetById', 500, { Status: 'Error' }, from);
			const { output, error } = await attach('a.pdf');
			expect(error).toBeUndefined();
			expect(output[0].json.warnings).toEqual([expect.stringContaining('could not be read')]);
			account.crm.intercept = undefined;
			expect((await attach('b.pdf')).output[0].json.warnings).toEqual([]);
			expect(held()).toBe('b.pdf');
		});

		test('the look at what a lead held before', async () => {
			account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: 'a.pdf' };
			const lead = { leadId: by('field', 'C-0001'), uniqueField: by('name', 'mx_Customer_Number') };
			let isOver = false;
			account.crm.intercept = (request, response, { pathname }) => {
				isOver ||= pathname.endsWith('/Lead.Update');
				if (isOver || !pathname.endsWith('/Leads.GetById')) return false;
				request.resume().on('end', () => sendJson(response, 500, { Status: 'Error' }));
				return true;
			};
			expect((await account.run({ ...parameters, ...lead })).error).toBeUndefined();
			expect((await attach('b.pdf')).error).toBeUndefined();
			expect(held()).toBe('b.pdf');
		});

		test('a new lead that is not found yet', async () => {
			account.crm.switches.visibleAfterMs = 60_000;
			const lead = { leadId: by('email', 'nia@example.com'), createLead: true };
			const { output, error } = await account.run({ ...parameters, ...lead });
			expect(error).toBeUndefined();
			expect(output[0].json.warnings).toEqual([expect.stringContaining('could not be read')]);
			account.crm.switches.visibleAfterMs = 0;
			expect((await attach('b.pdf')).error).toBeUndefined();
			expect(held()).toBe('b.pdf');
		});

		test('what is not looked at before, because the lead is new, is known', async () => {
			account.crm.switches.visibleAfterMs = 500;
			const lead = { leadId: by('email', 'nia@example.com'), createLead: true };
			const { output } = await account.run({ ...parameters, ...lead });
			expect(output[0].json.warnings).toEqual([]);
			account.crm.requests.length = 0;
			expect((await attach('b.pdf')).error).toBeUndefined();
			expect(updates()).toHaveLength(1);
		});
	});

	describe('of items at the same time', () => {
		const run = async (numbers: number[], more: IDataObject) => {
			const items = numbers.map(async (number) => await itemWith(`${number}.pdf`, { number }));
			const options = { confirm: false, parallelRequests: 5 };
			return await account.run({ ...parameters, options, ...more }, await Promise.all(items));
		};
		const id = `={{ "${leadId(1)}".slice(0, -1) + $json.number }}`;
		const number = '={{ "C-000" + $json.number }}';

		test('one finds the form for all, and only it reads what its lead held before', async () => {
			account.crm.switches.updateFormsThatWork = ['nested'];
			const lead = { leadId: by('field', number), uniqueField: by('name', 'mx_Customer_Number') };
			for (const it of [1, 2, 3]) {
				const { fieldSets, values } = account.crm.leads.get(leadId(it))!;
				fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
				values.mx_Customer_Number = `C-000${it}`;
			}
			expect((await run([1, 2, 3], lead)).error).toBeUndefined();
			expect(updates()).toHaveLength(2 + 1 + 1);
			const looks = account.requestsTo('Leads.GetById').map(({ query }) => query.id);
			expect(new Set(looks).size).toBe(1);
		});

		test('where one could not find it, the others do not wait for each other', async () => {
			const found = new Set<string | null>();
			account.crm.intercept = (request, response, { pathname, searchParams }) => {
				const lead = searchParams.get('id');
				if (!pathname.endsWith('/Leads.GetById') || !found.has(lead)) {
					found.add(lead);
					return false;
				}
				request.resume().on('end', () => sendJson(response, 500, { Status: 'Error' }));
				return true;
			};
			const { output } = await run([1, 2, 3], { leadId: by('id', id) });
			expect(output.map(({ json }) => json.warnings)).toEqual(
				Array(3).fill([expect.stringContaining('could not be read')]),
			);
			const calls = account.calls();
			const [, second, third] = calls.flatMap((call, at) => (call === 'Lead.Update' ? [at] : []));
			const between = calls.slice(second, third).filter((call) => call === 'Leads.GetById');
			expect(between.length).toBeLessThan(3);
		});
	});

	describe('the account takes only an upsert, which finds a lead by its address', () => {
		// Lead 4 has no address.
		const items = async () =>
			await Promise.all([1, 4].map(async (number) => await itemWith('a.pdf', { number })));
		const leadOfItem = by('id', `={{ $json.number === 4 ? "${leadId(4)}" : "${leadId(1)}" }}`);

		beforeEach(() => {
			account.crm.switches.updateFormsThatWork = ['upsert'];
			for (const number of [1, 4]) {
				const lead = account.crm.leads.get(leadId(number))!;
				lead.fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
			}
		});

		test.each([
			['in an execution before', true],
			['by another item at the same time', false],
		])('it is not used for a lead without one, when found %s', async (_, isKnown) => {
			if (isKnown) account.knowsForm('upsert');
			const leads = account.crm.leads.size;
			const { output } = await account.run({ ...parameters, leadId: leadOfItem }, await items(), {
				onError: 'continueRegularOutput',
			});
			expect(output.map(({ json }) => json.error)).toEqual([
				undefined,
				expect.stringContaining('does not hold the file'),
			]);
			expect(account.crm.leads.size).toBe(leads);
			expect(updates().filter((call) => call === 'Lead.CreateOrUpdate')).toHaveLength(1);
		});

		test('what a lead without one has shown need not be shown again', async () => {
			account.knowsForm('upsert');
			const lead = { ...parameters, leadId: by('id', leadId(4)) };
			await account.run(lead);
			account.crm.requests.length = 0;
			const { error } = await account.run(lead);
			expect(error?.message).toContain(`The lead ${leadId(4)} has no email address`);
			expect(error?.description).toContain('give the lead an address');
			expect(updates()).toEqual([]);
		});

		test('it still counts after a lead without one', async () => {
			account.knowsForm('upsert');
			account.crm.switches.leadSetsReadAs = 'nothing';
			expect(
				(await account.run({ ...parameters, leadId: by('id', leadId(4)) })).error,
			).toBeUndefined();
			account.crm.requests.length = 0;
			expect((await attach('b.pdf')).error).toBeUndefined();
			expect(updates()).toEqual(['Lead.CreateOrUpdate']);
		});
	});
});

test('an update that triggers automations is looked up after a lost answer, and not made again', async () => {
	loseAnswer('Lead.Update');
	const { error, output } = await attach('a.pdf', { triggerAutomations: true });
	expect(error).toBeUndefined();
	expect(output).toHaveLength(1);
	expect(held()).toBe('a.pdf');
	expect(updates()).toHaveLength(1);
});

describe('an update that triggers automations, lost before it was carried out', () => {
	const options = { triggerAutomations: true };
	const byField = { leadId: by('field', 'C-0001'), uniqueField: by('name', 'mx_Customer_Number') };
	const isUnknown = expect.stringContaining('not known whether');
	const lead = () => account.crm.leads.get(leadId(1))!;
	const agoMs = (ms: number) =>
		new Date(Date.now() - ms).toISOString().slice(0, 19).replace('T', ' ');

	/** Breaks the connection of one such update, after as many others. */
	function lose(after = 0): void {
		let count = 0;
		account.crm.intercept = (request, _, { pathname, searchParams }) => {
			const isMeant = pathname.endsWith('/Lead.Update') && searchParams.has('postUpdatedLead');
			if (!isMeant || count++ !== after) return false;
			request.resume().on('end', () => request.socket.resetAndDestroy());
			return true;
		};
	}

	test.each([true, false])(
		'what looking for the form has written is no proof of it, time told: %s',
		async (tellDate) => {
			account.knowsForm(undefined);
			account.crm.switches.tellDate = tellDate;
			lose();
			const { error } = await attach('a.pdf', options);
			expect(error?.description).toEqual(isUnknown);
			expect(held()).toBe('a.pdf');
			expect(lead().automationsFired).toBe(0);
		},
	);

	test('after looking for the form it is repeated, if wanted', async () => {
		account.knowsForm(undefined);
		lose();
		const { error, output } = await attach('a.pdf', { ...options, whenUnknown: 'repeat' });
		expect(error).toBeUndefined();
		expect(output[0].json.warnings).toEqual([expect.stringContaining('twice')]);
		expect(lead().automationsFired).toBe(1);
	});

	test('what an item before has written is no proof of it', async () => {
		const items = [await itemWith('a.pdf'), await itemWith('a.pdf')];
		lose(1);
		const { error } = await account.run({ ...parameters, options }, items);
		expect(error?.message).toContain('[item 1');
		expect(error?.description).toEqual(isUnknown);
		expect(lead().automationsFired).toBe(1);
	});

	test.each([
		['an hour ago, which proves nothing where no time is told', 3_600_000, false],
		['a month ago, which shows that it was not carried out', 30 * 24 * 3_600_000, true],
	])('what the lookup has not shown may be of %s', async (_, ms, isRepeated) => {
		account.crm.switches.tellDate = false;
		lead().fieldSets.mx_KYC = { mx_CustomObject_1: 'a.pdf' };
		lead().modifiedOn = agoMs(ms);
		lose();
		const items = [await itemWith('a.pdf')];
		const { error } = await account.run({ ...parameters, ...byField, options }, items);
		expect(error?.description).toEqual(isRepeated ? undefined : isUnknown);
		expect(lead().automationsFired).toBe(isRepeated ? 1 : 0);
	});

	test('where it was carried out, the time proves it, although the lookup has shown nothing', async () => {
		loseAnswer('Lead.Update');
		const items = [await itemWith('a.pdf')];
		const { error } = await account.run({ ...parameters, ...byField, options }, items);
		expect(error).toBeUndefined();
		expect(lead().automationsFired).toBe(1);
	});
});

describe('an account that counts only what gets another value', () => {
	const mayNotHaveRun = expect.stringContaining('automations may not have run');

	beforeEach(() => (account.crm.switches.updatesCountChanges = true));

	test('an update that is repeated after a lost answer has nothing to change', async () => {
		loseAnswer('Lead.Update');
		const { error, output } = await attach('a.pdf');
		expect(error).toBeUndefined();
		expect(output[0].json.warnings).toEqual([]);
		expect(updates()).toHaveLength(2);
		expect(held()).toBe('a.pdf');
	});

	test.each([
		[false, []],
		[true, [mayNotHaveRun]],
	])("the same file once more, 'Trigger Automations' %s", async (triggerAutomations, warnings) => {
		await attach('a.pdf');
		const { error, output } = await attach('a.pdf', { triggerAutomations });
		expect(error).toBeUndefined();
		expect(output[0].json.warnings).toEqual(warnings);
	});

	test.each(['jsonText', 'nothing'] as const)(
		'the form is found without automations, and leaves none of them to run: fields as %s',
		async (leadSetsReadAs) => {
			account.knowsForm(undefined);
			account.crm.switches.leadSetsReadAs = leadSetsReadAs;
			const { error, output } = await attach('a.pdf', { triggerAutomations: true });
			expect(error).toBeUndefined();
			expect(output[0].json.warnings).toEqual([mayNotHaveRun]);
			expect(held()).toBe('a.pdf');
		},
	);

	test.each([
		['is a failure', false],
		['is not the one that is looked for', true],
	])('a form without an effect %s', async (_, isLookedFor) => {
		if (isLookedFor) account.knowsForm(undefined);
		account.crm.switches.updateFormsThatWork = isLookedFor ? ['nested'] : [];
		account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
		const { error } = await attach('a.pdf');
		const notChanged = 'LeadSquared did not change the lead [item 0]';
		expect(error?.message).toBe(isLookedFor ? undefined : notChanged);
		expect(held()).toBe(isLookedFor ? 'a.pdf' : 'before.pdf');
	});

	test('no other form is tried where the field may hold the file already', async () => {
		account.knowsForm(undefined);
		Object.assign(account.crm.switches, {
			leadSetsReadAs: 'nothing',
			nestedUpdateBlanksSiblings: true,
		});
		const set = { mx_CustomObject_1: 'a.pdf', mx_CustomObject_2: 'other.pdf' };
		account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { ...set };
		const { error } = await attach('a.pdf');
		expect(error?.message).toBe('LeadSquared did not change the lead [item 0]');
		expect(error?.description).toContain("takes another 'Form of the Update'");
		expect(updates()).toEqual(['Lead.Update']);
		expect(account.crm.leads.get(leadId(1))?.fieldSets.mx_KYC).toEqual(set);
	});

	test('the form is found although the look at what the lead held before has failed', async () => {
		account.knowsForm(undefined);
		account.crm.switches.updateFormsThatWork = ['nested'];
		account.crm.leads.get(leadId(1))!.fieldSets.mx_KYC = { mx_CustomObject_1: 'before.pdf' };
		let isOver = false;
		account.crm.intercept = (request, response, { pathname }) => {
			isOver ||= pathname.endsWith('/Lead.Update');
			if (isOver || !pathname.endsWith('/Leads.GetById')) return false;
			request.resume().on('end', () => sendJson(response, 500, { Status: 'Error' }));
			return true;
		};
		const lead = { leadId: by('field', 'C-0001'), uniqueField: by('name', 'mx_Customer_Number') };
		expect((await account.run({ ...parameters, ...lead })).error).toBeUndefined();
		expect(held()).toBe('a.pdf');
	});

	test('a lead that is gone is not made anew by looking for the form', async () => {
		account.knowsForm(undefined);
		account.crm.switches.unknownLeadUpdate = 'zeroRows';
		account.crm.switches.uploadReply = () => {
			account.crm.leads.delete(leadId(1));
			return 'keepName';
		};
		const { error } = await attach('a.pdf');
		expect(error?.message).toBe('LeadSquared did not change the lead [item 0]');
		expect(updates()).toEqual(['Lead.Update']);
	});
});

test.each([
	['rename', 1],
	['overwrite', 0],
] as const)(
	'an upload that was repeated, where the account keeps both files: %s',
	async (sameNameTwice, warnings) => {
		account.crm.switches.sameNameTwice = sameNameTwice;
		loseAnswer('Upload');
		const { error, output } = await attach('a.pdf');
		expect(error).toBeUndefined();
		expect(output[0].json.warnings).toEqual(
			Array(warnings).fill(expect.stringContaining('was sent again, because an answer was lost')),
		);
		expect(account.crm.uploads).toHaveLength(2);
	},
);
