import type { IDataObject } from 'n8n-workflow';
import { searchList } from '../../support/n8n';
import { by, envelope, useLeadSquared } from '../../support/leadSquared';

const account = useLeadSquared();

const list = async (method: string, parameters: IDataObject = {}, filter?: string) =>
	(await searchList(account.open(parameters), method, filter)).results;

const lead = { resource: 'lead', operation: 'attachFile' };
const activity = {
	resource: 'activity',
	operation: 'attachFile',
	attachTo: 'customFieldSet',
	activityType: by('list', '252'),
};
const opportunity = {
	resource: 'opportunity',
	operation: 'attachFile',
	opportunityType: by('code', '12000'),
};

const setLists: Array<[method: string, parameters: IDataObject, sets: string[], other: string]> = [
	[
		'searchLeadFields',
		lead,
		['KYC (mx_KYC)', 'Loan Documents (mx_Loan_Documents)'],
		'City (mx_City, Text)',
	],
	[
		'searchActivityFields',
		activity,
		['Documents (mx_Custom_2)'],
		'Channel (mx_Custom_3, Dropdown)',
	],
	[
		'searchOpportunityFields',
		opportunity,
		['Loan File (mx_Custom_13)'],
		'Expected Deal Size (mx_Custom_6, Number)',
	],
];

describe.each(setLists)('%s', (method, parameters, sets, other) => {
	const namesOf = async (filter?: string) =>
		(await list(method, parameters, filter)).map(({ name }) => name);

	test('offers custom field sets, and the other fields with their type when searched for', async () => {
		const shown = await list(method, parameters);
		expect(shown.slice(0, -1).map(({ name }) => name)).toEqual(sets);
		const more = /^Not here\? Enter a part of the name to search \d+ more$/;
		expect(shown.at(-1)).toEqual({ name: expect.stringMatching(more), value: '' });
		const names = await namesOf('mx_');
		expect(names.slice(0, sets.length)).toEqual(sets);
		expect(names).toContain(other);
		expect(names.slice(sets.length).every((name) => /, \w+\)$/.test(name))).toBe(true);
	});

	test('knows them by their type where their inner fields are not told', async () => {
		account.crm.switches.metadataShowsCustomObjects = false;
		expect((await namesOf()).slice(0, sets.length)).toEqual(sets);
		account.crm.switches.customObjectDataType = 'Custom Field Set';
		expect((await namesOf()).slice(0, sets.length)).toEqual(sets);
	});

	test('offers all fields with their type where nothing is told', async () => {
		Object.assign(account.crm.switches, {
			metadataShowsCustomObjects: false,
			customObjectDataType: 'String',
		});
		const names = await namesOf();
		expect(names).toContain(other);
		expect(names).toContain(sets[0].replace(')', ', String)'));
	});

	test('finds by name and by schema name', async () => {
		const [name, schemaName] = /^(.*) \((.*)\)$/.exec(sets[0])!.slice(1);
		expect(await namesOf(name.toUpperCase())).toContain(sets[0]);
		expect((await namesOf(` ${schemaName.toLowerCase()} `))[0]).toBe(sets[0]);
		expect(await namesOf('no such field')).toEqual([]);
	});

	test('the value is the schema name', async () => {
		const [{ name, value }] = await list(method, parameters);
		expect(name).toContain(`(${value})`);
	});
});

test('option sets are left out: they can be long, and are of no use here', async () => {
	await list('searchLeadFields', lead);
	expect(account.requestsTo('LeadsMetaData.Get')[0].query).toEqual({ excludeOptionSets: '1' });
});

const inSets: Array<[IDataObject, string[]]> = [
	[
		{ ...lead, entitySchemaName: by('list', 'mx_KYC') },
		['Passport (mx_CustomObject_1)', 'Proof of Address (mx_CustomObject_2)'],
	],
	[
		{ ...activity, entitySchemaName: by('name', 'mx_Custom_2') },
		[
			'Identity Card (mx_CustomObject_1)',
			'Proof of Income (mx_CustomObject_2)',
			'Other Document (mx_CustomObject_111)',
		],
	],
	[
		{ ...opportunity, entitySchemaName: by('list', 'mx_Custom_13') },
		['Application Form (mx_CustomObject_1)', 'Offer Letter (mx_CustomObject_2)'],
	],
];

describe('file fields inside the chosen set', () => {
	test.each(inSets)('come first: %j', async (parameters, names) => {
		const shown = (await list('searchFileFields', parameters)).map(({ name }) => name);
		expect(shown).toEqual([...names, 'Not here? Enter a part of the name to search 1 more']);
		const found = (await list('searchFileFields', parameters, 'number')).map(({ name }) => name);
		expect(found).toEqual([expect.stringMatching(/ Number \(mx_CustomObject_3, String\)$/)]);
	});

	test('are found by name', async () => {
		const [[parameters]] = inSets;
		expect(await list('searchFileFields', parameters, 'proof')).toEqual([
			{ name: 'Proof of Address (mx_CustomObject_2)', value: 'mx_CustomObject_2' },
		]);
	});

	test('are not told by every account: the editor says what to do', async () => {
		account.crm.switches.metadataShowsCustomObjects = false;
		await expect(list('searchFileFields', inSets[0][0])).rejects.toMatchObject({
			message: 'LeadSquared does not tell which fields are in mx_KYC',
			description: expect.stringContaining("Choose 'By Name' and enter its schema name"),
		});
	});

	test('of a field that is no set', async () => {
		const parameters = { ...lead, entitySchemaName: by('name', 'mx_City') };
		await expect(list('searchFileFields', parameters)).rejects.toThrow(
			'LeadSquared does not tell which fields are in mx_City',
		);
	});
});

describe('what the editor shows in place of an empty list', () => {
	test.each([
		['searchActivityFields', { ...activity, activityType: '' }, "Choose 'Activity Type' first"],
		[
			'searchActivityFields',
			{ ...activity, activityType: by('code', '={{ $json.code }}') },
			"The list cannot be shown, because 'Activity Type' is an expression",
		],
		[
			'searchActivityFields',
			{ ...activity, activityType: by('code', '25x') },
			"'Activity Type' does",
		],
		['searchOpportunityFields', { resource: 'opportunity' }, "Choose 'Opportunity Type' first"],
		['searchFileFields', lead, "Choose 'Custom Field Set' first"],
		[
			'searchFileFields',
			{ ...activity, activityType: by('list', ''), entitySchemaName: by('name', 'mx_Custom_2') },
			"Choose 'Activity Type' first",
		],
	])('%s without what it depends on', async (method, parameters, message) => {
		await expect(list(method, parameters)).rejects.toThrow(message);
		expect(account.crm.requests).toEqual([]);
	});

	test('an unknown event code', async () => {
		await expect(
			list('searchActivityFields', { ...activity, activityType: by('code', '999') }),
		).rejects.toThrow('does not accept "999" as \'Activity Type or Opportunity Type\'');
	});

	test.each([
		['searchLeadFields', lead, 'LeadsMetaData.Get'],
		['searchActivityFields', activity, 'GetActivitySetting'],
		['searchOpportunityFields', opportunity, 'GetOpportunityTypeMetadata'],
	])('%s, refused', async (method, parameters, call) => {
		account.answer(call, 500, envelope('Not for you.'));
		await expect(list(method, parameters)).rejects.toThrow('LeadSquared says: Not for you.');
	});
});
