import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fromList } from '../../shared/parameters/locatorModes';
import { checkedGuid } from '../../shared/parameters/validators';
import { guidShape } from './shapes';

/** An opportunity, from those of a lead or by ID. */
export const opportunityField: INodeProperties = {
	displayName: 'Opportunity',
	name: 'opportunityId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The opportunity that the files belong to',
	modes: [
		fromList('searchOpportunities'),
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. c0ffee00-7777-4c4c-8a8a-5e5e5e5e5e07',
			...guidShape,
		},
	],
};

/** @throws ActionableError when it is not the ID of an opportunity */
export function readOpportunityId(context: IExecuteFunctions, itemIndex: number): string {
	return checkedGuid(context.getNodeParameter('opportunityId', itemIndex), 'Opportunity');
}
