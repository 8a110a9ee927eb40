import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { readContent } from '../../shared/parameters/coercion';
import { checkedFieldName } from '../../shared/parameters/validators';
import type { FieldValue } from '../transport/fieldRows';

/** A list of further fields by schema name, `name` being the parameter's name. */
export function furtherFields(
	name: string,
	displayName: string,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Field',
		default: {},
		description,
		options: [
			{
				displayName: 'Field',
				name: 'values',
				values: [
					{
						displayName: 'Schema Name',
						name: 'schemaName',
						type: 'string',
						default: '',
						placeholder: 'e.g. mx_City',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	};
}

// Rows with these names do not fill a field: they say which lead the call is about.
const identifyingFields = /^(SearchBy|ProspectID|ProspectAutoId)$/i;

/** As {@link readFurtherFields}, for fields of a lead. @throws ActionableError when one names another lead */
export function readLeadFields(parameter: unknown): FieldValue[] {
	const fields = readFurtherFields(parameter);
	const identifying = fields.find(({ schemaName }) => identifyingFields.test(schemaName));
	if (!identifying) return fields;
	throw new ActionableError(
		`"${identifying.schemaName}" is not a field that can be filled in`,
		"It would choose another lead. Use the parameter 'Lead' for that.",
	);
}

/** Reads what {@link furtherFields} holds. @throws ActionableError when a name is not a schema name */
function readFurtherFields(parameter: unknown): FieldValue[] {
	const rows = ((parameter ?? {}) as IDataObject).values;
	if (!Array.isArray(rows)) return [];
	return (rows as IDataObject[]).map(({ schemaName, value }) => ({
		schemaName: checkedFieldName(schemaName, 'Schema Name', 'mx_City'),
		value: readContent(value, 'Value') ?? '',
	}));
}

/**
 * What a field with a parameter of its own is to hold. Nothing where an expression has nothing to give, which
 * may be `false` or 0; in a further field these are values.
 */
export function readNamedField(value: unknown, label: string): string | undefined {
	return value ? readContent(value, label) : undefined;
}

/** The status of a record and its further fields. @throws ActionableError as {@link readFurtherFields} */
export function readStatusAndFields({ status, furtherFields: further }: IDataObject): FieldValue[] {
	const value = readNamedField(status, 'Status');
	const named = value === undefined ? [] : [{ schemaName: 'Status', value }];
	const taken = named.map(({ schemaName }) => schemaName);
	return [...named, ...fieldsBesides(taken, readFurtherFields(further))];
}

/** The fields whose names are not taken: two rows for one field would leave it open which counts. */
export function fieldsBesides(taken: string[], fields: FieldValue[]): FieldValue[] {
	const names = taken.map((name) => name.toLowerCase());
	return fields.filter(({ schemaName }) => !names.includes(schemaName.toLowerCase()));
}
