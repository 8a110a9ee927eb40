import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedGuid } from '../../../shared/parameters/validators';
import { leadOfListField } from '../../parameters/lead';
import { opportunityField } from '../../parameters/recordType';
import { describeFiles, getFilesFields } from '../../uploads/getFiles';
import type { Operation } from '../operation';
import { getOpportunity } from '../../transport/opportunities';

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
	const opportunityId = checkedGuid(
		context.getNodeParameter('opportunityId', itemIndex),
		'Opportunity',
	);
	const details = await getOpportunity(client, opportunityId);
	return await describeFiles(context, itemIndex, { opportunityId }, details);
};
