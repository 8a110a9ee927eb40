import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { excerpt, isObject, listIn, textId } from './answers';
import type { LeadSquaredClient } from './client';
import { isSameNumber, phoneForms, phoneKey, phonePattern } from './phoneNumbers';

/** A lead as lookups return it: flat, values are texts or null. */
export type Lead = IDataObject & { ProspectID: string };

/** How a lead is named by the user. */
export interface LeadQuery {
	by: 'id' | 'email' | 'phone' | 'field';
	value: string;
	/** Schema name of the field that holds the value, where another one than the three is meant. */
	field?: string;
}

const service = 'LeadManagement.svc';

/** What the value is, for messages. */
function labelOf({ by, field }: LeadQuery): string {
	const labels = { id: 'ID', email: 'email address', phone: 'phone number', field: String(field) };
	return labels[by];
}

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
export function leadKey({ by, value, field = '' }: LeadQuery): string {
	return `lead ${by} ${field} ${by === 'phone' ? phoneKey(value) : comparable(value)}`;
}

/** Leads that match; an empty list when there is none. */
async function findLeads(client: LeadSquaredClient, query: LeadQuery): Promise<Lead[]> {
	switch (query.by) {
		case 'id':
			return await askForLeads(client, query, 'Leads.GetById', { id: query.value });
		case 'email':
			return await askForLeads(client, query, 'Leads.GetByEmailaddress', {
				emailaddress: query.value,
			});
		case 'field':
			return onlyMatching(query, await leadsWith(client, String(query.field), query.value));
		case 'phone':
			return await findByPhone(client, query);
	}
}

async function findByPhone(client: LeadSquaredClient, query: LeadQuery): Promise<Lead[]> {
	// Which form is stored differs, and which forms are found.
	for (const phone of phoneForms(query.value)) {
		const leads = await askForLeads(client, query, 'RetrieveLeadByPhoneNumber', { phone });
		if (leads.length > 0) return await withSameNumber(client, query, leads);
	}
	return [];
}

/**
 * Of several leads with the same number the phone call returns the one with the latest activity
 * ("Get a Lead by Phone Number"). A file must not go to one of them by chance, however each of them spells it.
 */
async function withSameNumber(
	client: LeadSquaredClient,
	query: LeadQuery,
	leads: Lead[],
): Promise<Lead[]> {
	if (leads.length !== 1) return leads;
	const [{ ProspectID }] = leads;
	const search = async (value: string, operator: '=' | 'LIKE') => {
		const find = async (field: string) => await leadsWith(client, field, value, operator);
		return (await Promise.all(['Phone', 'Mobile'].map(find))).flat();
	};
	let others = await search(phonePattern(query.value), 'LIKE');
	// Where the pattern does not even find the lead itself, the same spelling is all that can be asked for.
	if (!others.some((lead) => lead.ProspectID === ProspectID)) {
		const number = numbersOf(leads[0]).find((stored) => isSameNumber(stored, query.value));
		others = await search(String(number), '=');
	}
	return [...leads, ...others.filter((lead) => isMeant(query, lead))];
}

async function askForLeads(
	client: LeadSquaredClient,
	query: LeadQuery,
	call: string,
	qs: IDataObject,
): Promise<Lead[]> {
	const answer = await client.get<unknown>(`${service}/${call}`, qs).catch((error: unknown) => {
		// An unknown phone number has been answered with 404, too.
		const isUnknown = error instanceof ActionableError && error.details.httpCode === '404';
		if (query.by === 'phone' && isUnknown) return [];
		throw error;
	});
	return onlyMatching(query, readLeads(Array.isArray(answer) ? answer : [answer]));
}

/** @throws ActionableError when one is not a lead: not to be taken for "no such lead", which may create one */
function readLeads(entries: unknown[]): Lead[] {
	return entries.map((entry) => {
		const id = isObject(entry) ? textId(entry.ProspectID) : undefined;
		if (id !== undefined) return { ...(entry as IDataObject), ProspectID: id };
		throw new ActionableError(
			'LeadSquared answered the search for a lead with something else',
			`It answered: ${excerpt(entry)}. Check the address in the credential.`,
			{ fromService: true },
		);
	});
}

/**
 * The leads that really are what was asked for: LeadSquared is known to return unfiltered leads when it
 * does not understand a query.
 *
 * @throws ActionableError when there are only others
 */
