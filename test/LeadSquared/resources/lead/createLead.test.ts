import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { forgetAccounts } from '../../../../nodes/LeadSquared/transport/accountMemory';
import { KeyedMutex } from '../../../../nodes/shared/execution/keyedMutex';
import { leadId } from '../../../stand-ins/leadsquared';
import { by, envelope, itemWith, rows, useLeadSquared } from '../../../support/leadSquared';
import { until } from '../../../support/until';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const attachOrCreate = (lead: IDataObject, more: IDataObject = {}): IDataObject => ({
	resource: 'lead',
	operation: 'attachFile',
	leadId: lead,
	createLead: true,
	entitySchemaName: by('name', 'mx_KYC'),
	files: rows(['data', 'mx_CustomObject_1']),
	...more,
});

const newcomers = () => [...account.crm.leads.values()].slice(120);

test('a lead that is missing is created with everything that was filled in', async () => {
	const newLead = {
		firstName: 'Nia',
		lastName: 'Obi',
		phone: '+44-2071838750',
		furtherFields: { values: [{ schemaName: 'mx_City', value: 'Leeds & "York"' }] },
	};
	const output = await account.outputOf(
		attachOrCreate(by('email', 'nia@example.com'), { newLead }),
	);
	expect(account.calls()).toEqual([
		'Leads.GetByEmailaddress',
		'Lead.Create',
		'File/Upload',
		'Lead.Update',
	]);
	expect(account.bodyOf('Lead.Create')).toEqual([
		{ Attribute: 'FirstName', Value: 'Nia' },
		{ Attribute: 'LastName', Value: 'Obi' },
		{ Attribute: 'EmailAddress', Value: 'nia@example.com' },
		{ Attribute: 'Phone', Value: '+44-2071838750' },
		{ Attribute: 'mx_City', Value: 'Leeds & "York"' },
	]);
	const [lead] = newcomers();
	expect(output).toMatchObject([{ leadId: lead.id, leadCreated: true }]);
	expect(lead.fieldSets.mx_KYC).toEqual({ mx_CustomObject_1: 'a.pdf' });
});

test('the number that was looked for is filled in', async () => {
	const newLead = { emailAddress: 'nia@example.com' };
	await account.outputOf(attachOrCreate(by('phone', '+44 207 183 8750'), { newLead }));
	expect(newcomers()[0].values).toMatchObject({
		EmailAddress: 'nia@example.com',
		Phone: '+44 207 183 8750',
	});
});

test.each([
	['email', 'nia@example.com', { emailAddress: 'other@example.com' }, 'EmailAddress'],
	['phone', '+44-2071838750', { phone: '+44-2071838999' }, 'Phone'],
])('the %s that was looked for wins, so that the next run finds the lead', async (...row) => {
	const [mode, value, newLead, field] = row;
	const parameters = attachOrCreate(by(mode, value), { newLead });
	await account.outputOf(parameters);
	expect(account.bodyOf('Lead.Create')).toEqual([{ Attribute: field, Value: value }]);
	const [lead] = newcomers();
	const output = await account.outputOf(parameters);
	expect(output).toMatchObject([{ leadId: lead.id, leadCreated: false }]);
	expect(newcomers()).toHaveLength(1);
});

test('further fields do not repeat what is named', async () => {
	const names = ['emailaddress', 'FIRSTNAME', 'LastName', 'Phone', 'mx_City'];
	const values = names.map((schemaName) => ({ schemaName, value: `further ${schemaName}` }));
	const newLead = { firstName: 'Nia', phone: '+44-2071838750', furtherFields: { values } };
	await account.outputOf(attachOrCreate(by('email', 'nia@example.com'), { newLead }));
	expect(account.bodyOf('Lead.Create')).toEqual([
		{ Attribute: 'FirstName', Value: 'Nia' },
		{ Attribute: 'EmailAddress', Value: 'nia@example.com' },
		{ Attribute: 'Phone', Value: '+44-2071838750' },
		{ Attribute: 'LastName', Value: 'further LastName' },
		{ Attribute: 'mx_City', Value: 'further mx_City' },
	]);
});

test.each(['={{ false }}', '={{ 0 }}', '={{ null }}', ''])(
	'a named field where an expression gives %s is left out',
	async (value) => {
		const newLead = { firstName: value, lastName: value, phone: value };
		await account.outputOf(attachOrCreate(by('email', 'nia@example.com'), { newLead }));
		expect(account.bodyOf('Lead.Create')).toEqual([
			{ Attribute: 'EmailAddress', Value: 'nia@example.com' },
		]);
	},
);

test('further fields may hold 0 and false', async () => {
	const values = [
		{ schemaName: 'mx_City', value: '={{ 0 }}' },
		{ schemaName: 'FirstName', value: '={{ false }}' },
	];
	const newLead = { furtherFields: { values } };
	await account.outputOf(attachOrCreate(by('email', 'nia@example.com'), { newLead }));
	expect(account.bodyOf('Lead.Create')).toEqual([
		{ Attribute: 'EmailAddress', Value: 'nia@example.com' },
		{ Attribute: 'mx_City', Value: '0' },
		{ Attribute: 'FirstName', Value: 'false' },
	]);
});

