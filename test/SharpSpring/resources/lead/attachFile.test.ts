import type { IDataObject } from 'n8n-workflow';
import { FIELD, leadId } from '../../../stand-ins/sharpspring';
import { sha256 } from '../../../support/forms';
import { itemWith, jsonOf, by, row, toLead, useSharpSpring } from '../../../support/sharpSpring';

const bench = useSharpSpring();
const lead = (place: number) => bench.crm.leads.get(leadId(place))!;
const stored = () => bench.crm.arrivals().length;

/** Answers every lookup with this lead. */
function answerLookups(found: IDataObject) {
	bench.crm.intercept = (request, response, url) => {
		if (!url.pathname.endsWith('/')) return false;
		request.resume();
		response.end(JSON.stringify({ result: { lead: [found] }, error: null, id: '1' }));
		return true;
	};
}

async function attach(to: IDataObject, options: IDataObject = {}) {
	return await bench.run(toLead(to, undefined, options), [await itemWith('a.pdf')]);
}

test('a file goes to the lead with this ID', async () => {
	const items = [await itemWith('Contract of Ada.pdf', {}, { content: 'signed' })];
	const { output, error } = await bench.run(toLead(by('id', leadId(1))), items);
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toEqual([
		{
			recordType: 'lead',
			fileCount: 1,
			recordId: leadId(1),
			confirmed: true,
			files: [
				{
					fileName: 'Contract of Ada.pdf',
					sentFileName: 'Contract_of_Ada.pdf',
					fieldSystemName: FIELD.leadContract,
					mimeType: 'application/pdf',
					fileSize: 6,
					binaryField: 'data',
					confirmed: true,
					fieldValue: 'Contract_of_Ada.pdf',
				},
			],
			warnings: [],
		},
	]);
	expect(lead(1).files).toEqual({
		[FIELD.leadContract]: { fileName: 'Contract_of_Ada.pdf', bytes: 6, sha256: sha256('signed') },
	});
	// To see that the lead exists, and then that it shows the file.
	expect(bench.methods()).toEqual(['getLead', 'getLead']);
});

test.each([
	['ada@example.com', 1],
	['  GRACE@Example.com ', 2],
	['katherine+crm@example.com', 4],
	['inactive@example.com', 5],
])('a file goes to the lead with the address %j', async (address, place) => {
	const { output, error } = await attach(by('email', address));
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toMatchObject([{ recordId: leadId(place) }]);
	expect(lead(place).files).toHaveProperty(FIELD.leadContract);
	expect(stored()).toBe(1);
	// The address has shown that the lead exists.
	expect(bench.methods()).toEqual(['getLeads', 'getLead']);
});

test.each([
	['an address', '={{ $json.from }}', { email: 'ada@example.com' }],
	['what email triggers give', '={{ $json.trigger }}', { email: 'ada@example.com' }],
	['an ID', '={{ $json.id }}', {}],
	['an ID in the text', leadId(1), {}],
])('an expression in place of the locator may give %s', async (_, given, told) => {
	const json = {
		from: 'Ada <ada@example.com>',
		trigger: { value: [{ address: 'ada@example.com', name: 'Ada' }] },
		id: leadId(1),
	};
	const { output, error } = await bench.run(toLead(given), [await itemWith('a.pdf', json)]);
	expect(error).toBeUndefined();
	expect(jsonOf(output)).toMatchObject([{ recordId: leadId(1), ...told }]);
});

test.each(['={{ null }}', '={{ $json.nothing }}'])(
	'without a value in place of the locator (%j) nothing is sent',
	async (given) => {
		const { error } = await bench.run(toLead(given), [await itemWith('a.pdf')]);
		expect(error?.message).toBe("'Lead' is empty [item 0]");
		expect(bench.crm.requests).toEqual([]);
	},
);

test('an apostrophe belongs to many addresses, and comes back encoded', async () => {
	answerLookups({ id: leadId(3), emailAddress: 'o&#039;brien@example.com' });
	const { error } = await attach(by('email', "O'Brien@example.com"));
	expect(error).toBeUndefined();
	expect(lead(3).files).toHaveProperty(FIELD.leadContract);
});

test.each([
	['id', '2000312345678999', 'SharpSpring has no lead with the ID 2000312345678999'],
	['email', 'nobody@example.com', 'SharpSpring has no lead with the email address nobody@'],
])('an unknown lead by %s is told before anything is uploaded', async (mode, value, message) => {
	const { error } = await attach(by(mode, value));
	expect(error?.message).toContain(message);
	expect(error?.description).toContain('Nothing was done for it.');
	expect(bench.crm.calls).toEqual([]);
});