function onlyMatching(query: LeadQuery, leads: Lead[]): Lead[] {
	const meant = leads.filter((lead) => isMeant(query, lead));
	if (meant.length > 0 || leads.length === 0) return meant;
	throw new ActionableError(
		`LeadSquared answered the search for the ${labelOf(query)} ${query.value} with another lead`,
		`It named ${leadName(leads[0])}, ${leads[0].ProspectID}. Nothing was done for it.`,
		{ fromService: true },
	);
}

function isMeant({ by, value, field }: LeadQuery, lead: Lead): boolean {
	const isSame = (other: unknown) =>
		['string', 'number'].includes(typeof other) && comparable(String(other)) === comparable(value);
	switch (by) {
		case 'id':
			return isSame(lead.ProspectID);
		case 'email':
			return isSame(lead.EmailAddress);
		case 'field':
			return isSame(lead[String(field)]);
		case 'phone':
			return numbersOf(lead).some((number) => isSameNumber(number, value));
	}
}

/** What is the same for texts that differ in capitals, spaces around them and what nobody can see. */
function comparable(text: string): string {
	return text
		.replace(/\p{Cf}/gu, '')
		.trim()
		.toLowerCase();
}

function numbersOf(lead: Lead): string[] {
	return Object.entries(lead)
		.filter(([name, value]) => /phone|mobile/i.test(name) && typeof value === 'string')
		.map(([, value]) => String(value));
}

/**
 * The one lead that matches, or undefined. It is asked for once, however many items need it.
 *
 * @throws ActionableError when there is more than one
 */
export async function findLead(
	client: LeadSquaredClient,
	query: LeadQuery,
): Promise<Lead | undefined> {
	return await client.execution.cache.get(
		leadKey(query),
		async () => await lookUpLead(client, query),
	);
}

/** As {@link findLead}, but asked for anew. */
export async function lookUpLead(
	client: LeadSquaredClient,
	query: LeadQuery,
): Promise<Lead | undefined> {
	const leads = await findLeads(client, query);
	const ids = [...new Set(leads.map(({ ProspectID }) => ProspectID))];
	if (ids.length <= 1) return leads[0];
	throw new ActionableError(
		`LeadSquared has ${ids.length} leads with the ${labelOf(query)} ${query.value}`,
		`Choose the lead by ID instead: ${ids.slice(0, 5).join(', ')}. Nothing was done for it.`,
		{ fromService: true },
	);
}

/** The error for a lead that is not there. */
export function noSuchLead(query: LeadQuery, hint = ''): ActionableError {
	const advice = ['Check it, or create the lead before this step.', hint];
	return new ActionableError(
		`LeadSquared has no lead with the ${labelOf(query)} ${query.value}`,
		`${advice.filter(Boolean).join(' ')} Nothing was done for it.`,
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

/**
 * Leads that have this value in this field, or one that is `LIKE` it, as far as LeadSquared understood the
 * question.
 */
async function leadsWith(
	client: LeadSquaredClient,
	schemaName: string,
	value: string,
	SqlOperator: '=' | 'LIKE' = '=',
): Promise<Lead[]> {
	const wanted = { LookupName: schemaName, LookupValue: value, SqlOperator };
	// Much that is like it may be something else.
	const PageSize = SqlOperator === '=' ? 10 : 100;
	return await getLeads(client, wanted, { PageIndex: 1, PageSize }, [schemaName]);
}

async function getLeads(
	client: LeadSquaredClient,
	Parameter: IDataObject,
	Paging: IDataObject,
	columns: string[] = [],
): Promise<Lead[]> {
	const shown = ['ProspectID', 'FirstName', 'LastName', 'EmailAddress', 'Phone'];
	const body = {
		Parameter,
		Columns: { Include_CSV: [...new Set([...shown, ...columns])].join(',') },
		Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
		Paging,
	};
	return toLeads(await client.post<unknown>('LeadManagement.svc/Leads.Get', body, {}, 'lookup'));
}

/** Some lists wrap leads in lists of attributes. */
function toLeads(answer: unknown): Lead[] {
	const entries = listIn(answer).map((entry) => {
		const list = entry.LeadPropertyList;
		if (!Array.isArray(list)) return entry;
		const pairs = (list as IDataObject[]).map(({ Attribute, Value }) => [String(Attribute), Value]);
		return Object.fromEntries(pairs) as IDataObject;
	});
	return readLeads(entries);
}
