import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { outputFiles } from '../../../shared/files/recordFiles';
import { getFilesFields } from '../../../shared/parameters/getFiles';
import { leadOfListField } from '../../parameters/lead';
import { opportunityField, readOpportunityId } from '../../parameters/opportunity';
import { getOpportunity } from '../../transport/opportunities';
import { filesOfOthers, shownInDetails } from '../../uploads/getFiles';
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

/** Names and links of the files in the custom field sets, and of the attachment list where it is shown. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const opportunityId = readOpportunityId(context, itemIndex);
	const record = { recordId: opportunityId, recordType: 'opportunity', opportunityId };
	return await outputFiles(context, itemIndex, filesOfOthers, async () =>
		shownInDetails(record, await getOpportunity(client, opportunityId)),
	);
};
