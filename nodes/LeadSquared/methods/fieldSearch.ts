import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { matches } from '../../shared/parameters/listSearch';
import { checked } from '../../shared/parameters/validators';
import type { LeadSquaredClient } from '../transport/client';
import type { FieldInfo } from '../transport/metadata';
import { getActivityFields, getLeadFields, getOpportunityFields } from '../transport/metadata';
import { chosenFirst, listed } from './listSearch';

/** Fields of leads, custom field sets first. */
export async function searchLeadFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => setsFirst(await getLeadFields(client), filter));
}

/** Fields of leads that can hold what names a lead: all but custom field sets. */
export async function searchPlainLeadFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => {
		const fields = (await getLeadFields(client)).filter(({ isFieldSet }) => !isFieldSet);
		return { results: fields.map((field) => toResult(field, false)).filter(matches(filter)) };
	});
}

/** Fields of the chosen activity type, custom field sets first. */
export async function searchActivityFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) =>
		setsFirst(await getActivityFields(client, chosenType(this, 'activityType')), filter),
	);
}

/** Fields of the chosen opportunity type, custom field sets first. */
export async function searchOpportunityFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) =>
		setsFirst(await getOpportunityFields(client, chosenType(this, 'opportunityType')), filter),
	);
}

/** Fields inside the chosen custom field set, file fields first, where LeadSquared tells them. */
export async function searchFileFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => {
		const setField = chosenFirst(this, 'entitySchemaName', 'Custom Field Set');
		const set = (await fieldsOf(this, client)).find(({ schemaName }) => schemaName === setField);
		if (!set?.inner) {
			throw new ActionableError(
				`LeadSquared does not tell which fields are in ${setField}`,
				"Choose 'By Name' and enter its schema name, for example mx_CustomObject_1. You find it in LeadSquared under Settings > Custom Field Sets.",
			);
		}
		const inner = set.inner.filter(({ schemaName }) => /^mx_CustomObject_\d+$/i.test(schemaName));
		return firstThose(inner, ({ dataType }) => /file/i.test(dataType), filter);
	});
}

async function fieldsOf(
	context: ILoadOptionsFunctions,
	client: LeadSquaredClient,
): Promise<FieldInfo[]> {
	switch (context.getNodeParameter('resource')) {
		case 'activity':
			return await getActivityFields(client, chosenType(context, 'activityType'));
		case 'opportunity':
			return await getOpportunityFields(client, chosenType(context, 'opportunityType'));
		default:
			return await getLeadFields(client);
	}
}

function chosenType(
	context: ILoadOptionsFunctions,
	name: 'activityType' | 'opportunityType',
): string {
	const label = name === 'activityType' ? 'Activity Type' : 'Opportunity Type';
	return checked(chosenFirst(context, name, label), label, /^\d{1,9}$/, '252');
}

function setsFirst(fields: FieldInfo[], filter?: string): INodeListSearchResult {
	return firstThose(fields, ({ isFieldSet }) => isFieldSet, filter);
}

/**
 * What is surely meant, and the rest with their type only when they are searched for: what marks the
 * right ones is a guess, and most accounts have many that cannot be meant.
 */
function firstThose(
	fields: FieldInfo[],
	isMeant: (field: FieldInfo) => boolean,
	filter?: string,
): INodeListSearchResult {
	const meant = fields.filter(isMeant).map((field) => toResult(field, false));
	const others = fields.filter((field) => !isMeant(field)).map((field) => toResult(field, true));
	if (meant.length === 0 || others.length === 0 || filter?.trim()) {
		return { results: [...meant, ...others].filter(matches(filter)) };
	}
	// Without a value: whoever picks it is asked for one.
	const name = `Not here? Enter a part of the name to search ${others.length} more`;
	return { results: [...meant, { name, value: '' }] };
}

function toResult({ label, schemaName, dataType }: FieldInfo, withType: boolean) {
	const details = [schemaName, withType && dataType].filter(Boolean).join(', ');
	return { name: `${label} (${details})`, value: schemaName };
}
