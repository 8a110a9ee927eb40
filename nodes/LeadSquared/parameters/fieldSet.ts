import type { INodeProperties } from 'n8n-workflow';
import { fileRowFields } from '../../shared/files/fields';
import { fromList } from '../../shared/parameters/locatorModes';

/** The field of the record that holds the custom field set; `searchListMethod` lists its candidates. */
function fieldSetField(searchListMethod: string, example: string): INodeProperties {
	return {
		displayName: 'Custom Field Set',
		name: 'entitySchemaName',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The field of the record that holds the custom field set',
		modes: [
			fromList(searchListMethod),
			{
				displayName: 'By Schema Name',
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
	modes: [
		fromList('searchFileFields'),
		{
			displayName: 'By Schema Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. mx_CustomObject_1',
			hint: 'In LeadSquared under Settings > Custom Field Sets',
		},
	],
};

const notice: INodeProperties = {
	displayName:
		'A file field holds one file: a new one takes its place. Anyone who has the link to a file can open it.',
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
