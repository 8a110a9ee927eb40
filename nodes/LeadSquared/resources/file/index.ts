import type { INodeProperties } from 'n8n-workflow';
import * as upload from './upload.operation';

export { upload };

/** The operation selector and all parameters of the resource. */
export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['file'] } },
		options: [
			{
				name: 'Upload',
				value: 'upload',
				description: 'Put files into the account without attaching them to a record',
				action: 'Upload file',
			},
		],
		default: 'upload',
	},
	...upload.description,
];
