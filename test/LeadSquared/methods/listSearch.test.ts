import type { IDataObject } from 'n8n-workflow';
import { activityId, leadId, opportunityId } from '../../stand-ins/leadsquared';
import { searchList } from '../../support/n8n';
import { by, envelope, useLeadSquared } from '../../support/leadSquared';

const account = useLeadSquared();

/** Opens a list of the node while these parameters are filled in. */
const list = async (
	method: string,
	parameters: IDataObject = {},
	filter?: string,
	token?: string,
) => {
	const all = { resource: 'activity', operation: 'attachFile', ...parameters };
	return await searchList(account.open(all), method, filter, token);
};

const names = ({ results }: { results: Array<{ name: string }> }) =>
	results.map(({ name }) => name);

describe('leads', () => {
	test('are listed newest first, page by page', async () => {
		const first = await list('searchLeads');
		expect(first.results).toHaveLength(100);
		expect(first.results[0]).toEqual({
			name: 'Ines Adler (lead120@example.com)',
			value: leadId(120),
		});
		const second = await list('searchLeads', {}, undefined, first.paginationToken as string);
		expect(second.paginationToken).toBeUndefined();
		const values = [...first.results, ...second.results].map(({ value }) => value);
		expect(new Set(values).size).toBe(120);
		expect(second.results.at(-1)).toEqual({
			name: 'Asha Rao (asha@example.com)',
			value: leadId(1),
		});
	});

	test.each([
		['a name', 'Müll', ['Chloé Müller (chloe@example.com)']],
		['an address', ' BEN@ex', ['Ben Okafor (ben@example.com)']],
		['a number', '+44-20', ['Dev Nomail (+44-2079460958)']],
		['what is in none', 'nobody & co=?', []],
	])('are found by %s', async (_, filter, found) => {
		expect(names(await list('searchLeads', {}, filter))).toEqual(found);
		expect(account.requestsTo('Leads.GetByQuickSearch')[0].query).toEqual({ key: filter.trim() });
	});

	test('are understood in the other form of lists', async () => {
		const LeadPropertyList = [
			{ Attribute: 'ProspectID', Value: leadId(7) },
			{ Attribute: 'Phone', Value: '123' },
		];
		account.answer('Leads.Get', 200, { RecordCount: 1, Leads: [{ LeadPropertyList }] });
		expect((await list('searchLeads')).results).toEqual([{ name: '123', value: leadId(7) }]);
	});

	test('without name and address are still told apart', async () => {
		account.answer('Leads.Get', 200, [{ ProspectID: leadId(7), FirstName: null }]);
		expect(names(await list('searchLeads'))).toEqual([`Lead ${leadId(7)}`]);
	});
});

describe('types', () => {
	const activityTypes = [
		'Document Collection (252)',
		'Verification Visit (158)',
		'Phone Call Logged (206)',
		'Page Visited on Website (2)',
	];

	test.each(['both', 'DisplayName', 'ActivityEventName'] as const)(
		'of activities, labelled by %s',
		async (activityTypeLabel) => {
			Object.assign(account.crm.switches, { activityTypeLabel, activityEventAsString: true });
			const found = await list('searchActivityTypes');
			expect(names(found)).toEqual(activityTypes);
			expect(found.results[0].value).toBe('252');
			expect(names(await list('searchActivityTypes', {}, 'visit'))).toEqual([
				'Verification Visit (158)',
				'Page Visited on Website (2)',
			]);
			expect(names(await list('searchActivityTypes', {}, '206'))).toEqual([activityTypes[2]]);
		},
	);

	test.each(['array', 'list'] as const)(
		'of opportunities, as %s',
		async (opportunityTypesShape) => {
			account.crm.switches.opportunityTypesShape = opportunityTypesShape;
			const found = await list('searchOpportunityTypes');
			expect(found.results).toEqual([
				{ name: 'Loan (12000)', value: '12000' },
				{ name: 'Insurance (12001)', value: '12001' },
			]);
			expect(names(await list('searchOpportunityTypes', {}, 'ins'))).toEqual(['Insurance (12001)']);
		},
	);
});

describe("a lead's activities", () => {
	const ofLead = (number: number) => ({ listLeadId: by('list', leadId(number)) });

	test('are listed newest first', async () => {
		const { results, paginationToken } = await list('searchActivities', ofLead(1));
		expect(results).toHaveLength(60);
		expect(results[0]).toEqual({
			name: 'Phone Call Logged, 2026-03-02 09:30:00',
			value: activityId(60),
		});
		expect(paginationToken).toBeUndefined();
		const found = await list('searchActivities', ofLead(1), '2026-03-01');
		expect(found.results).toEqual([
			{ name: 'Verification Visit, 2026-03-01 09:30:00', value: activityId(59) },
		]);
	});

	// Whether the call's offset counts pages or rows is open: both have to give every activity once.
	test.each([true, false])('page by page (offset counts pages: %s)', async (nextOffsetIsPage) => {
		account.crm.switches.nextOffsetIsPage = nextOffsetIsPage;
		const [sample] = account.crm.activities.values();
		for (let number = 100; number < 270; number++) {
			account.crm.activities.set(activityId(number), { ...sample, id: activityId(number) });
		}
		const seen: unknown[] = [];
		for (let token: string | undefined; ; ) {
			const page = await list('searchActivities', ofLead(1), undefined, token);
			seen.push(...page.results.map(({ value }) => value));
			token = page.paginationToken as string | undefined;
			if (token === undefined) break;
		}
		expect(seen).toHaveLength(230);
		expect(new Set(seen).size).toBe(230);
	});

	/** Gives the first lead this many activities more, all of them older than the seeded ones. */
	const addActivities = (count: number) => {
		const [sample] = account.crm.activities.values();
		for (let number = 1000; number < 1000 + count; number++) {
			const createdOn = new Date(Date.UTC(2020, 0, -number)).toISOString().slice(0, 10);
			const added = { ...sample, id: activityId(number), createdOn: `${createdOn} 09:30:00` };
			account.crm.activities.set(added.id, added);
		}
	};

	test('are searched beyond the first page', async () => {
		addActivities(300);
		const found = await list('searchActivities', ofLead(1), activityId(1150));
		expect(found.results).toMatchObject([{ value: activityId(1150) }]);
		// To the end: the editor cannot scroll a list of one entry on.
		expect(account.requestsTo('Retrieve')).toHaveLength(4);
		expect(found.paginationToken).toBeUndefined();
	});

	test('are all found, on whatever page they are', async () => {
		addActivities(1100);
		const { results } = await list('searchActivities', ofLead(1), activityId(2050));
		expect(results).toMatchObject([{ value: activityId(2050) }]);
	});

	test('are not looked through without a text', async () => {
		addActivities(300);
		expect((await list('searchActivities', ofLead(1), ' ')).results).toHaveLength(100);
		expect(account.requestsTo('Retrieve')).toHaveLength(1);
	});

	test('may be none', async () => {
		account.crm.switches.emptyListOmitsKey = true;
		expect(await list('searchActivities', ofLead(4))).toEqual({ results: [] });
	});
});

