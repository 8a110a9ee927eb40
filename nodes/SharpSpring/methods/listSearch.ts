import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError, ActionableError } from '../../shared/errors';
import type { Choice } from '../../shared/parameters/listSearch';
import { matches, readAllPages, searchPages } from '../../shared/parameters/listSearch';
import { SharpSpringClient } from '../transport/client';
import { recordsIn } from '../transport/records';
import { decode } from '../transport/text';

/** The most that one call returns (samples of the API); smaller pages keep the list quick. */
const pageSize = 200;
const fileTypes = ['upload', 'attachment', 'file'];

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
	const all = await readAllPages(
		'custom fields',
		async (page) => await readPage(client, 'getFields', 'field', { isCustom: '1' }, page),
	);
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

async function readPage(
	client: SharpSpringClient,
	method: string,
	member: string,
	where: IDataObject,
	page: number,
): Promise<{ rows: IDataObject[]; isLast: boolean }> {
	const params = { where, limit: pageSize, offset: (page - 1) * pageSize };
	const rows = recordsIn(await client.read(method, params), member);
	return { rows, isLast: rows.length < pageSize };
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
