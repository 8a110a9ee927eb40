import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ActionableError } from '../../shared/errors';
import { lookUntilFound } from '../../shared/execution/doubt';
import { readBoolean, readText } from '../../shared/parameters/coercion';
import { checkedEmail } from '../../shared/parameters/email';
import type { DoubtSettings, LeadSquaredClient } from '../transport/client';
import type { FieldValue } from '../transport/fieldRows';
import type { Lead, LeadQuery } from '../transport/leadLookups';
import { findLead, leadKey, lookUpLead, noSuchLead } from '../transport/leadLookups';
import { createLead, isDuplicate } from '../transport/leads';
import { fieldsBesides, furtherFields, readLeadFields, readNamedField } from './furtherFields';
import { readLeadQuery } from './lead';

/** The ways to look for a lead from which one can be made: the others need one that is there. */
type Searched = 'email' | 'phone';

const label = 'Create Lead if Missing';

const shownFor = (ways: Searched[]) => ({ '/leadId.mode': ways });

/** Whether a lead that is not there is created. It stands below 'Lead' in every operation that has it. */
export function createLeadField(...ways: Searched[]): INodeProperties {
	return {
		displayName: label,
		name: 'createLead',
		type: 'boolean',
		default: false,
		description: `Whether to create the lead when none has this ${ways.join(' or ')}`,
		displayOptions: { show: shownFor(ways) },
	};
}

/** What the new lead holds, for operations whose call does not create it by itself. */
export const newLeadField: INodeProperties = {
	displayName: 'New Lead',
	name: 'newLead',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description:
		'Fields of the lead if it is created. The email or phone that it was looked for by is filled in as it is there, whatever is named here, so that the lead is found the next time.',
	displayOptions: { show: { createLead: [true], ...shownFor(['email', 'phone']) } },
	options: [
		{
			displayName: 'Email',
			name: 'emailAddress',
			type: 'string',
			placeholder: 'e.g. ada@example.com',
			default: '',
		},
		{ displayName: 'First Name', name: 'firstName', type: 'string', default: '' },
		furtherFields(
			'furtherFields',
			'Further Fields',
			'Fields of the lead, by schema name. One that is named above, or that the lead is looked for by, is left out here.',
		),
		{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			placeholder: 'e.g. +91-9876543210',
			default: '',
		},
	],
};

/** Reads {@link createLeadField}. */
export function readCreateLead(context: IExecuteFunctions, itemIndex: number): boolean {
	return readBoolean(context.getNodeParameter('createLead', itemIndex, false), label);
}

/** The error for a lead that is not there, in an operation that could create it when looked for in these ways. */
export function missingLead(query: LeadQuery, ...ways: Searched[]): ActionableError {
	const isSearched = ways.includes(query.by as Searched);
	return noSuchLead(
		query,
		isSearched
			? `Or switch on '${label}'.`
			: `Or find it by ${ways.join(' or ')}, and switch on '${label}'.`,
	);
}

/**
 * The lead that the user names, who is created when that is wanted.
 *
 * @param doubt what to do when the answer to the creation is lost and it cannot be looked up
 * @throws ActionableError when there is none, or more than one
 */
export async function findOrCreateLead(
	context: IExecuteFunctions,
	itemIndex: number,
	client: LeadSquaredClient,
	doubt: DoubtSettings,
): Promise<{ lead: Lead; isNew: boolean }> {
	const query = readLeadQuery(context, itemIndex);
	if (!readCreateLead(context, itemIndex) || query.by === 'id' || query.by === 'field') {
		const lead = await findLead(client, query);
		if (lead) return { lead, isNew: false };
		throw missingLead(query, 'email', 'phone');
	}
	const fields = readNewLead(context, itemIndex, query);
	// Items with the same address wait for each other, also those of other executions, so that the lead is
	// created once. After a failure it is looked for again: it may be there although no answer came.
	let isNew = false;
	const { account, cache, signal } = client.execution;
	const key = `find or create ${leadKey(query)}`;
	const findOrCreate = async (): Promise<Lead> => {
		// One that was made a moment ago may not be shown yet.
		const known = (await lookUpLead(client, query)) ?? account.newLead(key);
		if (known) return known;
		const email = fields.find(({ schemaName }) => schemaName === 'EmailAddress')?.value;
		const create = async (): Promise<Lead> => {
			const ProspectID = await createLead(client, fields, query, doubt);
			isNew = true;
			const lead = { ProspectID, ...(email ? { EmailAddress: email } : {}) };
			account.noteNewLead(key, lead);
			return lead;
		};
		return await create().catch(async (error: unknown) => {
			// Somebody else may have made it since the look, such as another n8n worker.
			const look = async () => await lookUpLead(client, query);
			const made = isDuplicate(error) ? await lookUntilFound(look, signal) : undefined;
			if (!made) throw error;
			return made;
		});
	};
	const inTurn = async () => await account.mutex.run(key, findOrCreate, signal);
	const lead = await cache.get(key, inTurn);
	return { lead, isNew };
}

/** Whether this is the first of the items that had LeadSquared create this lead. */
export async function isFirstOfLead(client: LeadSquaredClient, query: LeadQuery): Promise<boolean> {
	let isFirst = false;
	await client.execution.cache.get(`created ${leadKey(query)}`, async () => {
		isFirst = true;
		return true;
	});
	return isFirst;
}

/** An address to fill in, or none. */
function readEmail(given: unknown): string | undefined {
	return readText(given) === undefined ? undefined : checkedEmail(given, 'Email');
}

function readNewLead(
	context: IExecuteFunctions,
	itemIndex: number,
	{ by, value }: LeadQuery,
): FieldValue[] {
	const given = context.getNodeParameter('newLead', itemIndex, {}) as IDataObject;
	const named: Array<[schemaName: string, label: string, value: unknown]> = [
		['FirstName', 'First Name', given.firstName],
		['LastName', 'Last Name', given.lastName],
		// With another value here the next run would not find the lead, and create one more.
		['EmailAddress', 'Email', by === 'email' ? value : readEmail(given.emailAddress)],
		['Phone', 'Phone', by === 'phone' ? value : given.phone],
	];
	const fields = named
		.map(([schemaName, name, it]) => ({ schemaName, value: readNamedField(it, name) ?? '' }))
		.filter((field) => field.value !== '');
	const taken = fields.map(({ schemaName }) => schemaName);
	return [...fields, ...fieldsBesides(taken, readLeadFields(given.furtherFields))];
}
