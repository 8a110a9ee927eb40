import type { INodeProperties } from 'n8n-workflow';
import * as uploadImage from './uploadImage.operation';

export { uploadImage };

/** The operation selector and all parameters of the resource. */
export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['product'] } },
		options: [
			{
				name: 'Upload Image',
				value: 'uploadImage',
				description: 'Set the image of a product',
				action: 'Upload product image',
			},
		],
		default: 'uploadImage',
	},
	...uploadImage.description,
];
