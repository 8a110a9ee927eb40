import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { RequestKind } from '../../shared/http/classification';
import { nonEmptyText } from '../../shared/parameters/coercion';
import type { UpdateForm } from './accountMemory';
import { assertDone, idIn, isObject, memberOf, textId } from './answers';
import type { DoubtSettings, LeadSquaredClient } from './client';
import type { SetReadings } from './fieldReadings';
import { comparedWith, isConfirmed, isReadable, readFlatField, readSet } from './fieldReadings';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toFlattenedRows, toNestedRow, toRow } from './fieldRows';
import type { Lead, LeadQuery } from './leadLookups';
import { leadKey, lookUpLead } from './leadLookups';
import { readServiceTime } from './serviceClock';

const service = 'LeadManagement.svc';

/**
 * Creates a lead.
 *
 * @param query what it can be looked up by when the answer is lost; it was not there before
 * @returns its id
 */
export async function createLead(
	client: LeadSquaredClient,
	fields: FieldValue[],
	query: LeadQuery,
	doubt: DoubtSettings,
): Promise<string> {
	const rows = fields.map((field) => toRow('Attribute', field));
	const request = {
		key: leadKey(query),
		// Whoever made it, a lead with this address is the one that is wanted.
		idOf: () => undefined,
		send: async () => idIn(await client.post<unknown>(`${service}/Lead.Create`, rows), 'lead'),
		look: async () => {
			const lead = await lookUpLead(client, query);
			return lead ? [{ result: lead.ProspectID }] : [];
		},
	};
	return await client.sendOnce(request, doubt);
}

/** Whether LeadSquared refused to make a lead, because one has the same value in a unique field. */
export function isDuplicate(error: unknown): boolean {
	return (
		error instanceof ActionableError && /\bMXDuplicateEntryException\b/.test(error.advice ?? '')
	);
}

/** What to send to a lead's custom field set. */
export interface LeadUpdate {
	lead: Lead;
	set: FieldSetValues;
	/** What its fields have shown before. */
	before: SetReadings;
	/** Whether this execution has put the same values there already: then nothing tells who wrote them. */
	isWritten: boolean;
	form: UpdateForm;
	/** Whether automations, webhooks and rules run (`postUpdatedLead`). */
	triggerAutomations: boolean;
}

/**
 * Puts values into a lead's custom field set; other fields of the lead stay as they are. Where automations
 * are to run, a lost answer is looked up.
 */
export async function updateLeadFieldSet(
	client: LeadSquaredClient,
	update: LeadUpdate,
	doubt: DoubtSettings,
): Promise<IDataObject> {
	const { lead, set, before, isWritten, triggerAutomations } = update;
	const kind = triggerAutomations ? 'change' : 'idempotent';
	const send = async () => await sendUpdate(client, update, kind);
	if (!triggerAutomations) return await send();
	const { account } = client.execution;
	return await client.sendOnce(
		{
			// Other updates of the same lead would move the time of its last change.
			key: `lead ${lead.ProspectID}`,
			idOf: () => undefined,
			send,
			look: async (sent) => {
				if (isWritten) return undefined;
				const now = await lookUpLead(client, { by: 'id', value: lead.ProspectID });
				if (!now) return undefined;
				const readings = comparedWith(before, readLeadSet(now, set));
				account.noteShown('lead', readings);
				const states = readings.map((it) => isConfirmed(it, account.shows('lead')));
				if (states.includes(false)) return [];
				if (states.includes(null)) return undefined;
				const changedAt = readServiceTime(now.ModifiedOn);
				const order = changedAt === undefined ? 'unclear' : account.clock.order(changedAt, sent);
				if (order === 'after') return [{ result: {} }];
				// It may have held these names before: then only the time tells.
				const mayHaveHeld = before.every(
					(it) => isConfirmed(it) === true || !isReadable(it.reading),
				);
				if (mayHaveHeld) return order === 'before' ? [] : undefined;
				return order === 'before' ? undefined : [{ result: {} }];
			},
		},
		doubt,
	);
}

async function sendUpdate(
	client: LeadSquaredClient,
	{ lead, set, form, triggerAutomations }: LeadUpdate,
	kind: RequestKind,
): Promise<IDataObject> {
	const post = triggerAutomations ? { postUpdatedLead: 'true' } : {};
	const nested = toNestedRow('Attribute', set);
	const leadId = lead.ProspectID;
	const answer =
		form === 'upsert'
			? await client.post<unknown>(
					`${service}/Lead.CreateOrUpdate`,
					[...namingRows(lead), nested],
					post,
					kind,
				)
			: await client.post<unknown>(
					`${service}/Lead.Update`,
					form === 'flattened' ? toFlattenedRows('Attribute', set) : [nested],
					{ leadId, ...post },
					kind,
				);
	const { message, response } = assertDone(answer, 'lead', kind);
	const named = textId(memberOf(message, 'Id'));
	if (form === 'upsert' && named?.toLowerCase() !== leadId.toLowerCase()) {
		throw new ActionableError(
			`LeadSquared changed the lead ${named ?? '(without an ID)'}, not ${leadId}`,
			'Check both leads in LeadSquared.',
			{ fromService: true },
		);
	}
	return response;
}

/**
 * Whether the answer to an update says that no lead was changed: it is not there, or LeadSquared counts only
 * what gets another value.
 */
export function changedNothing(response: IDataObject): boolean {
	const message = memberOf(response, 'Message');
	return isObject(message) && Number(memberOf(message, 'AffectedRows') ?? 1) === 0;
}

/** The error for such an answer about a lead that does not hold the files. */
export function notChanged(): ActionableError {
	return new ActionableError(
		'LeadSquared did not change the lead',
		"Check that the lead exists. Perhaps the fields already hold these values, so that there was nothing to change, or the account takes another 'Form of the Update'.",
		{ fromService: true },
	);
}

/**
 * The forms that can be tried on a lead. `Lead.CreateOrUpdate` would create a lead where it finds none, so
 * it is for those with an address only.
 */
export function formsFor(lead: Lead): UpdateForm[] {
	const updates: UpdateForm[] = ['flattened', 'nested'];
	return nonEmptyText(lead.EmailAddress) ? [...updates, 'upsert'] : updates;
}

/**
 * Rows that say which lead `Lead.CreateOrUpdate` is about ("Create or Update a Lead": any unique field).
 *
 * @throws ActionableError when the lead has no address: another lead would be found, or made
 */
function namingRows({ ProspectID, EmailAddress }: Lead): IDataObject[] {
	if (nonEmptyText(EmailAddress) === undefined) {
		throw new ActionableError(
			`The lead ${ProspectID} has no email address, by which this form of the update finds it`,
			'Other forms have no effect in this account: give the lead an address.',
		);
	}
	const rows = { EmailAddress, SearchBy: 'EmailAddress' };
	return Object.entries(rows).map(([Attribute, Value]) => ({ Attribute, Value }));
}

/** What a lead shows of the fields that were to be filled. */
export function readLeadSet(lead: Lead, set: FieldSetValues): SetReadings {
	return readSet(set, (setField, inner) => readFlatField(lead, setField, inner));
}
