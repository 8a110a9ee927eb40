import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedGuid } from '../../../shared/parameters/validators';
import { leadOfListField } from '../../parameters/lead';
import { activityField } from '../../parameters/recordType';
import { describeFiles, getFilesFields } from '../../uploads/getFiles';
import type { Operation } from '../operation';
import { getActivity } from '../../transport/activities';

const properties: INodeProperties[] = [
	leadOfListField('activityId'),
	activityField,
	...getFilesFields,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['getFiles'] } },
	properties,
);

/** Names and links of the files in an activity's custom field sets. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const activityId = checkedGuid(context.getNodeParameter('activityId', itemIndex), 'Activity');
	const details = await getActivity(client, activityId);
	return await describeFiles(context, itemIndex, { activityId }, details);
};
