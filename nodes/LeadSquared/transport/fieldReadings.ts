import type { IDataObject } from 'n8n-workflow';
import { isObject, memberOf } from './answers';
import type { FieldSetValues } from './fieldRows';
import { innerFieldsOf } from './metadata';

/** What a record shows of a field inside a custom field set. */
export type FieldReading =
	/** The set can be read; no values: the field is empty. */
	| { state: 'shown'; values: string[] }
	/** The record shows the set's field, but nothing in it: an empty set, or one that lookups do not show. */
	| { state: 'empty' }
	/** The record does not show the set's field. */
	| { state: 'hidden' };

/**
 * Reads a field of a set from a flat record (a lead, a row of a list). The set's values come as JSON in a
 * text under the set's field; seen on activities, assumed for leads. An object, and names put together, are
 * tolerated.
 */
export function readFlatField(record: IDataObject, setField: string, inner: string): FieldReading {
	const flat = memberOf(record, `${setField}${inner}`);
	if (typeof flat === 'string') return { state: 'shown', values: valuesIn(flat) };
	return readSetValue(memberOf(record, setField), inner);
}

/** The same from the `Fields` of an activity's or opportunity's details. */
export function readDetailsField(
	details: IDataObject,
	setField: string,
	inner: string,
): FieldReading {
	const fields = Array.isArray(details.Fields) ? (details.Fields as unknown[]) : [];
	const field = fields
		.filter(isObject)
		.find(({ SchemaName }) => String(SchemaName).toLowerCase() === setField.toLowerCase());
	if (!field) return { state: 'hidden' };
	const row = innerFieldsOf(field)?.find(
		({ SchemaName }) => String(SchemaName).toLowerCase() === inner.toLowerCase(),
	);
	if (typeof row?.Value === 'string') return { state: 'shown', values: valuesIn(row.Value) };
	return readSetValue(field.Value, inner);
}

function readSetValue(value: unknown, inner: string): FieldReading {
	if (value === undefined) return { state: 'hidden' };
	const set = isObject(value) ? value : parsed(value);
	if (!set) return value === null || value === '' ? { state: 'empty' } : { state: 'hidden' };
	const held = memberOf(set, inner);
	return { state: 'shown', values: valuesIn(held) };
}

function parsed(value: unknown): IDataObject | undefined {
	if (typeof value !== 'string') return undefined;
	try {
		const json: unknown = JSON.parse(value);
		return isObject(json) ? json : undefined;
	} catch {
		return undefined;
	}
}

/** One name or link; perhaps several with commas between them, which a name may hold as well. */
function valuesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(valuesIn);
	if (typeof value !== 'string' || value.trim() === '') return [];
	const parts = value.split(',').map((part) => part.trim());
	return [...new Set([value.trim(), ...(parts.length > 1 ? parts : [])])].filter(Boolean);
}

/** Whether a field holds the file, by its name or by a link that ends with it. */
export function holds(values: string[], name: string): boolean {
	return values.some((value) => value === name || lastSegment(value) === name);
}

function lastSegment(link: string): string {
	const [path] = link.split(/[?#]/);
	const segment = path.slice(path.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** What a record shows of the files that were to go into a set, in their order. */
export type SetReadings = Array<{ schemaName: string; value: string; reading: FieldReading }>;

/** Reads all fields of a set. */
export function readSet(
	{ setField, values }: FieldSetValues,
	read: (setField: string, inner: string) => FieldReading,
): SetReadings {
	return values.map(({ schemaName, value }) => ({
		schemaName,
		value,
		reading: read(setField, schemaName),
	}));
}

/**
 * Whether the record holds the file: `null` where it does not show.
 *
 * @param isEmpty whether an empty set is known to be an empty one
 */
export function isConfirmed(
	{ value, reading }: SetReadings[number],
	isEmpty = false,
): boolean | null {
	if (reading.state === 'shown') return holds(reading.values, value);
	return reading.state === 'empty' && isEmpty ? false : null;
}
