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
		// The actions of the operations, in words; a test compares them.
		subtitle:
			'={{ ({"activity:attachFile": "Attach file to activity", "activity:createWithFile": "Create activity with file", "activity:getFiles": "Get files of activity", "file:upload": "Upload file", "lead:addNoteWithFile": "Add note with file to lead", "lead:attachFile": "Attach file to lead", "lead:getFiles": "Get files of lead", "opportunity:attachFile": "Attach file to opportunity", "opportunity:captureWithFile": "Create or match opportunity with file", "opportunity:getFiles": "Get files of opportunity"})[$parameter["resource"] + ":" + $parameter["operation"]] }}',
		description:
			'Upload files to LeadSquared and attach them to leads, activities and opportunities',
		defaults: { name: 'LeadSquared' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		hints: [
			{
				message:
					"'From List' names one lead for all items. To find each item's own lead, choose 'By Email' and drag the address in from the input.",
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["leadId"]?.mode === "list" }}',
			},
		],
		builderHint: {
			searchHint:
				"Puts the files of a workflow (email attachments, form uploads, downloads) into LeadSquared. To store a file with a lead use lead: attachFile, which needs a custom field set; to leave a trace in the lead's history use activity: createWithFile; without any setup in LeadSquared use lead: addNoteWithFile. It finds leads by email by itself and can create missing ones, so no lookup is needed before it.",
		},
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