test.each([
	['firstName', 'First Name'],
	['lastName', 'Last Name'],
	['phone', 'Phone'],
])('an object in %s is refused by its label', async (name, label) => {
	const newLead = { [name]: '={{ {} }}' };
	const lead = by('email', 'nia@example.com');
	const { error } = await account.run(attachOrCreate(lead, { newLead }));
	expect(error?.message).toBe(`'${label}' is not a text: {} [item 0]`);
});

test('a lead that is there is taken as it is', async () => {
	const newLead = { firstName: 'Other' };
	const lead = by('email', 'asha@example.com');
	const output = await account.outputOf(attachOrCreate(lead, { newLead }));
	expect(output).toMatchObject([{ leadId: leadId(1), leadCreated: false }]);
	expect(account.calls()).not.toContain('Lead.Create');
	expect(account.crm.leads.get(leadId(1))?.values.FirstName).toBe('Asha');
});

test.each([
	['email', ['nia@example.com', 'NIA@Example.com', ' nia@example.com ']],
	['phone', ['+44-2071838750', '+44 (207) 183 8750', '+442071838750']],
])('several items with the same unknown %s create one lead', async (mode, spellings) => {
	account.crm.switches.delayMs = 20;
	const items = await Promise.all(
		spellings.map(async (text, index) => await itemWith({ data: `${index}.pdf` }, { text })),
	);
	const files = rows(['data', '={{ ["mx_CustomObject_1", "mx_CustomObject_2"][$itemIndex % 2] }}']);
	const parameters = attachOrCreate(by(mode, '={{ $json.text }}'), { files });
	const output = await account.outputOf(parameters, items);
	expect(account.requestsTo('Lead.Create')).toHaveLength(1);
	const [lead, ...others] = newcomers();
	expect(others).toEqual([]);
	expect(output.map(({ leadId: id }) => id)).toEqual([lead.id, lead.id, lead.id]);
	// Items are worked on at the same time: whichever comes first creates the lead.
	expect(output.filter(({ leadCreated }) => leadCreated === true)).toHaveLength(1);
	expect(lead.fieldSets.mx_KYC.mx_CustomObject_2).toBe('1.pdf');
});

test.each([
	['email', 'nia@example.com'],
	['phone', '+44-2071838750'],
])('executions with the same unknown %s create one lead', async (mode, value) => {
	account.crm.switches.delayMs = 20;
	const parameters = attachOrCreate(by(mode, value));
	const outputs = await Promise.all([1, 2, 3].map(async () => await account.outputOf(parameters)));
	expect(account.requestsTo('Lead.Create')).toHaveLength(1);
	const [lead, ...others] = newcomers();
	expect(others).toEqual([]);
	expect(outputs.flat().map(({ leadId: id }) => id)).toEqual([lead.id, lead.id, lead.id]);
	expect(outputs.flat().filter(({ leadCreated }) => leadCreated === true)).toHaveLength(1);
});

test('an execution that waits for the new lead of another one ends when it is stopped', async () => {
	const parameters = attachOrCreate(by('email', 'nia@example.com'));
	const mutexRun = jest.spyOn(KeyedMutex.prototype, 'run');
	const asked = () => mutexRun.mock.calls.filter(([key]) => key.startsWith('find or create'));
	let answer = () => {};
	let isAnswered = false;
	const answered = new Promise<void>((resolve) => (answer = resolve));
	void answered.then(() => (isAnswered = true));
	account.crm.intercept = async (_, __, { pathname }) => {
		if (pathname.endsWith('/Lead.Create')) await answered;
		return false;
	};
	const first = account.run(parameters);
	await until(() => account.requestsTo('Lead.Create').length === 1, 'the creation');
	const controller = new AbortController();
	const second = account.run(parameters, undefined, { signal: controller.signal });
	await until(() => asked().length === 2, 'the wait of the second execution');
	const third = account.run(parameters);
	await until(() => asked().length === 3, 'the wait of the third execution');
	mutexRun.mockRestore();
	controller.abort();
	// Should it not end, the test shall.
	const late = setTimeout(answer, 20_000);
	expect((await second).run.status).toBe('canceled');
	expect(isAnswered).toBe(false);
	clearTimeout(late);
	answer();
	const [lead, ...others] = [await first, await third].map(({ output }) => output[0].json.leadId);
	expect(others).toEqual([lead]);
	expect(account.requestsTo('Lead.Create')).toHaveLength(1);
});

test.each([
	['email', 'nia@example.com', 'NIA@example.com'],
	['phone', '+44-2071838750', '+44 207 183 8750'],
])('an execution right after takes the lead that lookups by %s do not show yet', async (...row) => {
	const [mode, ...spellings] = row;
	account.crm.switches.visibleAfterMs = 30_000;
	const created: unknown[] = [];
	for (const value of spellings) {
		const [json] = await account.outputOf(attachOrCreate(by(mode, value)));
		created.push([json.leadId, json.leadCreated]);
	}
	const [lead, ...others] = newcomers();
	expect(others).toEqual([]);
	expect(created).toEqual([
		[lead.id, true],
		[lead.id, false],
	]);
});

