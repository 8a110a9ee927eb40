import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { fileOptions, fileRowFields, fileSelectionFields } from '../../shared/files/fields';
import { fromList, shapedLike } from '../../shared/parameters/locatorModes';
import { optionsCollection } from '../../shared/parameters/optionsCollection';
import { requestFields } from '../../shared/parameters/requestOptions';

/** What every "By ID" has in common. */
export const idMode: Pick<INodePropertyMode, 'placeholder' | 'validation'> = {
	placeholder: 'e.g. 2000312345678901',
	...shapedLike('\\d{1,20}', 'An ID consists of digits only'),
};

/** A record that is chosen from a list, or by its ID. */
export function recordLocator(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	searchListMethod: string,
): INodeProperties {
	return {
		...field,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			fromList(searchListMethod),
			{ displayName: 'By ID', name: 'id', type: 'string', ...idMode },
		],
	};
}

/** The File Upload field that a file goes into. */
const fileUploadField: INodeProperties = {
	displayName: 'File Upload Field',
	name: 'fieldSystemName',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The custom field of the type File Upload that the file goes into',
	modes: [
		fromList('searchFileUploadFields'),
		{
			displayName: 'By System Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. contract_65f0a1b2c3d4e',
			hint: 'Not the label: the list shows the system name of each field',
		},
	],
};

const oneFileNotice: INodeProperties = {
	displayName: 'A File Upload field may keep only the last file that it was given.',
	name: 'notice',
	type: 'notice',
	default: '',
};

/** Rows of file and field. */
export const filesAndFields: INodeProperties[] = [oneFileNotice, ...fileRowFields(fileUploadField)];

/** The one file of Upload Image. */
export const imageSelection: INodeProperties[] = fileSelectionFields.map((field) =>
	field.name === 'binaryPropertyName'
		? { ...field, hint: 'The name of the input binary field containing the image' }
		: field,
);

const keepOriginalFileNames: INodeProperties = {
	displayName: 'Keep Original File Names',
	name: 'keepOriginalFileNames',
	type: 'boolean',
	default: false,
	description: 'Whether to send names with blanks, dots and letters of other alphabets as they are',
};

/** Options of the Attach File operations. */
export const attachOptions: INodeProperties = options([
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
			'How many files for the same field may share a request, also files of several items. More saves calls; one tells most precisely which file was refused. The value of the first item counts for all.',
	},
	{
		...keepOriginalFileNames,
		description: `${keepOriginalFileNames.description}. SharpSpring uses a file name as the name of a parameter, so it may not find the record for such a file.`,
	},
	{
		displayName: 'Maximum Request Size',
		name: 'maxRequestSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'In MB (1,048,576 bytes). Files share a request only up to this size, and larger files are refused before anything is sent. 0 means no limit. The value of the first item counts for all.',
	},
]);

/** Options of Upload Image. */
export const imageOptions: INodeProperties = options([keepOriginalFileNames]);

function options(own: INodeProperties[]): INodeProperties {
	return optionsCollection([...fileOptions, ...own, ...requestFields('Second')]);
}
