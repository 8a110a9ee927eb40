import type { INodeProperties } from 'n8n-workflow';
import * as attachFile from './attachFile.operation';
import * as getFiles from './getFiles.operation';

export { attachFile, getFiles };

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
				description: 'Put files into File Upload fields of an opportunity',
				action: 'Attach file to opportunity',
			},
			{
				name: 'Get Files',
				value: 'getFiles',
				description: 'Get what the File Upload fields of an opportunity hold, or download it',
				action: 'Get files of opportunity',
			},
		],
		default: 'attachFile',
	},
	...attachFile.description,
	...getFiles.description,
];
