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
		displayOptions: { show: { resource: ['lead'] } },
		options: [
			{
				name: 'Attach File',
				value: 'attachFile',
				description: 'Put files into File Upload fields of a lead',
				action: 'Attach file to lead',
			},
			{
				name: 'Get Files',
				value: 'getFiles',
				description: 'Get what the File Upload fields of a lead hold, or download it',
				action: 'Get files of lead',
			},
		],
		default: 'attachFile',
	},
	...attachFile.description,
	...getFiles.description,
];
