import type { IDataObject } from 'n8n-workflow';
import type { LeadSquaredClient } from './client';
import type { Lead } from './leads';
import { listIn } from './metadata';

/** Leads in which a text occurs. */
export async function quickSearch(client: LeadSquaredClient, text: string): Promise<Lead[]> {
	const path = 'LeadManagement.svc/Leads.GetByQuickSearch';
	return toLeads(await client.get<unknown>(path, { key: text }));
}

/** A page of all leads, newest first. `page` starts at 1. */
export async function listLeads(
	client: LeadSquaredClient,
	page: number,
	pageSize: number,
): Promise<Lead[]> {
	const all = { LookupName: 'ProspectAutoId', LookupValue: '0', SqlOperator: '>' };
	return await getLeads(client, all, { PageIndex: page, PageSize: pageSize });
}

/** A few leads that have this value in this field. */
export async function leadsWith(
	client: LeadSquaredClient,
	schemaName: string,
	value: string,
): Promise<Lead[]> {
	const same = { LookupName: schemaName, LookupValue: value, SqlOperator: '=' };
	return await getLeads(client, same, { PageIndex: 1, PageSize: 10 });
}

async function getLeads(
	client: LeadSquaredClient,
	Parameter: IDataObject,
	Paging: IDataObject,
): Promise<Lead[]> {
	const body = {
		Parameter,
		Columns: { Include_CSV: 'ProspectID,FirstName,LastName,EmailAddress,Phone' },
		Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
		Paging,
	};
	return toLeads(await client.post<unknown>('LeadManagement.svc/Leads.Get', body, {}, 'lookup'));
}

/**
 * The first activities of a lead. To get more, ask for more rows: whether the offset of this call
 * counts pages (its page says so) or rows (a public client does) is open, but 0 is the start in both.
 */
export async function listActivities(
	client: LeadSquaredClient,
	leadId: string,
	rows: number,
): Promise<IDataObject[]> {
	const body = { Paging: { Offset: '0', RowCount: String(rows) } };
	const path = 'ProspectActivity.svc/Retrieve';
	const answer = await client.post<IDataObject>(path, body, { leadId }, 'lookup');
	return listIn(answer);
}

/**
 * A page of a lead's opportunities, of one type if told. `page` starts at 1; that the call pages like
 * others is assumed.
 */
export async function listOpportunities(
	client: LeadSquaredClient,
	{ leadId, eventCode }: { leadId: string; eventCode?: string },
	page: number,
	pageSize: number,
): Promise<IDataObject[]> {
	const body = { Paging: { PageIndex: page, PageSize: pageSize } };
	const path = 'OpportunityManagement.svc/GetOpportunitiesOfLead';
	const qs = { leadId, ...(eventCode ? { opportunityType: eventCode } : {}) };
	return listIn(await client.post<unknown>(path, body, qs, 'lookup'));
}

/** Some lists wrap leads in lists of attributes. */
function toLeads(answer: unknown): Lead[] {
	return listIn(answer)
		.map((entry) => {
			const list = entry.LeadPropertyList;
			if (!Array.isArray(list)) return entry;
			const pairs = (list as IDataObject[]).map(({ Attribute, Value }) => [
				String(Attribute),
				Value,
			]);
			return Object.fromEntries(pairs) as Lead;
		})
		.filter((lead) => Boolean(lead.ProspectID)) as Lead[];
}
