import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { valueOf } from '../../../shared/parameters/validators';
import { activityField, readActivityId } from '../../parameters/activity';
import {
	attachmentDescription,
	attachToFields,
	fieldSetStatusOfActivity,
	readActivityFiles,
	readAttachSettings,
	whenFileIsThereFields,
} from '../../parameters/attachTo';
import { leadOfListField } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { readEventCode } from '../../parameters/recordType';
import { getActivity, updateActivityFieldSet } from '../../transport/activities';
import type { FieldSetValues } from '../../transport/fieldRows';
import { attachToDetails } from '../../uploads/attachToDetails';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	leadOfListField('activityId'),
	activityField,
	...attachToFields,
	attachOptionsField(attachmentDescription, ...whenFileIsThereFields, fieldSetStatusOfActivity),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['attachFile'] } },
	properties,
);

/** Attaches the files to an activity, in a custom field set or on its attachment list. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const recordId = readActivityId(context, itemIndex);
	const chosen = await readActivityFiles(context, itemIndex);
	const needsType =
		'fieldSet' in chosen || valueOf(context.getNodeParameter('activityType', itemIndex, ''));
	const eventCode = needsType ? readEventCode(context, itemIndex, 'activityType') : undefined;
	const settings = readAttachSettings(context, itemIndex, chosen);
	const record = {
		recordType: 'activity' as const,
		recordId,
		eventCode,
		details: async () => await getActivity(client, recordId),
		update: async (set: FieldSetValues) =>
			await updateActivityFieldSet(client, recordId, Number(eventCode), set),
	};
	return await attachToDetails(client, itemIndex, record, chosen, settings);
};
