import type { IDataObject } from 'n8n-workflow';

/** A field of a record and its value, by schema name. */
export interface FieldValue {
	schemaName: string;
	value: string;
}

/** What goes into a custom field set of a record. */
export interface FieldSetValues {
	/** The field of the record that holds the set, e.g. `mx_KYC`. */
	setField: string;
	/** Status of the set; left as it is when empty. */
	status?: string;
	values: FieldValue[];
}

/** Leads name their fields `Attribute`; activities and opportunities name them `SchemaName`. */
type FieldKey = 'Attribute' | 'SchemaName';

/** A plain field as LeadSquared's API takes it. */
export function toRow(word: FieldKey, { schemaName, value }: FieldValue): IDataObject {
	return { [word]: schemaName, Value: value };
}

/** A custom field set as LeadSquared's API takes it: the set's fields inside the record's field. */
export function toNestedRow(word: FieldKey, set: FieldSetValues): IDataObject {
	const status = set.status ? [{ schemaName: 'Status', value: set.status }] : [];
	return {
		[word]: set.setField,
		Value: '',
		Fields: [...status, ...set.values].map((field) => toRow(word, field)),
	};
}

/**
 * The same as plain fields whose names are those of the set and of its field put together. Documented
 * nowhere, used by a public client.
 */
export function toFlattenedRows(word: FieldKey, set: FieldSetValues): IDataObject[] {
	const status = set.status ? [{ schemaName: 'Status', value: set.status }] : [];
	return [...status, ...set.values].map(({ schemaName, value }) =>
		toRow(word, { schemaName: `${set.setField}${schemaName}`, value }),
	);
}
