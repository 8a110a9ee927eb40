import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { activityField, readActivityId } from '../../parameters/activity';
import { outputFiles } from '../../../shared/files/recordFiles';
import { getFilesFields } from '../../../shared/parameters/getFiles';
import { leadOfListField } from '../../parameters/lead';
import { getActivity } from '../../transport/activities';
import { filesOfOthers, shownInDetails } from '../../uploads/getFiles';
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

/** Names and links of the files in the custom field sets, and of the attachment list where it is shown. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const activityId = readActivityId(context, itemIndex);
	const record = { recordId: activityId, recordType: 'activity', activityId };
	return await outputFiles(context, itemIndex, filesOfOthers, async () =>
		shownInDetails(record, await getActivity(client, activityId)),
	);
};
