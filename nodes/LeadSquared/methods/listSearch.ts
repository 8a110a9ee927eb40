import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError, ActionableError } from '../../shared/errors';
import type { Choice, ChoicePage } from '../../shared/parameters/listSearch';
import { matches, searchPages } from '../../shared/parameters/listSearch';
import { checkedGuid, valueOf } from '../../shared/parameters/validators';
import { listActivities } from '../transport/activities';
import { LeadSquaredClient } from '../transport/client';
import type { Lead } from '../transport/leadLookups';
import { leadName, listLeads, quickSearch } from '../transport/leadLookups';
import type { RecordType } from '../transport/metadata';
import { getActivityTypes, getOpportunityTypes } from '../transport/metadata';
import { listOpportunities } from '../transport/opportunities';

const pageSize = 100;

/** Leads, newest first, or those in which the text occurs. */
export async function searchLeads(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const text = filter?.trim() ?? '';
	return await listed(this, async (client) => {
		const leads = text ? await quickSearch(client, text) : await listLeads(client, page, pageSize);
		const results = leads.map((lead: Lead) => ({
			name: leadName(lead),
			value: String(lead.ProspectID),
		}));
		return { results, paginationToken: text ? undefined : nextPage(leads, page) };
	});
}

/** Types of activities. */
export async function searchActivityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => toResults(await getActivityTypes(client), filter));
}

/** Types of opportunities. */
export async function searchOpportunityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => toResults(await getOpportunityTypes(client), filter));
}

/** Activities of the lead chosen for the list. */
export async function searchActivities(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => {
		const leadId = leadOfList(this, 'Activities');
		return await searchPages({ filter, paginationToken }, async (page) => {
			const known = await listActivities(client, leadId, page * pageSize);
			return toPage(known.slice((page - 1) * pageSize), toActivity);
		});
	});
}

/** Opportunities of the lead chosen for the list. */
export async function searchOpportunities(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => {
		const type = valueOf(this.getCurrentNodeParameter('opportunityType'));
		// Some accounts ask for a type here; without one all opportunities are listed.
		const of = {
			leadId: leadOfList(this, 'Opportunities'),
			eventCode: /^\d{1,9}$/.test(type) ? type : undefined,
		};
		return await searchPages({ filter, paginationToken }, async (page) =>
			toPage(await listOpportunities(client, of, page, pageSize), toOpportunity),
		);
	});
}

/** Runs a search; its failure reaches the editor with our message, because a list does not hide it. */
export async function listed(
	context: ILoadOptionsFunctions,
	search: (client: LeadSquaredClient) => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	try {
		return await search(await LeadSquaredClient.create(context));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function toResults(types: RecordType[], filter?: string): INodeListSearchResult {
	const results = types.map(({ label, eventCode }) => ({
		name: `${label} (${eventCode})`,
		value: eventCode,
	}));
	return { results: results.filter(matches(filter)) };
}

function leadOfList(
	context: ILoadOptionsFunctions,
	records: 'Activities' | 'Opportunities',
): string {
	const label = `Lead Whose ${records} to List`;
	return checkedGuid(chosenFirst(context, 'listLeadId', label), label);
}

/**
 * The value of a parameter that a list depends on.
 *
 * @throws ActionableError when it is not filled in, or only known when the node runs
 */
export function chosenFirst(context: ILoadOptionsFunctions, name: string, label: string): string {
	const value = valueOf(context.getCurrentNodeParameter(name));
	if (value === '') throw new ActionableError(`Choose '${label}' first`);
	if (!value.startsWith('=')) return value;
	throw new ActionableError(
		`The list cannot be shown, because '${label}' is an expression`,
		'Choose another way than the list, and enter the value.',
	);
}

function toPage(rows: IDataObject[], toChoice: (row: IDataObject) => Choice): ChoicePage {
	return { choices: rows.map(toChoice), isLast: rows.length < pageSize };
}

function nextPage(rows: unknown[], page: number): string | undefined {
	return rows.length === pageSize ? String(page + 1) : undefined;
}

function toActivity(activity: IDataObject): Choice {
	return {
		name: [activity.EventName, activity.CreatedOn].filter(Boolean).join(', '),
		value: String(activity.Id ?? activity.ProspectActivityId),
	};
}

function toOpportunity(opportunity: IDataObject): Choice {
	const id = opportunity.OpportunityId ?? opportunity.ProspectOpportunityId ?? opportunity.Id;
	return { name: opportunityName(opportunity), value: String(id) };
}

function opportunityName(opportunity: IDataObject): string {
	// mx_Custom_1 is the name field of opportunity types as LeadSquared sets them up (assumed).
	const name =
		opportunity.mx_Custom_1 ?? opportunity.OpportunityName ?? opportunity.OpportunityNote;
	const details = [opportunity.Status, opportunity.CreatedOn].filter(Boolean).join(', ');
	return `${String(name || 'Opportunity')}${details && ` (${details})`}`;
}
