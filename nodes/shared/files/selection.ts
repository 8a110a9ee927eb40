import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { readText } from '../parameters/coercion';

const selection: INodeProperties = {
	displayName: 'Files to Send',
	name: 'fileSelection',
	type: 'options',
	options: [
		{
			name: 'Input Binary Field',
			value: 'fields',
			description: 'The files in the binary fields that you name',
		},
		{
			name: 'All Binary Fields',
			value: 'all',
			description: 'Every file of the item, for example all attachments of an email',
		},
	],
	default: 'fields',
	description: 'Which files of the item are sent',
};

const binaryField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the input binary field containing the file to upload',
};

/** In a row, with "All Binary Fields". */
const ownBinaryField: INodeProperties = {
	displayName: 'Binary Field',
	name: 'ownBinaryField',
	type: 'string',
	default: '',
	placeholder: 'e.g. passport',
	hint: 'The file that goes into this field. Leave it empty for the next file of the item.',
	displayOptions: { show: { '/fileSelection': ['all'] } },
};

const prefix: INodeProperties = {
	displayName: 'Field Name Prefix',
	name: 'binaryPropertyPrefix',
	type: 'string',
	default: '',
	placeholder: 'e.g. attachment_',
	description: 'Only files whose binary field starts with this text. Leave it empty for all files.',
	displayOptions: { show: { fileSelection: ['all'] } },
};

/** Parameters of operations that take any number of files. */
export const fileSelectionFields: INodeProperties[] = [
	selection,
	{
		...binaryField,
		hint: `${binaryField.hint}; several names are separated by commas`,
		displayOptions: { show: { fileSelection: ['fields'] } },
	},
	prefix,
];

/** Parameters of operations that put each file into a field: rows of file and field. */
export function fileRowFields(targetField: INodeProperties): INodeProperties[] {
	return [
		selection,
		prefix,
		{
			displayName: 'Files and Fields',
			name: 'files',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add File',
			default: {
				values: [{ binaryPropertyName: 'data', [targetField.name]: targetField.default }],
			},
			required: true,
			description:
				"Which file goes into which field. With 'All Binary Fields' the files go to the fields in this order; the order of the files is the item's, which for webhooks and forms is not always the sender's. To be sure, name the binary field in the row.",
			options: [
				{
					displayName: 'File and Field',
					name: 'values',
					values: [
						{ ...binaryField, displayOptions: { show: { '/fileSelection': ['fields'] } } },
						ownBinaryField,
						targetField,
					],
				},
			],
		},
	];
}

/** Whether the files are named, or all of the item are sent. */
export type FileSelection = 'fields' | 'all';

/** Reads 'Files to Send'. */
export function readSelection(context: IExecuteFunctions, itemIndex: number): FileSelection {
	return context.getNodeParameter('fileSelection', itemIndex, 'fields') as FileSelection;
}

/** Reads 'Field Name Prefix'. */
export function readPrefix(context: IExecuteFunctions, itemIndex: number): string {
	return readText(context.getNodeParameter('binaryPropertyPrefix', itemIndex, '')) ?? '';
}

/** A row of 'Files and Fields'. */
export interface FileRow {
	/** The file, or files, as the row names them; with "All Binary Fields" undefined for the next one. */
	source: unknown;
	/** The field of the record, as the row holds it. */
	target: unknown;
}

/**
 * Reads 'Files and Fields'.
 *
 * @throws ActionableError when it is empty
 */
export function readRows(
	context: IExecuteFunctions,
	itemIndex: number,
	targetField: string,
): FileRow[] {
	const rows = context.getNodeParameter('files.values', itemIndex, []) as IDataObject[];
	if (rows.length === 0) {
		throw new ActionableError(
			"'Files and Fields' is empty",
			'Add a row that names the field for the file.',
		);
	}
	const takesAll = readSelection(context, itemIndex) === 'all';
	return rows.map((row) => ({
		source: takesAll
			? readText(row[ownBinaryField.name])
			: Object.hasOwn(row, binaryField.name)
				? row[binaryField.name]
				: binaryField.default,
		target: row[targetField],
	}));
}
