import type { IDataObject } from 'n8n-workflow';
import { nonEmptyText } from '../../shared/parameters/coercion';
import { toLink } from './links';
import { innerFieldsOf } from './metadata';

/** A file in a custom field set of a record. */
export interface RecordFile {
	/** The field that holds the set. */
	customFieldSet: string;
	/** The file field inside the set. */
	fileField: string;
	label: string;
	fileName: string;
	/** Absent while LeadSquared is still copying the file. */
	fileUrl?: string;
}

/**
 * The files that an activity's or opportunity's details show. Links are at
 * `Fields[].CustomObjectFormProperties.FieldProperties.FormMetaData[].FileURL` (seen in a public
 * client); a set's values may also come as JSON in a text.
 */
export function filesOfRecord(details: IDataObject): RecordFile[] {
	const fields = Array.isArray(details.Fields) ? (details.Fields as IDataObject[]) : [];
	return fields.flatMap((field) => {
		const values = parseValues(field.Value);
		return (innerFieldsOf(field) ?? [])
			.filter(isFile)
			.map((inner) => toFile(field, inner, values))
			.filter(({ fileName, fileUrl }) => Boolean(fileName || fileUrl));
	});
}

function isFile({ DataType, FileURL }: IDataObject): boolean {
	return Boolean(FileURL) || /file/i.test(String(DataType ?? ''));
}

function toFile(field: IDataObject, inner: IDataObject, values: IDataObject): RecordFile {
	const fileField = String(inner.SchemaName ?? '');
	const fileUrl = nonEmptyText(inner.FileURL);
	const fileName =
		nonEmptyText(inner.Value) ?? nonEmptyText(values[fileField]) ?? lastSegment(fileUrl);
	return {
		customFieldSet: String(field.SchemaName ?? ''),
		fileField,
		label: String(inner.DisplayName ?? fileField),
		fileName,
		...(fileUrl ? { fileUrl: toLink(fileUrl, fileName) } : {}),
	};
}

function parseValues(value: unknown): IDataObject {
	if (typeof value !== 'string') return (value ?? {}) as IDataObject;
	try {
		const parsed: unknown = JSON.parse(value);
		return typeof parsed === 'object' && parsed !== null ? (parsed as IDataObject) : {};
	} catch {
		// An ordinary field's text.
		return {};
	}
}

function lastSegment(url = ''): string {
	return url.replace(/\?.*$/, '').replace(/^.*\//, '');
}