describe("a lead's opportunities", () => {
	const ofLead = (number: number) => ({
		resource: 'opportunity',
		listLeadId: by('id', leadId(number)),
	});

	test.each([true, false])('are listed (as a bare array: %s)', async (opportunitiesAsBareArray) => {
		account.crm.switches.opportunitiesAsBareArray = opportunitiesAsBareArray;
		expect((await list('searchOpportunities', ofLead(1))).results).toEqual([
			{ name: 'Deal 1 (Open, 2026-01-02 09:30:00)', value: opportunityId(1) },
			{ name: 'Deal 2 (Open, 2026-01-03 09:30:00)', value: opportunityId(2) },
		]);
	});

	test('of the chosen type, also where the service insists on one', async () => {
		account.crm.switches.opportunityTypeRequired = true;
		const parameters = { ...ofLead(1), opportunityType: by('list', '12001') };
		expect(names(await list('searchOpportunities', parameters))).toEqual([
			'Deal 2 (Open, 2026-01-03 09:30:00)',
		]);
		await expect(list('searchOpportunities', ofLead(1))).rejects.toThrow(
			"LeadSquared says: 'opportunityType' is mandatory.",
		);
	});

	/** Gives the third lead this many opportunities more. */
	const addOpportunities = (count: number) => {
		const sample = account.crm.opportunities.get(opportunityId(4))!;
		for (let number = 100; number < 100 + count; number++) {
			account.crm.opportunities.set(opportunityId(number), {
				...sample,
				id: opportunityId(number),
			});
		}
	};

	test('page by page', async () => {
		addOpportunities(100);
		const first = await list('searchOpportunities', ofLead(3));
		expect(first.results).toHaveLength(100);
		const token = first.paginationToken as string;
		const second = await list('searchOpportunities', ofLead(3), undefined, token);
		expect(second.results).toHaveLength(30);
		expect(second.paginationToken).toBeUndefined();
	});

	test('are searched beyond the first page', async () => {
		addOpportunities(300);
		const every = await list('searchOpportunities', ofLead(3), undefined, '3');
		const { value, name } = every.results[50];
		const found = await list('searchOpportunities', ofLead(3), String(value));
		expect(found).toEqual({ results: [{ name, value }] });
	});

	test('are found by name and by ID', async () => {
		expect(names(await list('searchOpportunities', ofLead(3), 'deal 17'))).toHaveLength(1);
		const found = await list('searchOpportunities', ofLead(3), opportunityId(9));
		expect(found.results).toMatchObject([{ value: opportunityId(9) }]);
	});
});

describe('what the editor shows in place of an empty list', () => {
	test.each([
		['searchActivities', 'Lead Whose Activities to List'],
		['searchOpportunities', 'Lead Whose Opportunities to List'],
	])('%s without a lead', async (method, label) => {
		await expect(list(method)).rejects.toThrow(`Choose '${label}' first`);
		await expect(list(method, { listLeadId: by('id', '={{ $json.id }}') })).rejects.toThrow(
			`The list cannot be shown, because '${label}' is an expression`,
		);
		await expect(list(method, { listLeadId: by('id', '12') })).rejects.toThrow(
			`'${label}' does not look right: "12"`,
		);
		expect(account.crm.requests).toEqual([]);
	});

	const lead = { listLeadId: by('list', leadId(1)) };
	const methods: Array<[method: string, call: string]> = [
		['searchLeads', 'Leads.Get'],
		['searchActivityTypes', 'ActivityTypes.Get'],
		['searchOpportunityTypes', 'GetOpportunityTypes'],
		['searchActivities', 'Retrieve'],
		['searchOpportunities', 'GetOpportunitiesOfLead'],
	];

	test.each(methods)('%s, refused', async (method, call) => {
		account.answer(call, 500, envelope('Not for you.', 'MXUnAuthorizedAccessException'));
		await expect(list(method, lead)).rejects.toMatchObject({
			message: 'LeadSquared says: Not for you.',
			description: expect.stringContaining('use those of an administrator'),
		});
	});

	test.each(methods)('%s, with wrong keys', async (method) => {
		const { type, data } = account.credential();
		const credential = { type, data: { ...data, secretKey: 'wrong' } };
		const open = { ...account.open({ resource: 'activity', ...lead }), credential };
		await expect(searchList(open, method)).rejects.toThrow('LeadSquared did not accept the keys');
	});
});
