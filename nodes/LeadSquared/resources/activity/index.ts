import type { INodeProperties } from 'n8n-workflow';
import * as attachFile from './attachFile.operation';
import * as createWithFile from './createWithFile.operation';
import * as getFiles from './getFiles.operation';

export { attachFile, createWithFile, getFiles };

/** The operation selector and all parameters of the resource. */
export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['activity'] } },
		options: [
			{
				name: 'Attach File',
				value: 'attachFile',
				description: 'Put files into a custom field set or the attachment list of an activity',
				action: 'Attach file to activity',
			},
			{
				name: 'Create With File',
				value: 'createWithFile',
				description: 'Post an activity on a lead together with files',
				action: 'Create activity with file',
			},
			{
				name: 'Get Files',
				value: 'getFiles',
				description:
					'Get names and links of the files in the custom field sets of an activity, or download them',
				action: 'Get files of activity',
			},
		],
		default: 'createWithFile',
	},
	...attachFile.description,
	...createWithFile.description,
	...getFiles.description,
];
