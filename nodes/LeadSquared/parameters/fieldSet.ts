import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { prepareFileRows } from '../../shared/files/prepare';
import type { PreparedFile } from '../../shared/files/preparedFile';
import { fileRowFields } from '../../shared/files/selection';
import { readContent } from '../../shared/parameters/coercion';
import { fromList } from '../../shared/parameters/locatorModes';
import { checkedFieldName } from '../../shared/parameters/validators';
import type { StorageOptions } from './storage';
import { readStorageOptions } from './storage';
import { fileNaming } from '../transport/fileNames';

/** The field of the record that holds the custom field set; `searchListMethod` lists its candidates. */
function fieldSetField(searchListMethod: string, example: string): INodeProperties {
	return {
		displayName: 'Custom Field Set',
		name: 'entitySchemaName',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The field of the record that holds the custom field set',
		builderHint: {
			propertyHint:
				'The schema name of a field of the account, such as mx_KYC: it cannot be guessed, the user has to pick it.',
			placeholderSupported: true,
		},
		modes: [
			fromList(searchListMethod),
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: `e.g. ${example}`,
				hint: 'The schema name of the field, not its display name',
			},
		],
	};
}

const fileField: INodeProperties = {
	displayName: 'File Field',
	name: 'schemaName',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The file field inside the custom field set. It holds one file.',
	builderHint: {
		propertyHint:
			'The schema name of a file field inside the set, such as mx_CustomObject_1: the user has to pick it.',
		placeholderSupported: true,
	},
	modes: [
		fromList('searchFileFields'),
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. mx_CustomObject_1',
			hint: 'In LeadSquared under Settings > Custom Field Sets',
		},
	],
};

const notice: INodeProperties = {
	displayName:
		"A file field holds one file: a new one takes its place. Anyone who has the link to a file can open it. A later file of the same name may take its place, also one of another record: see 'Make File Names Unique' in the options.",
	name: 'notice',
	type: 'notice',
	default: '',
};

/** The custom field set, and which file goes into which of its fields. */
export function fieldSetFields(
	searchListMethod: string,
	example = 'mx_Custom_2',
): INodeProperties[] {
	return [fieldSetField(searchListMethod, example), notice, ...fileRowFields(fileField)];
}

/** Option: status of the custom field set. */
export const fieldSetStatus: INodeProperties = {
	displayName: 'Field Set Status',
	name: 'fieldSetStatus',
	type: 'string',
	default: '',
	placeholder: 'e.g. Pending',
	description: 'Status of the custom field set, written together with the files',
};

const innerField = /^mx_CustomObject_\d+$/i;

/**
 * The schema name of a file field inside a custom field set, e.g. `mx_CustomObject_1`.
 *
 * @throws ActionableError when it is another one; the two names are easily swapped
 */
export function checkedFileField(parameter: unknown): string {
	const name = checkedFieldName(parameter, 'File Field', 'mx_CustomObject_1');
	if (innerField.test(name)) return name;
	throw new ActionableError(
		`"${name}" is not a field inside a custom field set`,
		"'File Field' looks like mx_CustomObject_1. The field of the record that holds the set belongs in 'Custom Field Set'.",
	);
}

/**
 * The schema name of the field that holds a custom field set, e.g. `mx_KYC` or `mx_Custom_2`.
 *
 * @throws ActionableError when it is the name of a field inside the set
 */
export function checkedSetField(parameter: unknown): string {
	const name = checkedFieldName(parameter, 'Custom Field Set', 'mx_Custom_2');
	if (!innerField.test(name)) return name;
	throw new ActionableError(
		`"${name}" is a field inside a custom field set, not the set itself`,
		"'Custom Field Set' looks like mx_KYC or mx_Custom_2. Names such as mx_CustomObject_1 belong in 'File Field'.",
	);
}

/** A custom field set, and the files for its fields. */
export interface FieldSetFiles {
	setField: string;
	/** Status of the set; left as it is when absent. */
	status?: string;
	storage: StorageOptions;
	rows: Array<{ file: PreparedFile; schemaName: string }>;
}

/** @throws ActionableError when a name is wrong, a file is missing, or two files go to one field */
export async function readFieldSetFiles(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<FieldSetFiles> {
	const setField = checkedSetField(context.getNodeParameter('entitySchemaName', itemIndex));
	const storage = readStorageOptions(context, itemIndex);
	const pairs = await prepareFileRows(context, itemIndex, 'schemaName', fileNaming(storage));
	const rows = pairs.map(({ file, field }) => ({ file, schemaName: checkedFileField(field) }));
	const names = rows.map(({ schemaName }) => schemaName.toLowerCase());
	const twice = rows.find((_, index) => names.indexOf(names[index]) !== index);
	if (twice) {
		throw new ActionableError(
			`Two files are to go into the field ${twice.schemaName}, which holds one`,
			"Choose another 'File Field' for one of them. Nothing was sent.",
		);
	}
	const { fieldSetStatus } = context.getNodeParameter('options', itemIndex, {}) as {
		fieldSetStatus?: unknown;
	};
	return { setField, status: readContent(fieldSetStatus, 'Field Set Status'), storage, rows };
}
