import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError, ActionableError } from '../../shared/errors';
import { SharpSpringClient } from '../transport/client';
import { recordsIn } from '../transport/records';
import { decode } from '../transport/text';

/** The most that one call returns (samples of the API); smaller pages keep the list quick. */
const pageSize = 200;
/** The API cannot search by name, so this many pages are looked through at a time for a filter. */
const mostPagesPerSearch = 10;

const fileTypes = ['upload', 'attachment', 'file'];

type Choice = INodeListSearchResult['results'][number];

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
		const custom = (await allCustomFields(client)).filter(
			(field) => String(field.relationship) === relationship && isOn(field.isActive),
		);
		if (custom.length === 0) {
			throw new ActionableError(
				`SharpSpring has no custom fields for this type of record (${relationship})`,
				'Create a custom field of the type File Upload in SharpSpring, then open this list again.',
			);
		}
		const uploads = custom.filter(({ dataType }) =>
			fileTypes.includes(String(dataType).toLowerCase()),
		);
		const choices = uploads.length > 0 ? uploads.map(toField) : custom.map(toTypedField);
		return {
			results: choices.filter(matches(filter)).sort((a, b) => a.name.localeCompare(b.name)),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

async function allCustomFields(client: SharpSpringClient): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (let page = 0; page < mostPagesPerSearch; page++) {
		const params = { where: { isCustom: '1' }, limit: pageSize, offset: page * pageSize };
		const fields = recordsIn(await client.read('getFields', params), 'field');
		all.push(...fields);
		if (fields.length < pageSize) break;
	}
	return all.filter(({ isCustom }) => isOn(isCustom));
}

function toField({ label, systemName }: IDataObject): Choice {
	const value = String(systemName);
	const name = decode(label);
	return { name: name ? `${name} (${value})` : value, value };
}

function toTypedField(field: IDataObject): Choice {
	const choice = toField(field);
	return { ...choice, name: `${choice.name}, ${String(field.dataType)}` };
}

/** One page of records or, with a filter, as many as it takes to fill one. */
function searchRecords(method: string, member: string, nameField: string): ListSearch {
	return async function (filter, paginationToken) {
		const results: Choice[] = [];
		let offset = Number(paginationToken ?? 0);
		let hasMore = true;
		try {
			const client = await SharpSpringClient.create(this);
			for (let page = 0; hasMore && page < mostPagesPerSearch; page++) {
				const params = { where: {}, limit: pageSize, offset };
				const records = recordsIn(await client.read(method, params), member);
				results.push(...records.filter(hasId).map(toRecord(nameField)).filter(matches(filter)));
				hasMore = records.length === pageSize;
				offset += pageSize;
				if (!filter || results.length >= pageSize) break;
			}
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
		return { results, paginationToken: hasMore ? String(offset) : undefined };
	};
}

function toRecord(nameField: string) {
	return (record: IDataObject): Choice => {
		const id = String(record.id);
		return { name: decode(record[nameField] ?? record.name) || `ID ${id}`, value: id };
	};
}

function hasId({ id }: IDataObject): boolean {
	return id !== undefined && id !== null && id !== '';
}

function isOn(flag: unknown): boolean {
	return !['0', 'false'].includes(String(flag));
}

function matches(filter?: string) {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return ({ name, value }: Choice) =>
		[name, String(value)].some((text) => text.toLowerCase().includes(wanted));
}