test('a lead that was created some minutes ago is not taken for one that is still there', async () => {
	const parameters = attachOrCreate(by('email', 'nia@example.com'));
	await account.outputOf(parameters);
	account.crm.leads.delete(newcomers()[0].id);
	await sleep(10 * 60_000);
	expect(await account.outputOf(parameters)).toMatchObject([{ leadCreated: true }]);
	expect(newcomers()).toHaveLength(1);
});

test('a lead that another n8n worker creates between look and call is taken once it is shown', async () => {
	account.crm.switches.visibleAfterMs = 3_000;
	const lead = by('email', 'nia@example.com');
	const [first] = await account.outputOf(attachOrCreate(lead, { options: { confirm: false } }));
	// Another worker is another process.
	forgetAccounts();
	account.knowsForm('flattened');
	const [second] = await account.outputOf(attachOrCreate(lead));
	expect(second).toMatchObject({ leadId: first.leadId, leadCreated: false });
	expect(account.requestsTo('Lead.Create')).toHaveLength(2);
	expect(newcomers()).toHaveLength(1);
});

test('a lead that somebody else creates between the look and the call is taken', async () => {
	const lead = { ...account.crm.leads.get(leadId(3))!, id: leadId(500), autoId: '1500' };
	lead.values = { EmailAddress: 'nia@example.com' };
	account.crm.intercept = (_, __, { pathname }) => {
		if (pathname.endsWith('/Lead.Create')) account.crm.leads.set(lead.id, lead);
		return false;
	};
	const output = await account.outputOf(attachOrCreate(by('email', 'nia@example.com')));
	expect(output).toMatchObject([{ leadId: lead.id, leadCreated: false }]);
	expect(newcomers()).toHaveLength(1);
});

test('after a lost answer the lead is looked for again, not created twice', async () => {
	const lead = { ...account.crm.leads.get(leadId(3))!, id: leadId(500), autoId: '1500' };
	lead.values = { EmailAddress: 'nia@example.com' };
	account.breakOff('Lead.Create', () => account.crm.leads.set(lead.id, lead));
	const items = [await itemWith({ data: 'one.pdf' }), await itemWith({ data: 'two.pdf' })];
	const options = { parallelRequests: 1 };
	const parameters = attachOrCreate(by('email', 'nia@example.com'), { options });
	const output = await account.outputOf(parameters, items);
	expect(output).toMatchObject([
		{ leadId: lead.id, leadCreated: true },
		{ leadId: lead.id, leadCreated: false },
	]);
	expect(account.requestsTo('Lead.Create')).toHaveLength(1);
});

test('what LeadSquared says about a lead that it does not create', async () => {
	const newLead = { phone: '+91-9876543210' };
	const { error } = await account.run(attachOrCreate(by('email', 'nia@example.com'), { newLead }));
	expect(error?.message).toBe(
		'LeadSquared says: A Lead with same Phone Number already exists. [item 0]',
	);
	expect(error?.description).toContain('MXDuplicateEntryException');
	expect(account.crm.uploadCount).toBe(0);
});

test('an answer without an id is a failure', async () => {
	account.answer('Lead.Create', 200, { Status: 'Success', Message: {} });
	const { error } = await account.run(attachOrCreate(by('email', 'nia@example.com')));
	expect(error?.message).toBe('LeadSquared did not say which lead it made [item 0]');
	expect(account.crm.uploadCount).toBe(0);
});

test('a failed creation fails every item that waits for it', async () => {
	account.answer('Lead.Create', 500, envelope("'LastName' is mandatory."));
	const items = [await itemWith({ data: 'one.pdf' }), await itemWith({ data: 'two.pdf' })];
	const parameters = attachOrCreate(by('email', 'nia@example.com'));
	const { output } = await account.run(parameters, items, { onError: 'continueRegularOutput' });
	expect(output.map(({ json }) => json.error)).toEqual([
		"LeadSquared says: 'LastName' is mandatory. [item 0]",
		"LeadSquared says: 'LastName' is mandatory. [item 1]",
	]);
});

test.each(['ProspectID', 'SearchBy', 'searchby', 'ProspectAutoId'])(
	'a further field cannot be %s, which would choose another lead',
	async (schemaName) => {
		const furtherFields = { values: [{ schemaName, value: leadId(2) }] };
		const { error } = await account.run(
			attachOrCreate(by('email', 'nia@example.com'), { newLead: { furtherFields } }),
		);
		expect(error?.message).toBe(`"${schemaName}" is not a field that can be filled in [item 0]`);
		expect(account.crm.requests).toEqual([]);
	},
);

test('a lead cannot be created with a given ID', async () => {
	const { error } = await account.run(attachOrCreate(by('id', leadId(500))));
	expect(error?.message).toBe(`LeadSquared has no lead with the ID ${leadId(500)} [item 0]`);
	expect(account.calls()).toEqual(['Leads.GetById']);
});
