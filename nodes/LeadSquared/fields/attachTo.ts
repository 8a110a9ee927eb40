import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { fileSelectionFields } from '../../shared/fileFields';
import { fieldSetFields } from './fieldSet';

/** Where an activity keeps its files: fields of a custom field set, or its attachment list. */
export const attachToFields: INodeProperties[] = [
	{
		displayName: 'Attach To',
		name: 'attachTo',
		type: 'options',
		options: [
			{
				name: 'Attachment List',
				value: 'attachmentList',
				description: 'Takes any number of files. The activity type has to allow attachments.',
			},
			{
				name: 'Custom Field Set',
				value: 'customFieldSet',
				description: 'Each file goes into a file field of its own',
			},
		],
		default: 'attachmentList',
		description: 'Where in the activity the files go',
	},
	...updateDisplayOptions(
		{ show: { attachTo: ['customFieldSet'] } },
		fieldSetFields('searchActivityFields'),
	),
	...updateDisplayOptions({ show: { attachTo: ['attachmentList'] } }, fileSelectionFields),
];