test.each([
	['id', leadId(9)],
	['email', 'ada@example.com'],
])('a phantom is no lead (by %s)', async (mode, value) => {
	bench.crm.switches.phantomLead = true;
	if (mode === 'email') {
		answerLookups({ leadStatus: 'unqualified', emailAddress: value, [FIELD.leadText]: '' });
	}
	const { error } = await attach(by(mode, value));
	expect(error?.message).toContain('SharpSpring has no lead');
	expect(bench.crm.calls).toEqual([]);
});

test('an answer about another record is no proof', async () => {
	bench.crm.leads.set('1', { ...lead(2), id: leadId(2) });
	const { error } = await attach(by('id', '1'));
	expect(error?.message).toContain('SharpSpring has no lead with the ID 1');
	expect(bench.crm.calls).toEqual([]);
});

test('two leads with one address are one too many', async () => {
	lead(2).values.emailAddress = 'ada@example.com';
	const { error } = await attach(by('email', 'ada@example.com'));
	expect(error?.message).toContain('more than one lead with the email address ada@example.com');
	expect(error?.description).toContain("'By ID'");
	expect(bench.crm.calls).toEqual([]);
});

test('an address reaches no lead but its own', async () => {
	// As a service would do that reads % as "anything".
	answerLookups({ id: leadId(1), emailAddress: 'ada@example.com' });
	const { error } = await attach(by('email', '%@example.com'));
	expect(error?.message).toContain('SharpSpring has no lead with the email address %@example.com');
	expect(bench.crm.calls).toEqual([]);
});

test('without the check nothing is looked up, and a reply may claim success', async () => {
	const unchecked = { checkRecordExists: false, confirm: false };
	const { error } = await attach(by('id', leadId(1)), unchecked);
	expect(error).toBeUndefined();
	expect(bench.methods()).toEqual([]);
	expect(lead(1).files).toHaveProperty(FIELD.leadContract);
	const unknown = await attach(by('id', '42'), unchecked);
	expect(unknown.error?.message).toContain('did not accept the file "a.pdf"');
	expect(unknown.error?.message).toContain('A record with that ID does not exist. (code 404)');
});

describe('values from outside', () => {
	const hostile = [
		['id', '2000310000000001 OR 1=1'],
		['id', '2000310000000001"},"limit":500'],
		['id', '../2000310000000001'],
		['id', '２０００３１'],
		['id', '2.00031e15'],
		['id', ['2000310000000001', '2000310000000002']],
		['id', { value: '1' }],
		['email', 'ada@example.com,grace@example.com'],
		['email', 'ada@example.com\r\nBcc: x@example.com'],
		['email', '"},"limit":500,"x":"@example.com'],
		['email', ''],
	] as const;

	test.each(hostile)('%s %j reaches nothing', async (mode, value) => {
		const items = [await itemWith('a.pdf', { value: value as string })];
		const parameters = toLead(by(mode, '={{ $json.value }}'));
		const { error } = await bench.run(parameters, items);
		expect(error?.message).toMatch(
			/^'Lead' (does not look right|is empty|holds more than one email|is not a valid email)/,
		);
		expect(bench.crm.requests).toEqual([]);
	});

	test('a number is an ID, too, and stays exact', async () => {
		const items = [await itemWith('a.pdf', { id: Number(leadId(6)) })];
		const { output } = await bench.run(toLead(by('id', '={{ $json.id }}')), items);
		expect(jsonOf(output)).toMatchObject([{ recordId: leadId(6) }]);
		expect(lead(6).files).toHaveProperty(FIELD.leadContract);
	});
});

test('each address and each ID is asked for once', async () => {
	const values = ['ada@example.com', 'ADA@example.com', 'nobody@example.com', 'nobody@example.com'];
	const items = await Promise.all(
		values.map(async (mail) => await itemWith('a.pdf', { mail, id: leadId(2) })),
	);
	const onError = 'continueRegularOutput' as const;
	const options = { parallelRequests: 1, confirm: false };
	await bench.run(toLead(by('email', '={{ $json.mail }}'), undefined, options), items, { onError });
	expect(bench.methods()).toEqual(['getLeads', 'getLeads']);
	bench.crm.requests.length = 0;
	const byId = toLead(by('id', '={{ $json.id }}'), [row(FIELD.leadContract)], options);
	await bench.run(byId, items);
	expect(bench.methods()).toEqual(['getLead']);
});
