import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { readPlainText } from '../parameters/coercion';

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
		{
			name: 'From URL',
			value: 'url',
			description: 'Files that are fetched from the web when the node runs',
		},
	],
	default: 'fields',
	description: 'Which files are sent',
	builderHint: {
		propertyHint:
			"Use 'fields' for one known binary field such as data, 'all' for email attachments and form fields that take several files, and 'url' where the input holds links or an AI agent calls the node.",
	},
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

const link: INodeProperties = {
	displayName: 'Link',
	name: 'fileUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://example.com/contract.pdf',
	hint: 'The address that the file can be downloaded from, without a login',
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
	{
		...link,
		hint: `${link.hint}; several are separated by spaces or line breaks`,
		displayOptions: { show: { fileSelection: ['url'] } },
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
			placeholder: 'Add Row of File and Field',
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
						{ ...link, displayOptions: { show: { '/fileSelection': ['url'] } } },
						ownBinaryField,
						targetField,
					],
				},
			],
		},
	];
}

/** Whether the files are named, all of the item are sent, or they are fetched. */
export type FileSelection = 'fields' | 'all' | 'url';

/**
 * Reads 'Files to Send'.
 *
 * @throws ActionableError when an AI agent runs the node and files of the item are to be sent, and when an
 * expression gives another value
 */
export function readSelection(context: IExecuteFunctions, itemIndex: number): FileSelection {
	const selected = context.getNodeParameter('fileSelection', itemIndex, 'fields') as FileSelection;
	if (selected !== 'url' && isAiTool(context)) {
		throw new ActionableError('n8n hands no files to AI tools: choose From URL');
	}
	if (['fields', 'all', 'url'].includes(selected)) return selected;
	throw new ActionableError(
		`'Files to Send' does not know ${JSON.stringify(selected)?.slice(0, 60)}`,
		'An expression here should give fields, all or url.',
	);
}

/** n8n gives the tool that it makes of a node the node's name with this ending; some of its contexts say so. */
function isAiTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool') || Boolean(context.isToolExecution?.());
}

/** Reads the file, or files, where there is one parameter for them. */
export function readSource(context: IExecuteFunctions, itemIndex: number): unknown {
	const { name } = readSelection(context, itemIndex) === 'url' ? link : binaryField;
	return context.getNodeParameter(name, itemIndex);
}

/** Reads 'Field Name Prefix'. */
export function readPrefix(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('binaryPropertyPrefix', itemIndex, '');
	return readPlainText(value, prefix.displayName) ?? '';
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
 * @throws ActionableError when it is empty, and when an expression gives something else than rows
 */
export function readRows(
	context: IExecuteFunctions,
	itemIndex: number,
	targetField: string,
): FileRow[] {
	const rows = context.getNodeParameter('files.values', itemIndex, []) as unknown;
	if (!Array.isArray(rows) || !rows.every(isRow)) {
		throw new ActionableError(
			"'Files and Fields' holds something other than rows",
			'Each row needs a file and a field; an expression here should give a list of such rows.',
		);
	}
	if (rows.length === 0) {
		throw new ActionableError(
			"'Files and Fields' is empty",
			'Add a row that names the field for the file.',
		);
	}
	const sourceOf: Record<FileSelection, (row: IDataObject) => unknown> = {
		all: (row) => readPlainText(row[ownBinaryField.name], ownBinaryField.displayName),
		fields: (row) =>
			Object.hasOwn(row, binaryField.name) ? row[binaryField.name] : binaryField.default,
		url: (row) => row[link.name],
	};
	const source = sourceOf[readSelection(context, itemIndex)];
	return rows.map((row) => ({ source: source(row), target: row[targetField] }));
}

function isRow(row: unknown): row is IDataObject {
	return typeof row === 'object' && row !== null && !Array.isArray(row);
}
