import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError, UserError } from '../../shared/errors';
import { checkedGuid, valueOf } from '../../shared/recordIds';
import { LeadSquaredClient } from '../transport/client';
import type { Lead } from '../transport/leads';
import { leadName } from '../transport/leads';
import type { RecordType } from '../transport/metadata';
import { getActivityTypes, getOpportunityTypes } from '../transport/metadata';
import {
	listActivities,
	listLeads,
	listOpportunities,
	quickSearch,
} from '../transport/recordLists';

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
	const page = Number(paginationToken ?? 1);
	return await listed(this, async (client) => {
		const known = await listActivities(client, leadOfList(this), page * pageSize);
		const activities = known.slice((page - 1) * pageSize);
		const results = activities.map((activity) => ({
			name: [activity.EventName, activity.CreatedOn].filter(Boolean).join(', '),
			value: String(activity.Id ?? activity.ProspectActivityId),
		}));
		return {
			results: results.filter(matches(filter)),
			paginationToken: nextPage(activities, page),
		};
	});
}

/** Opportunities of the lead chosen for the list. */
export async function searchOpportunities(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	return await listed(this, async (client) => {
		const type = valueOf(this.getCurrentNodeParameter('opportunityType'));
		// Some accounts ask for a type here; without one all opportunities are listed.
		const of = { leadId: leadOfList(this), eventCode: /^\d{1,9}$/.test(type) ? type : undefined };
		const opportunities = await listOpportunities(client, of, page, pageSize);
		const results = opportunities.map((opportunity) => ({
			name: opportunityName(opportunity),
			value: String(
				opportunity.OpportunityId ?? opportunity.ProspectOpportunityId ?? opportunity.Id,
			),
		}));
		return {
			results: results.filter(matches(filter)),
			paginationToken: nextPage(opportunities, page),
		};
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

/** Keeps what a person would find with this text in its name or value. */
export function matches(filter?: string) {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return ({ name, value }: { name: string; value: unknown }) =>
		name.toLowerCase().includes(wanted) || String(value).toLowerCase().includes(wanted);
}

function toResults(types: RecordType[], filter?: string): INodeListSearchResult {
	const results = types.map(({ label, eventCode }) => ({
		name: `${label} (${eventCode})`,
		value: eventCode,
	}));
	return { results: results.filter(matches(filter)) };
}

function leadOfList(context: ILoadOptionsFunctions): string {
	return checkedGuid(chosenFirst(context, 'listLeadId', 'Lead for the List'), 'Lead for the List');
}

/**
 * The value of a parameter that a list depends on.
 *
 * @throws UserError when it is not filled in, or only known when the node runs
 */
export function chosenFirst(context: ILoadOptionsFunctions, name: string, label: string): string {
	const value = valueOf(context.getCurrentNodeParameter(name));
	if (value === '') throw new UserError(`Choose the '${label}' first`);
	if (!value.startsWith('=')) return value;
	throw new UserError(
		`The list cannot be shown, because '${label}' is an expression`,
		'Choose another way than the list, and enter the value.',
	);
}

function nextPage(rows: unknown[], page: number): string | undefined {
	return rows.length === pageSize ? String(page + 1) : undefined;
}

function opportunityName(opportunity: IDataObject): string {
	// mx_Custom_1 is the name field of opportunity types as LeadSquared sets them up (assumed).
	const name =
		opportunity.mx_Custom_1 ?? opportunity.OpportunityName ?? opportunity.OpportunityNote;
	const details = [opportunity.Status, opportunity.CreatedOn].filter(Boolean).join(', ');
	return `${String(name || 'Opportunity')}${details && ` (${details})`}`;
}
