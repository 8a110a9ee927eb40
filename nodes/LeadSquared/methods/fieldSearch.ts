import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { UserError } from '../../shared/errors';
import { checked, valueOf } from '../../shared/recordIds';
import type { LeadSquaredClient } from '../transport/client';
import type { FieldInfo } from '../transport/metadata';
import { getActivityFields, getLeadFields, getOpportunityFields } from '../transport/metadata';
import { listed, matches } from './listSearch';

/** Fields of leads that may hold a custom field set. */
export async function searchLeadFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => setsFirst(await getLeadFields(client), filter));
}

/** Fields of the chosen activity type that may hold a custom field set. */
export async function searchActivityFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) =>
		setsFirst(await getActivityFields(client, chosenType(this, 'activityType')), filter),
	);
}

/** Fields of the chosen opportunity type that may hold a custom field set. */
export async function searchOpportunityFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) =>
		setsFirst(await getOpportunityFields(client, chosenType(this, 'opportunityType')), filter),
	);
}

/** File fields inside the chosen custom field set, where LeadSquared tells them. */
export async function searchFileFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => {
		const setField = valueOf(this.getCurrentNodeParameter('entitySchemaName'));
		if (setField === '') throw new UserError("Choose the 'Custom Field Set' first");
		const set = (await fieldsOf(this, client)).find(({ schemaName }) => schemaName === setField);
		if (!set?.inner) {
			throw new UserError(
				`LeadSquared does not tell which fields are in ${setField}`,
				"Choose 'By Schema Name' and enter it, for example mx_CustomObject_1. You find it in LeadSquared under Settings > Custom Field Sets.",
			);
		}
		const inner = set.inner.filter(({ schemaName }) => /^mx_CustomObject_\d+$/i.test(schemaName));
		const files = inner.filter(({ dataType }) => /file/i.test(dataType));
		return toResults(files.length > 0 ? files : inner, files.length === 0, filter);
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
	const type = context.getCurrentNodeParameter(name);
	if (valueOf(type) === '') throw new UserError(`Choose the '${label}' first`);
	return checked(type, label, /^\d{1,9}$/, '252');
}

/** Custom field sets, or all fields with their type where the metadata marks none. */
function setsFirst(fields: FieldInfo[], filter?: string): INodeListSearchResult {
	const sets = fields.filter(({ isFieldSet }) => isFieldSet);
	return toResults(sets.length > 0 ? sets : fields, sets.length === 0, filter);
}

function toResults(fields: FieldInfo[], withType: boolean, filter?: string): INodeListSearchResult {
	const results = fields.map(({ label, schemaName, dataType }) => ({
		name: `${label} (${[schemaName, withType && dataType].filter(Boolean).join(', ')})`,
		value: schemaName,
	}));
	return { results: results.filter(matches(filter)) };
}
