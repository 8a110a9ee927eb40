import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { selectAll } from './select';
import { readPrefix, readSelection } from './selection';

/** Option on items without files. */
export const whenNoFileField: INodeProperties = {
	displayName: 'When an Item Has No File',
	name: 'whenNoFile',
	type: 'options',
	options: [
		{ name: 'Report an Error', value: 'error' },
		{
			name: 'Pass the Item Through',
			value: 'passThrough',
			description:
				'Send nothing and hand the item on unchanged, for example an email without attachments',
		},
	],
	default: 'error',
	description: 'What to do with an item that has none of the chosen files',
};

/** Whether the item has nothing to send and the user wants such items handed on unchanged. */
export async function passesThrough(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<boolean> {
	const { whenNoFile } = context.getNodeParameter('options', itemIndex, {});
	if (whenNoFile !== 'passThrough') return false;
	const all = readSelection(context, itemIndex) === 'all';
	return selectAll(context, itemIndex, all ? readPrefix(context, itemIndex) : '').length === 0;
}
