import type { INodeProperties } from 'n8n-workflow';
import * as attachFile from './attachFile.operation';
import * as captureWithFile from './captureWithFile.operation';
import * as getFiles from './getFiles.operation';

export { attachFile, captureWithFile, getFiles };

/** The operation selector and all parameters of the resource. */
export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['opportunity'] } },
		options: [
			{
				name: 'Attach File',
				value: 'attachFile',
				description: 'Put files into a custom field set of an opportunity',
				action: 'Attach file to opportunity',
			},
			{
				name: 'Create or Match With File',
				value: 'captureWithFile',
				description: 'Create an opportunity with files, or match the one that is there',
				action: 'Create or match opportunity with file',
			},
			{
				name: 'Get Files',
				value: 'getFiles',
				description:
					'Get names and links of the files in the custom field sets of an opportunity, or download them',
				action: 'Get files of opportunity',
			},
		],
		default: 'attachFile',
	},
	...attachFile.description,
	...captureWithFile.description,
	...getFiles.description,
];
