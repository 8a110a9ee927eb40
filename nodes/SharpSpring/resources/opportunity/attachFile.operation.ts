import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedDigits } from '../../../shared/parameters/validators';
import { attachFiles } from '../../uploads/attachFiles';
import { attachOptions, filesAndFields, recordLocator } from '../../parameters/fields';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	recordLocator(
		{
			displayName: 'Opportunity',
			name: 'opportunityId',
			description: 'The opportunity that the files belong to',
		},
		'searchOpportunities',
	),
	...filesAndFields,
	attachOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['attachFile'] } },
	properties,
);

/** Attaches the files of every item to the opportunity that it names. */
export const execute: Operation['execute'] = async (run) =>
	await attachFiles(run, 'opportunity', async ({ context }, itemIndex) => ({
		id: checkedDigits(context.getNodeParameter('opportunityId', itemIndex), 'Opportunity'),
		isKnown: false,
	}));
