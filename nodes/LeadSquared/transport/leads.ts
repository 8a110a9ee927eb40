import type { IDataObject } from 'n8n-workflow';
import { UserError } from '../../shared/errors';
import type { LeadSquaredClient } from './client';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toFlattenedRows, toNestedRow, toRow } from './fieldRows';

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

/** Leads that match, asked for once for each query; an empty list when there is none. */
export async function findLeads(client: LeadSquaredClient, query: LeadQuery): Promise<Lead[]> {
	const key = `lead ${query.by} ${query.value.toLowerCase()}`;
	return await client.lookups.once(key, async () => {
		const leads = await askForLeads(client, query);
		// The phone call also finds numbers without blanks and hyphens; which form is stored differs.
		const plain = query.value.replace(/[\s()-]/g, '');
		if (leads.length > 0 || query.by !== 'phone' || plain === query.value) return leads;
		return await askForLeads(client, { by: 'phone', value: plain });
	});
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
		if (by === 'phone' && error instanceof UserError && error.details.httpCode === '404') return [];
		throw error;
	});
	const list = Array.isArray(answer) ? (answer as Lead[]) : [answer as Lead];
	return list.filter((lead) => Boolean(lead?.ProspectID));
}

/**
 * The one lead that matches, or undefined.
 *
 * @throws UserError when there is more than one
 */
export async function findLead(
	client: LeadSquaredClient,
	query: LeadQuery,
): Promise<string | undefined> {
	const leads = await findLeads(client, query);
	const ids = [...new Set(leads.map(({ ProspectID }) => String(ProspectID)))];
	if (ids.length <= 1) return ids[0];
	throw new UserError(
		`LeadSquared has ${ids.length} leads with the ${labels[query.by]} ${query.value}`,
		`Choose the lead by ID instead: ${ids.slice(0, 5).join(', ')}. Nothing was uploaded for it.`,
		{ fromService: true },
	);
}

/** The error for a lead that is not there. */
export function noSuchLead({ by, value }: LeadQuery, hint = ''): UserError {
	const advice = ['Check it, or create the lead before this step.', hint];
	return new UserError(
		`LeadSquared has no lead with the ${labels[by]} ${value}`,
		`${advice.filter(Boolean).join(' ')} Nothing was uploaded for it.`,
		{ fromService: true },
	);
}

/** Creates a lead. @returns its id */
export async function createLead(client: LeadSquaredClient, fields: FieldValue[]): Promise<string> {
	const rows = fields.map((field) => toRow('Attribute', field));
	const answer = await client.post<Answer>(`${service}/Lead.Create`, rows);
	return idIn(answer, 'lead');
}

/** How a lead's custom field set is updated. */
export interface LeadUpdateOptions {
	/** Whether automations, webhooks and rules run (`postUpdatedLead`). */
	triggerAutomations: boolean;
	/** Whether to send the flattened form in place of the nested one. */
	flattened: boolean;
}

/** Puts values into a lead's custom field set; other fields of the lead stay as they are. */
export async function updateLeadFieldSet(
	client: LeadSquaredClient,
	leadId: string,
	set: FieldSetValues,
	{ triggerAutomations, flattened }: LeadUpdateOptions,
): Promise<IDataObject> {
	const rows = flattened ? toFlattenedRows('Attribute', set) : [toNestedRow('Attribute', set)];
	const qs = { leadId, ...(triggerAutomations ? { postUpdatedLead: 'true' } : {}) };
	return await client.post<IDataObject>(`${service}/Lead.Update`, rows, qs);
}

/** Adds a note with a link to a file. @returns the note's id */
export async function createNote(
	client: LeadSquaredClient,
	leadId: string,
	note: string,
	fileUrl: string,
): Promise<string> {
	// LeadSquared calls the link a name.
	const body = { RelatedProspectId: leadId, Note: note, AttachmentName: fileUrl };
	return idIn(await client.post<Answer>(`${service}/CreateNote`, body), 'note');
}

/** The usual answer to a write. */
export interface Answer {
	Message?: { Id?: unknown };
}

/** @throws UserError when an answer to a create has no id */
export function idIn(answer: Answer, record: string): string {
	const id = answer?.Message?.Id;
	if (typeof id === 'string' && id !== '') return id;
	throw new UserError(
		`LeadSquared did not say which ${record} it made`,
		`It answered: ${JSON.stringify(answer).slice(0, 200)}. Look in LeadSquared before you repeat the step.`,
		{ fromService: true },
	);
}
