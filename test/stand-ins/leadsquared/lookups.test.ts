import { leadId, type LeadSquaredStandIn, opportunityId, startLeadSquared } from './index';
import { callsTo, kycFields } from './testCalls';

let crm: LeadSquaredStandIn;
let calls: ReturnType<typeof callsTo>;

beforeAll(async () => {
	crm = await startLeadSquared();
	calls = callsTo(crm);
});
afterAll(() => crm.close());
beforeEach(() => crm.reset());

const ids = (leads: Array<{ ProspectID: string }>) => leads.map(({ ProspectID }) => ProspectID);
const byPhone = async (phone: string) =>
	await calls.get(
		`LeadManagement.svc/RetrieveLeadByPhoneNumber?phone=${encodeURIComponent(phone)}`,
	);

describe('leads', () => {
	test('are found by id and address, or not at all', async () => {
		const { body } = await calls.get(
			'LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=CHLOE@example.com',
		);
		expect(body).toMatchObject([{ ProspectID: leadId(3), FirstName: 'Chloé', Phone: null }]);
		const unknown = await calls.get('LeadManagement.svc/Leads.GetById?id=none');
		expect([unknown.status, unknown.body]).toEqual([200, []]);
	});

	test('a shared number leads to the latest activity', async () => {
		for (const phone of ['9876543210', '919876543210', '+91-9876543210']) {
			expect(ids((await byPhone(phone)).body)).toEqual([leadId(1)]);
		}
		expect((await byPhone('98765 43210')).body).toEqual([]);
		crm.switches.phoneAnswersAllMatches = true;
		expect(ids((await byPhone('9876543210')).body)).toEqual([leadId(1), leadId(2)]);
		crm.switches.phoneOnlyStoredForm = true;
		crm.switches.phoneNotFound = '404';
		expect((await byPhone('9876543210')).status).toBe(404);
	});

	test('quick search looks at names', async () => {
		const path = 'LeadManagement.svc/Leads.GetByQuickSearch?key=';
		expect(ids((await calls.get(`${path}asha%20r`)).body)).toEqual([leadId(1)]);
		expect((await calls.get(path)).status).toBe(500);
	});

	test('come in pages, filtered and sorted', async () => {
		const list = (body: object) => calls.post('LeadManagement.svc/Leads.Get', body);
		const sorting = { ColumnName: 'CreatedOn', Direction: '1' };
		const page = { Sorting: sorting, Paging: { PageIndex: 2, PageSize: 100 } };
		const second = await list(page);
		expect(second.body).toHaveLength(20);
		expect(second.body.at(-1).ProspectID).toBe(leadId(1));
		const filter = (LookupName: string, LookupValue: string, SqlOperator: string) =>
			list({
				Parameter: { LookupName, LookupValue, SqlOperator },
				Columns: { Include_CSV: 'ProspectID,FirstName' },
			});
		expect((await filter('EmailAddress', 'asha%', 'LIKE')).body).toEqual([
			{ ProspectID: leadId(1), FirstName: 'Asha' },
		]);
		expect((await filter('ProspectAutoId', '1119', '>=')).body).toHaveLength(2);
		expect((await filter('EmailAddress', 'nobody', '=')).body).toEqual([]);
		expect((await filter('Nothing', 'x', '=')).status).toBe(500);
		expect((await list({ Paging: { PageIndex: 1, PageSize: 1001 } })).body.ExceptionMessage).toBe(
			'PageSize can not be more than 1000.',
		);
	});
});

