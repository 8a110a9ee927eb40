import type { IDataObject } from 'n8n-workflow';
import type { Answer } from './answers';
import { idIn } from './answers';
import type { LeadSquaredClient } from './client';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toFlattenedRows, toNestedRow, toRow } from './fieldRows';

const service = 'LeadManagement.svc';

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
