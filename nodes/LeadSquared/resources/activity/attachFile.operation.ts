import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedGuid, valueOf } from '../../../shared/parameters/validators';
import {
	activityUploads,
	addAttachments,
	describeActivityFiles,
	readActivityFiles,
} from '../../uploads/activityFiles';
import { attaching, withUploads } from '../../uploads/upload';
import { attachToFields, fieldSetStatusOfActivity } from '../../parameters/attachTo';
import { leadOfListField } from '../../parameters/lead';
import { optionsField } from '../../parameters/options';
import { activityField } from '../../parameters/recordType';
import { filledFieldSet } from '../../uploads/fieldSet';
import type { Operation } from '../operation';
import { wantsRawResponse } from '../operation';
import { readEventCode } from '../../parameters/parameters';
import { updateActivityFieldSet } from '../../transport/activities';

const properties: INodeProperties[] = [
	leadOfListField('activityId'),
	activityField,
	...attachToFields,
	optionsField(
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
	const activityId = checkedGuid(context.getNodeParameter('activityId', itemIndex), 'Activity');
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
			response = await attaching(
				uploaded,
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
