import type { IDataObject } from 'n8n-workflow';
import { leadId } from '../../stand-ins/leadsquared';
import { by, itemWith, rows, useLeadSquared } from '../../support/leadSquared';

const account = useLeadSquared();

const attachTo = (lead: IDataObject): IDataObject => ({
	resource: 'lead',
	operation: 'attachFile',
	leadId: lead,
	entitySchemaName: by('name', 'mx_KYC'),
	files: rows(['data', 'mx_CustomObject_1']),
});

describe('no lead', () => {
	test.each([
		['id', leadId(500), 'ID'],
		['email', 'nobody+x&y=z@example.com', 'email address'],
		['phone', '+44 1 2345', 'phone number'],
	])('by %s: the message names what was looked for', async (mode, value, label) => {
		const { error } = await account.run(attachTo(by(mode, value)));
		expect(error?.message).toBe(`LeadSquared has no lead with the ${label} ${value} [item 0]`);
		expect(error?.description).toContain('Nothing was done for it.');
		expect(account.crm.uploadCount).toBe(0);
	});

	test('a 404 means the same for a phone number', async () => {
		account.crm.switches.phoneNotFound = '404';
		const { error } = await account.run(attachTo(by('phone', '+441234567')));
		expect(error?.message).toContain('LeadSquared has no lead with the phone number +441234567');
	});
});

describe('more than one lead', () => {
	test('with the same email', async () => {
		account.crm.leads.get(leadId(3))!.values.EmailAddress = 'Asha@example.com';
		const { error } = await account.run(attachTo(by('email', 'asha@example.com')));
		expect(error?.message).toBe(
			'LeadSquared has 2 leads with the email address asha@example.com [item 0]',
		);
		expect(error?.description).toContain(`${leadId(1)}, ${leadId(3)}`);
		expect(account.crm.uploadCount).toBe(0);
	});

	// Documented: of several leads the one with the latest activity is returned, as if it were alone.
	test.each([
		['the service returns one of them', false],
		['the service returns all of them', true],
	])('with the same phone number, and %s', async (_, all) => {
		account.crm.switches.phoneAnswersAllMatches = all;
		const { error } = await account.run(attachTo(by('phone', '9876543210')));
		expect(error?.message).toBe(
			'LeadSquared has 2 leads with the phone number 9876543210 [item 0]',
		);
		expect(error?.description).toContain(`${leadId(1)}, ${leadId(2)}`);
		expect(account.crm.uploadCount).toBe(0);
	});

	test.each([
		['+91-9876543210', '9876543210', '9876543210'],
		['9876543210', '+91-9876543210', '9876543210'],
		['+91-9876543210', '9876543210', '+91-9876543210'],
		['9876543210', '+91-9876543210', '+91 98765 43210'],
		['+91 98765-43210', '(0)98765/43210', '919876543210'],
	])('with the phone number spelled %s and %s, asked for as %s', async (one, other, number) => {
		account.crm.leads.get(leadId(1))!.values.Phone = one;
		account.crm.leads.get(leadId(2))!.values.Mobile = other;
		const { error } = await account.run(attachTo(by('phone', number)));
		expect(error?.message).toBe(`LeadSquared has 2 leads with the phone number ${number} [item 0]`);
		expect(account.crm.uploadCount).toBe(0);
	});

	test('with the same phone number, where patterns find nothing', async () => {
		account.crm.switches.likeTakesPatterns = false;
		const { error } = await account.run(attachTo(by('phone', '9876543210')));
		expect(error?.message).toContain('LeadSquared has 2 leads with the phone number 9876543210');
		expect(account.crm.uploadCount).toBe(0);
	});

	test('a phone number that only fits the pattern is another one', async () => {
		account.crm.leads.get(leadId(2))!.values.Mobile = '+44-1654321000';
		const [output] = await account.outputOf(attachTo(by('phone', '9876543210')));
		expect(output.leadId).toBe(leadId(1));
	});
});

describe('a phone number', () => {
	test.each([
		['as it is stored', '+44-2079460958', false],
		['as it is stored, where nothing else is found', '+44-2079460958', true],
		['with blanks and hyphens', '+44 (20) 7946-0958', false],
		['without the country code', '2079460958', false],
		['without the plus', '442079460958', false],
		['with dots and slashes', '+44/20.7946.0958', false],
	])('%s', async (_, number, onlyStoredForm) => {
		account.crm.switches.phoneOnlyStoredForm = onlyStoredForm;
		const [output] = await account.outputOf(attachTo(by('phone', number)));
		expect(output.leadId).toBe(leadId(4));
	});

	test('of a lead whose stored numbers look different is still one lead', async () => {
		account.crm.leads.get(leadId(4))!.values.Mobile = '02079460958';
		const [output] = await account.outputOf(attachTo(by('phone', '+44-2079460958')));
		expect(output.leadId).toBe(leadId(4));
	});

	test('of a lead that does not show it cannot be compared', async () => {
		account.answer('RetrieveLeadByPhoneNumber', 200, [{ ProspectID: leadId(4) }]);
		const { error } = await account.run(attachTo(by('phone', '+44-2079460958')));
		expect(error?.message).toBe(
			'LeadSquared answered the search for the phone number +44-2079460958 with another lead [item 0]',
		);
		expect(account.crm.uploadCount).toBe(0);
	});
});

test('an address is sent as one value, whatever is in it', async () => {
	const address = "o'neil+a&b=c?d#e/f%20$@example.com";
	account.crm.leads.get(leadId(3))!.values.EmailAddress = address;
	const [output] = await account.outputOf(attachTo(by('email', address)));
	expect(output.leadId).toBe(leadId(3));
	expect(account.requestsTo('Leads.GetByEmailaddress')[0].query).toEqual({ emailaddress: address });
});

test('the same lead is asked for once in an execution', async () => {
	account.crm.switches.delayMs = 10;
	const addresses = ['asha@example.com', 'Asha@Example.com', 'ben@example.com', 'asha@example.com'];
	const items = await Promise.all(
		addresses.map(async (email, index) => await itemWith({ data: `${index}.pdf` }, { email })),
	);
	const output = await account.outputOf(attachTo(by('email', '={{ $json.email }}')), items);
	expect(output.map((json) => json.leadId)).toEqual([leadId(1), leadId(1), leadId(2), leadId(1)]);
	const asked = account
		.requestsTo('Leads.GetByEmailaddress')
		.map(({ query }) => query.emailaddress);
	expect(asked.map((email) => email.toLowerCase()).sort()).toEqual([
		'asha@example.com',
		'ben@example.com',
	]);
});

test('the next execution asks again', async () => {
	await account.outputOf(attachTo(by('email', 'asha@example.com')));
	await account.outputOf(attachTo(by('email', 'asha@example.com')));
	expect(account.requestsTo('Leads.GetByEmailaddress')).toHaveLength(2);
});
