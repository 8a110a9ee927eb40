import type { INodeProperties } from 'n8n-workflow';
import { fileRowFields } from '../../shared/fileFields';

/** The field of the record that holds the custom field set; `searchListMethod` lists its candidates. */
function fieldSetField(searchListMethod: string): INodeProperties {
	return {
		displayName: 'Custom Field Set',
		name: 'entitySchemaName',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The field of the record that holds the custom field set',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By Schema Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. mx_Custom_2',
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
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchFileFields', searchable: true },
		},
		{
			displayName: 'By Schema Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. mx_CustomObject_1',
			hint: 'In LeadSquared under Settings > Custom Field Sets',
		},
	],
};

/** The custom field set, and which file goes into which of its fields. */
export function fieldSetFields(searchListMethod: string): INodeProperties[] {
	return [fieldSetField(searchListMethod), ...fileRowFields(fileField)];
}

/** Option: status of the custom field set. */
export const fieldSetStatus: INodeProperties = {
	displayName: 'Field Set Status',
	name: 'fieldSetStatus',
	type: 'string',
	default: '',
	placeholder: 'e.g. Pending',
	description: 'Status of the custom field set to set along with the files',
};

/** Option: which storage of the account is used. */
export const storageVersion: INodeProperties = {
	displayName: 'Storage Version',
	name: 'storageVersion',
	type: 'number',
	default: 0,
	description:
		"0 is LeadSquared's own storage. If your account has its own storage, your LeadSquared account manager can tell you the value.",
};
