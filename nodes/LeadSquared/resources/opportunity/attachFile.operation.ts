import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import {
	attachmentDescription,
	attachToOpportunityFields,
	fieldSetStatusOfActivity,
	readActivityFiles,
	readAttachSettings,
	whenFileIsThereFields,
} from '../../parameters/attachTo';
import { leadOfListField } from '../../parameters/lead';
import { opportunityField, readOpportunityId } from '../../parameters/opportunity';
import { attachOptionsField } from '../../parameters/options';
import { opportunityTypeField, readEventCode } from '../../parameters/recordType';
import type { FieldSetValues } from '../../transport/fieldRows';
import { getOpportunity, updateOpportunityFieldSet } from '../../transport/opportunities';
import { attachToDetails } from '../../uploads/attachToDetails';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	opportunityTypeField,
	leadOfListField('opportunityId'),
	opportunityField,
	...attachToOpportunityFields,
	attachOptionsField(attachmentDescription, ...whenFileIsThereFields, fieldSetStatusOfActivity),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['attachFile'] } },
	properties,
);

/** Attaches the files to an opportunity, in a custom field set or on its attachment list. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const recordId = readOpportunityId(context, itemIndex);
	const eventCode = readEventCode(context, itemIndex, 'opportunityType');
	const chosen = await readActivityFiles(context, itemIndex);
	const settings = readAttachSettings(context, itemIndex, chosen);
	const record = {
		recordType: 'opportunity' as const,
		recordId,
		eventCode,
		details: async () => await getOpportunity(client, recordId),
		update: async (set: FieldSetValues) => await updateOpportunityFieldSet(client, recordId, set),
	};
	return await attachToDetails(client, itemIndex, record, chosen, settings);
};
