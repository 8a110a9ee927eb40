import type { INodeProperties } from 'n8n-workflow';
import { fromList } from '../../shared/parameters/locatorModes';
import { eventCodeShape, guidShape } from './shapes';

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
			displayName: 'By Event Code',
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
			displayName: 'By Event Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. 12000',
			...eventCodeShape,
			hint: 'In LeadSquared under Settings > Opportunities > Opportunity Types',
		},
	],
};

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
