import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { readText } from '../../../shared/parameters/coercion';
import { valueOf } from '../../../shared/parameters/validators';
import { activityField, readActivityId } from '../../parameters/activity';
import {
	attachmentDescription,
	attachToFields,
	fieldSetStatusOfActivity,
	readActivityFiles,
} from '../../parameters/attachTo';
import { leadOfListField } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { readOutcomeOptions } from '../../parameters/outcome';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { readEventCode } from '../../parameters/recordType';
import { updateActivityFieldSet } from '../../transport/activities';
import { addAttachments, filledFieldSet } from '../../uploads/attach';
import { withConfirmations } from '../../uploads/confirm';
import { confirmActivity } from '../../uploads/confirmRecord';
import { describeActivityFiles, describeRecord } from '../../uploads/describe';
import { inFieldOrder } from '../../uploads/inFieldOrder';
import { activityUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	leadOfListField('activityId'),
	activityField,
	...attachToFields,
	attachOptionsField(attachmentDescription, fieldSetStatusOfActivity),
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
	const raw = wantsRawResponse(context, itemIndex);
	const uploads = activityUploads(chosen, eventCode);
	const { confirm, whenUnknown } = readOutcomeOptions(context, itemIndex);
	if (!('fieldSet' in chosen)) {
		const given = context.getNodeParameter('options', itemIndex, {});
		const doubt = { whenUnknown, warnings: [] };
		return await withUploads(client, uploads, doubt.warnings, async (uploaded) => {
			const text = readText(given.attachmentDescription);
			const attachmentIds = await addAttachments(client, activityId, uploaded, doubt, text);
			const files = describeActivityFiles(chosen, uploaded, attachmentIds, raw);
			const seen = confirm
				? await withUploadContext(
						{ uploaded },
						async () => await confirmActivity(client, activityId, uploaded),
					)
				: undefined;
			return [toOutput(activityId, doubt.warnings, withConfirmations(files, seen))];
		});
	}
	return await inFieldOrder(
		client,
		itemIndex,
		activityId,
		chosen.fieldSet,
		async (warnings) =>
			await withUploads(client, uploads, warnings, async (uploaded) => {
				const filled = filledFieldSet(chosen.fieldSet, uploaded);
				const { response, seen } = await withUploadContext({ uploaded }, async () => ({
					response: await updateActivityFieldSet(client, activityId, Number(eventCode), filled),
					seen: confirm ? await confirmActivity(client, activityId, filled) : undefined,
				}));
				const files = describeActivityFiles(chosen, uploaded, [], raw);
				const shown = withConfirmations(files, seen);
				return [toOutput(activityId, warnings, shown, raw ? response : undefined)];
			}),
	);
};

function toOutput(
	recordId: string,
	warnings: string[],
	files: IDataObject,
	response?: IDataObject,
): INodeExecutionData {
	return { json: describeRecord({ recordType: 'activity', recordId, warnings, files, response }) };
}
