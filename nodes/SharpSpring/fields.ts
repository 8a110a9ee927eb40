import type { INodeProperties } from 'n8n-workflow';
import { fileOptions, fileRowFields } from '../shared/fileFields';
import { requestFields } from '../shared/requestFields';

/** The File Upload field that a file goes into. */
const fileUploadField: INodeProperties = {
	displayName: 'File Upload Field',
	name: 'fieldSystemName',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The custom field of the type File Upload that the file goes into',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchFileUploadFields', searchable: true },
		},
		{
			displayName: 'By System Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. contract_65f0a1b2c3d4e',
			hint: 'In SharpSpring under Settings > Custom Fields',
		},
	],
};

/** Rows of file and field. */
export const filesAndFields: INodeProperties[] = fileRowFields(fileUploadField);

const keepOriginalFileNames: INodeProperties = {
	displayName: 'Keep Original File Names',
	name: 'keepOriginalFileNames',
	type: 'boolean',
	default: false,
	description:
		'Whether to send names with blanks, dots and letters of other alphabets as they are. SharpSpring uses a file name as the name of a parameter, so it may not find the record for such a file.',
};

/** Options of the Attach File operations. */
export const attachOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...fileOptions,
		{
			displayName: 'Check Record Exists',
			name: 'checkRecordExists',
			type: 'boolean',
			default: true,
			description:
				'Whether to look the record up before a file is sent. SharpSpring may report success for records that do not exist.',
		},
		{
			displayName: 'Files per Request',
			name: 'filesPerRequest',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 20 },
			default: 1,
			description:
				'How many files for the same field may share a request, also files of several items. More saves calls; one tells most precisely which file was refused.',
		},
		keepOriginalFileNames,
		{
			displayName: 'Maximum Request Size',
			name: 'maxRequestSize',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'In MB (1,048,576 bytes), for all files of a request. 0 means no limit.',
		},
		...requestFields('Second'),
	],
};

/** Options of Upload Image. */
export const imageOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...fileOptions, keepOriginalFileNames, ...requestFields('Second')],
};
