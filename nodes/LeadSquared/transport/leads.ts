import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { assertDone, idIn, memberOf } from './answers';
import type { LeadSquaredClient } from './client';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toFlattenedRows, toNestedRow, toRow } from './fieldRows';

const service = 'LeadManagement.svc';

/** Creates a lead. @returns its id */
export async function createLead(client: LeadSquaredClient, fields: FieldValue[]): Promise<string> {
	const rows = fields.map((field) => toRow('Attribute', field));
	const answer = await client.post<unknown>(`${service}/Lead.Create`, rows);
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
	const kind = triggerAutomations ? 'change' : 'idempotent';
	const answer = await client.post<unknown>(`${service}/Lead.Update`, rows, qs, kind);
	const { message, response } = assertDone(answer, 'lead', kind);
	if (Number(memberOf(message, 'AffectedRows') ?? 1) === 0) {
		throw new ActionableError(
			'LeadSquared did not change the lead',
			'Check that the lead exists. Perhaps the fields already hold these values, so that there was nothing to change.',
			{ fromService: true },
		);
	}
	return response;
}
