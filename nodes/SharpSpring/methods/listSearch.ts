import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError, ActionableError } from '../../shared/errors';
import type { Choice } from '../../shared/parameters/listSearch';
import { matches, searchPages } from '../../shared/parameters/listSearch';
import { SharpSpringClient } from '../transport/client';
import type { CustomField } from '../transport/fields';
import { fileUploadFields, readPage } from '../transport/fields';
import { hasId } from '../transport/records';
import { decode } from '../transport/text';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Accounts by name. */
export const searchAccounts = searchRecords('getAccounts', 'account', 'accountName');

/** Opportunities by name. */
export const searchOpportunities = searchRecords(
	'getOpportunities',
	'opportunity',
	'opportunityName',
);

/** Products by name. Their method is documented by name only; its answer is assumed to be like the others. */
export const searchProducts = searchRecords('getProducts', 'product', 'productName');

/** File Upload fields of the chosen record type or, where none is marked so, all custom fields. */
export async function searchFileUploadFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const relationship = String(this.getNodeParameter('resource'));
	try {
		const client = await SharpSpringClient.create(this);
		const { fields, areMarked } = await fileUploadFields(client, relationship);
		if (fields.length === 0) {
			throw new ActionableError(
				`SharpSpring has no custom fields for this type of record (${relationship})`,
				'Create a custom field of the type File Upload in SharpSpring, then open this list again.',
			);
		}
		const choices = fields.map(areMarked ? toField : toTypedField);
		return {
			results: choices.filter(matches(filter)).sort((a, b) => a.name.localeCompare(b.name)),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

function toField({ label, systemName }: CustomField): Choice {
	return { name: label ? `${label} (${systemName})` : systemName, value: systemName };
}

function toTypedField(field: CustomField): Choice {
	const choice = toField(field);
	return { ...choice, name: `${choice.name}, ${field.dataType}` };
}

/** Records by name. */
function searchRecords(method: string, member: string, nameField: string): ListSearch {
	return async function (filter, paginationToken) {
		try {
			const client = await SharpSpringClient.create(this);
			return await searchPages({ filter, paginationToken }, async (page) => {
				const { rows, isLast } = await readPage(client, method, member, {}, page);
				return { choices: rows.filter(hasId).map(toRecord(nameField)), isLast };
			});
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	};
}

function toRecord(nameField: string) {
	return (record: IDataObject): Choice => {
		const id = String(record.id);
		return { name: decode(record[nameField] ?? record.name) || `ID ${id}`, value: id };
	};
}
