import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fromList } from '../../shared/parameters/locatorModes';
import { checked } from '../../shared/parameters/validators';
import { eventCodeShape } from './shapes';

/** The type of activity, by event code. */
export const activityTypeField: INodeProperties = {
	displayName: 'Activity Type',
	name: 'activityType',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The type of the activity',
	modes: [
		fromList('searchActivityTypes'),
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. 252',
			...eventCodeShape,
			hint: 'In LeadSquared under Settings > Leads > Custom Activities & Scores',
		},
	],
};

/** The type of opportunity, by event code. */
export const opportunityTypeField: INodeProperties = {
	displayName: 'Opportunity Type',
	name: 'opportunityType',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The type of the opportunity',
	modes: [
		fromList('searchOpportunityTypes'),
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. 12000',
			...eventCodeShape,
			hint: 'In LeadSquared under Settings > Opportunities > Opportunity Types',
		},
	],
};

/** The code of the chosen type. @throws ActionableError when it is not a number */
export function readEventCode(
	context: IExecuteFunctions,
	itemIndex: number,
	name: 'activityType' | 'opportunityType',
): string {
	const label = name === 'activityType' ? 'Activity Type' : 'Opportunity Type';
	return checked(
		context.getNodeParameter(name, itemIndex),
		label,
		/^\d{1,9}$/,
		'252',
		'event code',
	);
}
