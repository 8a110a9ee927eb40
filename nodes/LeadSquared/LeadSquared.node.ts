import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { credentialTest, listSearch } from './methods';
import * as activity from './resources/activity';
import * as file from './resources/file';
import * as lead from './resources/lead';
import * as opportunity from './resources/opportunity';
import { router } from './router';

/** Puts files into LeadSquared and attaches them to leads, activities and opportunities. */
export class LeadSquared implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared',
		name: 'leadSquared',
		icon: { light: 'file:leadSquared.svg', dark: 'file:leadSquared.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Upload files to LeadSquared and attach them to leads, activities and opportunities',
		defaults: { name: 'LeadSquared' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'leadSquaredApi', required: true, testedBy: 'leadSquaredApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Activity', value: 'activity' },
					{ name: 'File', value: 'file' },
					{ name: 'Lead', value: 'lead' },
					{ name: 'Opportunity', value: 'opportunity' },
				],
				default: 'lead',
			},
			...activity.description,
			...file.description,
			...lead.description,
			...opportunity.description,
		],
	};

	methods = { credentialTest, listSearch };

	execute = router;
}
