import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { activityField, readActivityId } from '../../parameters/activity';
import { getFilesFields } from '../../parameters/getFiles';
import { leadOfListField } from '../../parameters/lead';
import { getActivity } from '../../transport/activities';
import { describeFiles } from '../../uploads/getFiles';
import type { Operation } from '../operation';

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
	const activityId = readActivityId(context, itemIndex);
	const details = await getActivity(client, activityId);
	return await describeFiles(
		context,
		itemIndex,
		{ recordId: activityId, recordType: 'activity', activityId },
		details,
	);
};
