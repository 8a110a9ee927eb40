import type { INodeProperties } from 'n8n-workflow';

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
				"Which file goes into which field. With 'All Binary Fields' the files go to the fields in this order.",
			options: [
				{
					displayName: 'File and Field',
					name: 'values',
					values: [
						{ ...binaryField, displayOptions: { show: { '/fileSelection': ['fields'] } } },
						targetField,
					],
				},
			],
		},
	];
}

/** Options on how files are chosen, named and limited. */
export const fileOptions: INodeProperties[] = [
	{
		displayName: 'Allowed Extensions',
		name: 'allowedExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. pdf, docx, png',
		description: 'Files with another extension are refused before anything is sent',
	},
	{
		displayName: 'Blocked Extensions',
		name: 'blockedExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. exe, js',
		description: 'Files with one of these extensions are refused before anything is sent',
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. contract.pdf',
		description:
			'Name to send instead of the original one. Several files get -1, -2, … before the extension, unless an expression gives a list of names.',
	},
	{
		displayName: 'Maximum File Size',
		name: 'maxFileSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'In MB (1,048,576 bytes). Larger files are refused before anything is sent. 0 means no limit.',
	},
	{
		displayName: 'MIME Type',
		name: 'mimeType',
		type: 'string',
		default: '',
		placeholder: 'e.g. application/pdf',
		description:
			'Type to send instead of the one that n8n knows. An expression may give a list, one for each file.',
	},
	{
		displayName: 'When an Item Has No File',
		name: 'whenNoFile',
		type: 'options',
		options: [
			{ name: 'Report an Error', value: 'error' },
			{
				name: 'Pass the Item Through',
				value: 'passThrough',
				description:
					'Send nothing and hand the item on unchanged, for example an email without attachments',
			},
		],
		default: 'error',
		description: 'What to do with an item that has none of the chosen files',
	},
];
