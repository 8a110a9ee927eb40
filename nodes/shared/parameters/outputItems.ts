import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Option of operations that put files into records: an output item for each record, or for each file. */
export const outputItemsField: INodeProperties = {
	displayName: 'Output',
	name: 'outputItems',
	type: 'options',
	options: [
		{
			name: 'One Item per File',
			value: 'file',
			description: 'Each file with the record that it belongs to, for a step that works on files',
		},
		{
			name: 'One Item per Record',
			value: 'record',
			description: 'The record with the list of its files',
		},
	],
	default: 'record',
	description: 'What an item of the output stands for',
};

/** Whether the user wants an output item for each file. */
export function wantsItemPerFile(context: IExecuteFunctions, itemIndex: number): boolean {
	return context.getNodeParameter('options.outputItems', itemIndex, 'record') === 'file';
}
