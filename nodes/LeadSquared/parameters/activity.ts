import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fromList } from '../../shared/parameters/locatorModes';
import { checkedGuid } from '../../shared/parameters/validators';
import { guidShape } from './shapes';

/** An activity, from those of a lead or by ID. */
export const activityField: INodeProperties = {
	displayName: 'Activity',
	name: 'activityId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The activity that the files belong to',
	modes: [
		fromList('searchActivities'),
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1d188fe1-6bf5-4dc6-8b50-694fd68f97b4',
			...guidShape,
		},
	],
};

/** @throws ActionableError when it is not the ID of an activity */
export function readActivityId(context: IExecuteFunctions, itemIndex: number): string {
	return checkedGuid(context.getNodeParameter('activityId', itemIndex), 'Activity');
}
