import { badRequest, invalidInput, unknownAttribute } from './errors';
import type { State } from './state';
import type { Field, FieldSets, InnerField, Place, Upload } from './types';

/** Leads say `Attribute`, activities and opportunities say `SchemaName`. */
export type Word = 'Attribute' | 'SchemaName';

/** A record whose fields are written. */
export interface Target {
	recordType: Place['recordType'];
	id: string;
	values: Record<string, string | null>;
	fieldSets: FieldSets;
}

/** What holds for one write. */
export interface WriteRules {
	word: Word;
	fields: Field[];
	/** What the upload of a file must have named: `Entity` and `Id`. */
	entity: '0' | '1';
	/** Left out for a lead that does not exist yet. */
	entityId?: string;
	nested: boolean;
	flattened: boolean;
	/** Understood, and answered with success, but nothing is stored. */
	nestedIsIgnored?: boolean;
	flattenedIsIgnored?: boolean;
}

/** One row of a body, checked for its form. */
export interface Row {
	name: string;
	value: string;
	rows?: Row[];
}

/** Writes to do once the whole body has been found good: a refused call stores nothing. */
export type Write = (target: Target) => void;

const ROW_KEYS = ['Value', 'Fields'];

/** Reads `[{ Attribute, Value, Fields? }]`, or the same with `SchemaName`. */
export function readRows(rows: unknown, word: Word): Row[] {
	if (!Array.isArray(rows)) throw badRequest(`A list of ${word} and Value is expected.`);
	return rows.map((row: unknown) => {
		if (typeof row !== 'object' || row === null) throw badRequest(`A row is not an object.`);
		const entries = row as Record<string, unknown>;
		for (const key of Object.keys(entries)) {
			if (key !== word && !ROW_KEYS.includes(key)) {
				throw badRequest(`'${key}' is not expected in a row, rows have '${word}' and 'Value'.`);
			}
		}
		const { [word]: name, Value: value = '', Fields: inner } = entries;
		if (typeof name !== 'string' || !name) throw badRequest(`A row has no '${word}'.`);
		if (typeof value === 'object' && value !== null) {
			throw badRequest(`The Value of '${name}' is not a plain value.`);
		}
		const read: Row = { name, value: value === null ? '' : String(value) };
		return inner === undefined ? read : { ...read, rows: readRows(inner, word) };
	});
}

/** Checks rows against the known fields, and returns what to write. */
export function planWrites(state: State, rows: Row[], rules: WriteRules): Write[] {
	return rows.map((row) => {
		const field = rules.fields.find(({ schemaName }) => schemaName === row.name);
		if (!field) return planFlattened(state, row, rules);
		if (field.inner) return planFieldSet(state, field, row, rules);
		if (row.rows) throw invalidInput(`'${row.name}' is not a custom field set.`);
		if (field.readOnly) throw invalidInput(`'${row.name}' cannot be written.`);
		return (target) => {
			target.values[row.name] = row.value === '' ? null : row.value;
		};
	});
}

function planFieldSet(state: State, field: Field, row: Row, rules: WriteRules): Write {
	if (!row.rows) {
		// Guess: a set is not changed by a value of its own.
		if (row.value !== '') throw invalidInput(`'${row.name}' is a custom field set.`);
		return () => {};
	}
	if (!rules.nested) throw invalidInput(`'${row.name}': Fields are not supported here.`);
	const writes = row.rows.map((inner) => {
		const known = field.inner?.find(({ schemaName }) => schemaName === inner.name);
		if (!known) throw unknownAttribute(`${row.name}.${inner.name}`);
		return planInner(state, field, known, inner.value, rules);
	});
	if (rules.nestedIsIgnored) return () => {};
	return (target) => {
		if (state.switches.nestedUpdateBlanksSiblings) {
			for (const inner of field.inner ?? []) {
				setInner(state, target, field.schemaName, inner.schemaName, '', undefined);
			}
		}
		for (const write of writes) write(target);
	};
}

/** `mx_KYCmx_CustomObject_1`: parent and child with nothing between. */
function planFlattened(state: State, row: Row, rules: WriteRules): Write {
	if (rules.flattened) {
		for (const field of rules.fields) {
			const inner = field.inner?.find(
				({ schemaName }) => field.schemaName + schemaName === row.name,
			);
			if (inner) {
				const write = planInner(state, field, inner, row.value, rules);
				return rules.flattenedIsIgnored ? () => {} : write;
			}
		}
	}
	throw unknownAttribute(row.name);
}

function planInner(
	state: State,
	field: Field,
	inner: InnerField,
	value: string,
	rules: WriteRules,
): Write {
	const upload =
		inner.dataType === 'File' && value !== ''
			? findUpload(state, field, inner, value, rules)
			: undefined;
	return (target) => setInner(state, target, field.schemaName, inner.schemaName, value, upload);
}

function setInner(
	state: State,
	target: Target,
	parent: string,
	inner: string,
	value: string,
	upload: Upload | undefined,
) {
	const set = (target.fieldSets[parent] ??= {});
	if (value === '') delete set[inner];
	else set[inner] = value;
	if (upload) state.noteName(target.id, parent, inner, value);
	const place = {
		recordType: target.recordType,
		recordId: target.id,
		field: `${parent}.${inner}`,
	};
	state.fillPlace(place, upload);
}

/** A name that no upload returned, or returned for another field, is the mistake to catch. */
function findUpload(
	state: State,
	field: Field,
	inner: InnerField,
	name: string,
	rules: WriteRules,
): Upload | undefined {
	const { strictFileNames, strictUploadContext } = state.switches;
	const upload = state.uploadNamed(name);
	if (!strictFileNames) return upload;
	if (!upload) throw invalidInput(`No upload returned the file name '${name}'.`);
	if (!strictUploadContext) return upload;
	const expected: Record<string, string | undefined> = {
		FileType: '7',
		Entity: rules.entity,
		Id: rules.entityId,
		SchemaName: inner.schemaName,
		EntitySchemaName: field.schemaName,
	};
	for (const [key, value] of Object.entries(expected)) {
		const sent = upload.fields[key];
		if (value !== undefined && sent !== value) {
			throw invalidInput(`'${name}' was uploaded with ${key} '${sent ?? ''}', not '${value}'.`);
		}
	}
	return upload;
}
