import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { getFilesFields } from '../../parameters/getFiles';
import { leadOfListField } from '../../parameters/lead';
import { opportunityField, readOpportunityId } from '../../parameters/opportunity';
import { getOpportunity } from '../../transport/opportunities';
import { describeFiles } from '../../uploads/getFiles';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	leadOfListField('opportunityId'),
	opportunityField,
	...getFilesFields,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['getFiles'] } },
	properties,
);

/** Names and links of the files in an opportunity's custom field sets. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const opportunityId = readOpportunityId(context, itemIndex);
	const details = await getOpportunity(client, opportunityId);
	return await describeFiles(
		context,
		itemIndex,
		{ recordId: opportunityId, recordType: 'opportunity', opportunityId },
		details,
	);
};
