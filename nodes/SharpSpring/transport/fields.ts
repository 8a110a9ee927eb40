import type { IDataObject } from 'n8n-workflow';
import { readAllPages } from '../../shared/parameters/listSearch';
import type { SharpSpringClient } from './client';
import { recordsIn } from './records';
import { decode } from './text';

/** The most that one call returns (samples of the API); smaller pages keep lists quick. */
export const pageSize = 200;

const fileTypes = ['upload', 'attachment', 'file'];

/** A custom field of a type of record. */
export interface CustomField {
	systemName: string;
	/** Empty where there is none. */
	label: string;
	dataType: string;
}

/**
 * The custom fields of a type of record that may hold files: those of the type File Upload or, where none
 * is marked so, all of them. How such fields are marked is seen in samples only (sharpspring-api.md 4.1).
 *
 * @param relationship the type of record
 */
export async function fileUploadFields(
	client: SharpSpringClient,
	relationship: string,
): Promise<{ fields: CustomField[]; areMarked: boolean }> {
	const all = await readAllPages(
		'custom fields',
		async (page) => await readPage(client, 'getFields', 'field', { isCustom: '1' }, page),
	);
	const fields = all
		.filter(
			(field) =>
				isOn(field.isCustom) && isOn(field.isActive) && String(field.relationship) === relationship,
		)
		.map(({ systemName, label, dataType }) => ({
			systemName: String(systemName),
			label: decode(label),
			dataType: String(dataType),
		}));
	const marked = fields.filter(({ dataType }) => fileTypes.includes(dataType.toLowerCase()));
	return marked.length > 0 ? { fields: marked, areMarked: true } : { fields, areMarked: false };
}

/** A page of a list, whatever its member is called. */
export async function readPage(
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

function isOn(flag: unknown): boolean {
	return !['0', 'false'].includes(String(flag));
}
