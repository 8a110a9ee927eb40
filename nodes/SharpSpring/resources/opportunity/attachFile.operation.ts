import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedDigits } from '../../../shared/recordIds';
import { attachFiles } from '../../attach';
import { attachOptions, filesAndFields } from '../../fields';
import type { Operation } from '../../operation';

const properties: INodeProperties[] = [
	{
		displayName: 'Opportunity',
		name: 'opportunityId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The opportunity that the files belong to',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchOpportunities', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2000312345678901',
			},
		],
	},
	...filesAndFields,
	attachOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['attachFile'] } },
	properties,
);

export const execute: Operation['execute'] = async (run) =>
	await attachFiles(run, 'opportunity', async ({ context }, itemIndex) =>
		checkedDigits(context.getNodeParameter('opportunityId', itemIndex), 'Opportunity'),
	);
