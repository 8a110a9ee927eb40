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
	| { state: 'hidden' }
	/** Nobody could look: the record was not found, or the look failed. */
	| { state: 'unread' };

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
	const json = typeof value === 'string' ? fromJson(value) : undefined;
	return isObject(json) ? json : undefined;
}

/** Undefined where it is no JSON, or nests deeper than any answer would. */
function fromJson(text: string): unknown {
	try {
		return text.split(/[[{]/).length < 200 ? (JSON.parse(text) as unknown) : undefined;
	} catch {
		return undefined;
	}
}

/** One name, link or ID, or JSON around them; perhaps several with commas, which a name may hold as well. */
function valuesIn(value: unknown): string[] {
	if (Array.isArray(value)) return (value as unknown[]).flatMap(valuesIn);
	if (isObject(value)) return Object.values(value).flatMap(valuesIn);
	if (typeof value === 'number') return [String(value)];
	if (typeof value !== 'string' || value.trim() === '') return [];
	const inside = /^\s*[[{]/.test(value) ? fromJson(value) : undefined;
	if (inside !== undefined) return [value.trim(), ...valuesIn(inside)];
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

/** Whether a field shows a file's name or link, in contrast to an ID of which nobody knows what it names. */
function namesFile(values: string[]): boolean {
	return values.some((value) => /[^.\s/]\.[A-Za-z0-9]{1,10}$/.test(value.split(/[?#]/)[0]));
}

/** What a record shows of a file that was to go into a field of a set. */
export interface SetReading {
	schemaName: string;
	/** The name of the file. */
	value: string;
	reading: FieldReading;
	/** What the field has shown before the file was sent, where somebody has looked. */
	before?: FieldReading;
}

/** The same for all fields of a set, in their order. */
export type SetReadings = SetReading[];

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

/** What nobody could look at. */
export function unreadSet(set: FieldSetValues): SetReadings {
	return readSet(set, () => ({ state: 'unread' }));
}

/** The fields of a record that is new: they hold nothing. */
export function emptySet(set: FieldSetValues): SetReadings {
	return readSet(set, () => ({ state: 'shown', values: [] }));
}

/** What the details of an activity or opportunity show of the fields that are to be filled. */
export function readDetailsSet(details: IDataObject, set: FieldSetValues): SetReadings {
	return readSet(set, (setField, inner) => readDetailsField(details, setField, inner));
}

/** Whether it is known what the fields show, and have shown before where that was asked for. */
export function areRead(readings: SetReadings): boolean {
	return readings.every((it) => it.reading.state !== 'unread' && it.before?.state !== 'unread');
}

/**
 * Whether the record holds the file: `false` where its field is empty, or shows the old file; `null` where it
 * does not show, or shows something new that may be the file's other name, or its ID.
 *
 * @param isEmptyKnown whether a field that shows nothing is known to be empty
 */
export function isConfirmed(
	{ value, reading, before }: SetReading,
	isEmptyKnown = false,
): boolean | null {
	if (!isReadable(reading)) return null;
	const values = reading.state === 'shown' ? reading.values : [];
	if (values.length === 0) return isEmptyKnown ? false : null;
	if (holds(values, value)) return true;
	const isNew = isReadable(before) && !isSame(before, reading);
	return isNew || !namesFile(values) ? null : false;
}

/** Whether a field shows something that it did not show before. */
export function hasChanged({ reading, before }: SetReading): boolean {
	if (reading.state !== 'shown' || reading.values.length === 0) return false;
	return isReadable(before) && !isSame(before, reading);
}

/** Whether a reading tells what is in the set. */
export function isReadable(reading: FieldReading | undefined): reading is FieldReading {
	return reading?.state === 'shown' || reading?.state === 'empty';
}

function isSame(one: FieldReading, other: FieldReading): boolean {
	const [before, now] = [one, other].map((it) => (it.state === 'shown' ? it.values : []));
	return before.length === now.length && before.every((value, index) => value === now[index]);
}

/** The readings with what was read before the files were sent. */
export function comparedWith(before: SetReadings, now: SetReadings): SetReadings {
	return now.map((it, index) => ({ ...it, before: before[index]?.reading }));
}
