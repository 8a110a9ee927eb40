import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { listIn } from './answers';
import type { LeadSquaredClient } from './client';

/** A lead as lookups return it: flat, values are texts or null. */
export type Lead = IDataObject & { ProspectID?: string };

/** How a lead is named by the user. */
export interface LeadQuery {
	by: 'id' | 'email' | 'phone';
	value: string;
}

const service = 'LeadManagement.svc';

const labels: Record<LeadQuery['by'], string> = {
	id: 'ID',
	email: 'email address',
	phone: 'phone number',
};

/** A lead as a person recognises it: name, e-mail address or phone number. */
export function leadName(lead: Lead): string {
	const name = [lead.FirstName, lead.LastName].filter(Boolean).join(' ');
	const contact = lead.EmailAddress ?? lead.Phone ?? lead.Mobile;
	return (
		[name, contact && (name ? `(${String(contact)})` : String(contact))]
			.filter(Boolean)
			.join(' ') || `Lead ${String(lead.ProspectID)}`
	);
}

/** The same for queries that mean the same lead. */
export function leadKey({ by, value }: LeadQuery): string {
	return `lead ${by} ${by === 'phone' ? plainNumber(value) : value.toLowerCase()}`;
}

/** Leads that match; an empty list when there is none. */
async function findLeads(client: LeadSquaredClient, query: LeadQuery): Promise<Lead[]> {
	const leads = await askForLeads(client, query);
	if (query.by !== 'phone') return leads;
	const plain = plainNumber(query.value);
	if (leads.length > 0 || plain === query.value) {
		return await withSameNumber(client, leads, plain);
	}
	// The phone call also finds numbers without blanks and hyphens; which form is stored differs.
	const found = await askForLeads(client, { by: 'phone', value: plain });
	return await withSameNumber(client, found, plain);
}

/**
 * Of several leads with the same number the phone call returns the one with the latest activity
 * ("Get a Lead by Phone Number"). A file must not go to one of them by chance.
 */
async function withSameNumber(
	client: LeadSquaredClient,
	leads: Lead[],
	plain: string,
): Promise<Lead[]> {
	if (leads.length !== 1) return leads;
	const stored = [leads[0].Phone, leads[0].Mobile].map((number) => String(number ?? ''));
	const digits = plain.replace(/^\+?0*/, '');
	const number = stored.find((text) => sameEnd(text.replace(/\D/g, ''), digits)) ?? plain;
	const others = await Promise.all([
		leadsWith(client, 'Phone', number),
		leadsWith(client, 'Mobile', number),
	]);
	return [...leads, ...others.flat()];
}

function plainNumber(value: string): string {
	return value.replace(/[^\d+]/g, '');
}

/** Whether two numbers are the same but for the country code. */
function sameEnd(a: string, b: string): boolean {
	return a !== '' && b !== '' && (a.endsWith(b) || b.endsWith(a));
}

async function askForLeads(client: LeadSquaredClient, { by, value }: LeadQuery): Promise<Lead[]> {
	const calls: Record<LeadQuery['by'], [path: string, qs: IDataObject]> = {
		id: ['Leads.GetById', { id: value }],
		email: ['Leads.GetByEmailaddress', { emailaddress: value }],
		phone: ['RetrieveLeadByPhoneNumber', { phone: value }],
	};
	const [path, qs] = calls[by];
	const answer = await client.get<unknown>(`${service}/${path}`, qs).catch((error: unknown) => {
		// An unknown phone number has been answered with 404, too.
		if (by === 'phone' && error instanceof ActionableError && error.details.httpCode === '404')
			return [];
		throw error;
	});
	const isLead = (lead: Lead | null) => Boolean(lead?.ProspectID);
	if (Array.isArray(answer)) return (answer as Lead[]).filter(isLead);
	if (isLead(answer as Lead)) return [answer as Lead];
	// Not to be taken for "no such lead", which may make the node create one.
	throw new ActionableError(
		'LeadSquared answered the search for a lead with something else',
		`It answered: ${JSON.stringify(answer).slice(0, 200)}. Check the address in the credential.`,
		{ fromService: true },
	);
}

/**
 * The one lead that matches, or undefined. It is asked for once, however many items need it.
 *
 * @throws ActionableError when there is more than one
 */
export async function findLead(
	client: LeadSquaredClient,
	query: LeadQuery,
): Promise<string | undefined> {
	return await client.cache.get(leadKey(query), async () => await lookUpLead(client, query));
}

/** As {@link findLead}, but asked for anew. */
export async function lookUpLead(
	client: LeadSquaredClient,
	query: LeadQuery,
): Promise<string | undefined> {
	const leads = await findLeads(client, query);
	const ids = [...new Set(leads.map(({ ProspectID }) => String(ProspectID)))];
	if (ids.length <= 1) return ids[0];
	throw new ActionableError(
		`LeadSquared has ${ids.length} leads with the ${labels[query.by]} ${query.value}`,
		`Choose the lead by ID instead: ${ids.slice(0, 5).join(', ')}. Nothing was uploaded for it.`,
		{ fromService: true },
	);
}

/** The error for a lead that is not there. */
export function noSuchLead({ by, value }: LeadQuery, hint = ''): ActionableError {
	const advice = ['Check it, or create the lead before this step.', hint];
	return new ActionableError(
		`LeadSquared has no lead with the ${labels[by]} ${value}`,
		`${advice.filter(Boolean).join(' ')} Nothing was uploaded for it.`,
		{ fromService: true },
	);
}

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
