import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { valueOf } from '../../../shared/parameters/validators';
import { activityField, readActivityId } from '../../parameters/activity';
import {
	attachToFields,
	fieldSetStatusOfActivity,
	readActivityFiles,
} from '../../parameters/attachTo';
import { leadOfListField } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { wantsRawResponse } from '../../parameters/rawResponse';
import { readEventCode } from '../../parameters/recordType';
import { updateActivityFieldSet } from '../../transport/activities';
import { addAttachments, filledFieldSet } from '../../uploads/attach';
import { describeActivityFiles } from '../../uploads/describe';
import { activityUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	leadOfListField('activityId'),
	activityField,
	...attachToFields,
	attachOptionsField(
		{
			displayName: 'Attachment Description',
			name: 'attachmentDescription',
			type: 'string',
			default: '',
			placeholder: 'e.g. Signed contract',
			description: 'Shown beside each file in the attachment list',
			displayOptions: { show: { '/attachTo': ['attachmentList'] } },
		},
		fieldSetStatusOfActivity,
	),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['attachFile'] } },
	properties,
);

/** Uploads the files, then updates the activity's field set once, or adds each to its attachments. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const activityId = readActivityId(context, itemIndex);
	const chosen = await readActivityFiles(context, itemIndex);
	const needsType =
		'fieldSet' in chosen || valueOf(context.getNodeParameter('activityType', itemIndex, ''));
	const eventCode = needsType ? readEventCode(context, itemIndex, 'activityType') : undefined;
	return await withUploads(client, activityUploads(chosen, eventCode), async (uploaded) => {
		const raw = wantsRawResponse(context, itemIndex);
		let response: IDataObject | undefined;
		let attachmentIds: string[] = [];
		if ('fieldSet' in chosen) {
			const filled = filledFieldSet(chosen.fieldSet, uploaded);
			response = await withUploadContext(
				{ uploaded },
				async () => await updateActivityFieldSet(client, activityId, Number(eventCode), filled),
			);
		} else {
			const { attachmentDescription } = context.getNodeParameter('options', itemIndex, {}) as {
				attachmentDescription?: string;
			};
			attachmentIds = await addAttachments(client, activityId, uploaded, attachmentDescription);
		}
		return [
			{
				json: {
					activityId,
					...describeActivityFiles(chosen, uploaded, attachmentIds, raw),
					...(raw && response ? { response } : {}),
				},
			},
		];
	});
};