describe('lists of a lead', () => {
	const activities = async (offset: number, count = 25) =>
		(
			await calls.post(`ProspectActivity.svc/Retrieve?leadId=${leadId(1)}`, {
				Paging: { Offset: String(offset), RowCount: String(count) },
			})
		).body;

	test('Offset counts rows, or pages', async () => {
		const first = await activities(0);
		expect(first.RecordCount).toBe(60);
		expect(first.ProspectActivities).toHaveLength(25);
		const byRows = (await activities(1)).ProspectActivities[0].Id;
		expect(byRows).toBe(first.ProspectActivities[1].Id);
		crm.switches.nextOffsetIsPage = true;
		expect((await activities(2)).ProspectActivities).toHaveLength(10);
		crm.switches.emptyListOmitsKey = true;
		expect(await activities(3)).toEqual({ RecordCount: 60 });
	});

	test('opportunities are flat, and their type may be required', async () => {
		const path = `OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=${leadId(1)}`;
		expect((await calls.post(path, '')).body.RecordCount).toBe(2);
		const { body } = await calls.post(`${path}&opportunityType=12001`, {});
		expect(body.List).toMatchObject([
			{ OpportunityId: opportunityId(2), mx_Custom_1: 'Deal 2', Status: 'Open' },
		]);
		crm.switches.opportunityTypeRequired = true;
		expect((await calls.post(path, '')).status).toBe(500);
		crm.switches.opportunityTypeRequired = false;
		crm.switches.opportunitiesAsBareArray = true;
		expect((await calls.post(path, '')).body).toHaveLength(2);
	});
});

describe('metadata', () => {
	type Named = { SchemaName: string; CustomObjectFormProperties?: unknown };
	const named = (fields: Named[], name: string) =>
		fields.find(({ SchemaName }) => SchemaName === name);

	test.each([
		['LeadManagement.svc/LeadsMetaData.Get?excludeOptionSets=1', 'mx_KYC'],
		['ProspectActivity.svc/CustomActivity/GetActivitySetting?code=252', 'mx_Custom_2'],
		['OpportunityManagement.svc/GetOpportunityTypeMetadata?code=12000', 'mx_Custom_13'],
	])('%s shows inner fields only behind the switch', async (path, parent) => {
		const read = async () => {
			const { body } = await calls.get(path);
			return named(Array.isArray(body) ? body : body.Fields, parent);
		};
		expect(JSON.stringify(await read())).toContain('mx_CustomObject_1');
		crm.switches.metadataShowsCustomObjects = false;
		expect(await read()).toBeDefined();
		expect((await read())?.CustomObjectFormProperties).toBeUndefined();
	});

	test('types come in either shape', async () => {
		const types = async () => (await calls.get('ProspectActivity.svc/ActivityTypes.Get')).body;
		expect(await types()).toContainEqual(
			expect.objectContaining({ DisplayName: 'Document Collection', ActivityEvent: 252 }),
		);
		crm.switches.activityEventAsString = true;
		crm.switches.activityTypeLabel = 'ActivityEventName';
		expect((await types())[0]).toEqual({
			ActivityEventName: 'Document Collection',
			ActivityEvent: '252',
			EventType: 2,
		});
		crm.switches.opportunityTypesShape = 'list';
		const { body } = await calls.get('OpportunityManagement.svc/GetOpportunityTypes');
		expect(body.List[0]).toEqual({ DisplayName: 'Loan', EventCode: 12000 });
	});
});

describe('the page', () => {
	test('shows what arrived, and is not in the log', async () => {
		await calls.upload(kycFields(leadId(1)), { name: '<b>Zoë.pdf' });
		const html = await (await fetch(crm.pageUrl)).text();
		expect(html).toContain('&lt;b&gt;Zoë.pdf');
		expect(html).toContain('not attached');
		const arrivals = await (await fetch(new URL('received.json', crm.pageUrl))).json();
		expect(arrivals).toEqual(crm.arrivals());
		expect(arrivals).toMatchObject([
			{ service: 'LeadSquared', record: `Lead ${leadId(1)}`, fileName: '<b>Zoë.pdf', bytes: 8 },
		]);
		expect(crm.requests).toHaveLength(1);
	});
});

test('reset goes back to the start', async () => {
	crm.switches.keysBelongTo = 'us11';
	crm.switches.delayMs = 5000;
	crm.leads.clear();
	crm.intercept = () => true;
	crm.reset();
	expect(crm.switches).not.toHaveProperty('keysBelongTo');
	expect((await calls.get(`LeadManagement.svc/Leads.GetById?id=${leadId(1)}`)).status).toBe(200);
	expect(crm.leads.size).toBe(120);
});
