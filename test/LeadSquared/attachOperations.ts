import type { IDataObject } from 'n8n-workflow';
import { activityId, leadId, opportunityId } from '../stand-ins/leadsquared';
import { by, rows } from '../support/leadSquared';

const fieldSet = (schemaName: string): IDataObject => ({
	entitySchemaName: by('name', schemaName),
	files: rows(['data', 'mx_CustomObject_1']),
});

/** An operation that uploads one file and attaches it. */
export interface AttachOperation {
	name: string;
	parameters: IDataObject;
	/** The call that attaches. */
	call: string;
}

/** Every operation that attaches files, in each of its ways, set up for the seeded records. */
export const attachOperations: AttachOperation[] = [
	{
		name: 'Lead: Attach File',
		parameters: {
			resource: 'lead',
			operation: 'attachFile',
			leadId: by('id', leadId(1)),
			...fieldSet('mx_KYC'),
		},
		call: 'Lead.Update',
	},
	{
		name: 'Lead: Add Note With File',
		parameters: {
			resource: 'lead',
			operation: 'addNoteWithFile',
			leadId: by('id', leadId(1)),
			binaryPropertyName: 'data',
			note: '',
		},
		call: 'CreateNote',
	},
	{
		name: 'Activity: Create With File, custom field set',
		parameters: {
			resource: 'activity',
			operation: 'createWithFile',
			leadId: by('id', leadId(1)),
			activityType: by('code', '252'),
			attachTo: 'customFieldSet',
			...fieldSet('mx_Custom_2'),
		},
		call: 'Create',
	},
	{
		name: 'Activity: Create With File, attachment list',
		parameters: {
			resource: 'activity',
			operation: 'createWithFile',
			leadId: by('id', leadId(1)),
			activityType: by('code', '252'),
			attachTo: 'attachmentList',
			binaryPropertyName: 'data',
		},
		call: 'Attachment/Add',
	},
	{
		name: 'Activity: Attach File, custom field set',
		parameters: {
			resource: 'activity',
			operation: 'attachFile',
			activityId: by('id', activityId(1)),
			activityType: by('code', '252'),
			attachTo: 'customFieldSet',
			...fieldSet('mx_Custom_2'),
		},
		call: 'CustomActivity/Update',
	},
	{
		name: 'Activity: Attach File, attachment list',
		parameters: {
			resource: 'activity',
			operation: 'attachFile',
			activityId: by('id', activityId(1)),
			attachTo: 'attachmentList',
			binaryPropertyName: 'data',
		},
		call: 'Attachment/Add',
	},
	{
		name: 'Opportunity: Attach File',
		parameters: {
			resource: 'opportunity',
			operation: 'attachFile',
			opportunityId: by('id', opportunityId(1)),
			opportunityType: by('code', '12000'),
			...fieldSet('mx_Custom_13'),
		},
		call: 'Update',
	},
	{
		name: 'Opportunity: Create or Match With File',
		parameters: {
			resource: 'opportunity',
			operation: 'captureWithFile',
			leadId: by('id', leadId(1)),
			opportunityType: by('code', '12000'),
			...fieldSet('mx_Custom_13'),
		},
		call: 'Capture',
	},
];
