import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { readText } from '../../../shared/parameters/coercion';
import {
	attachmentDescription,
	attachToOpportunityFields,
	fieldSetStatusOfActivity,
	readActivityFiles,
} from '../../parameters/attachTo';
import { leadOfListField } from '../../parameters/lead';
import { opportunityField, readOpportunityId } from '../../parameters/opportunity';
import { attachOptionsField } from '../../parameters/options';
import { wantsRawResponse } from '../../parameters/rawResponse';
import { opportunityTypeField, readEventCode } from '../../parameters/recordType';
import { updateOpportunityFieldSet } from '../../transport/opportunities';
import { addAttachments, filledFieldSet } from '../../uploads/attach';
import { describeActivityFiles, describeFieldSet, describeRecord } from '../../uploads/describe';
import { inFieldOrder } from '../../uploads/inFieldOrder';
import { activityUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	opportunityTypeField,
	leadOfListField('opportunityId'),
	opportunityField,
	...attachToOpportunityFields,
	attachOptionsField(attachmentDescription, fieldSetStatusOfActivity),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['attachFile'] } },
	properties,
);

/** Uploads the files, then updates the opportunity's field set once, or adds each to its attachments. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const opportunityId = readOpportunityId(context, itemIndex);
	const eventCode = readEventCode(context, itemIndex, 'opportunityType');
	const chosen = await readActivityFiles(context, itemIndex);
	const raw = wantsRawResponse(context, itemIndex);
	const uploads = activityUploads(chosen, eventCode);
	const toOutput = (warnings: string[], files: IDataObject, response?: IDataObject) => ({
		json: describeRecord({
			recordType: 'opportunity',
			recordId: opportunityId,
			warnings,
			files,
			response,
		}),
	});
	if (!('fieldSet' in chosen)) {
		const given = context.getNodeParameter('options', itemIndex, {});
		return await withUploads(client, uploads, async (uploaded) => {
			const text = readText(given.attachmentDescription);
			const attachmentIds = await addAttachments(client, opportunityId, uploaded, text);
			return [toOutput([], describeActivityFiles(chosen, uploaded, attachmentIds, raw))];
		});
	}
	const { fieldSet } = chosen;
	return await inFieldOrder(
		client,
		itemIndex,
		opportunityId,
		fieldSet,
		async (warnings) =>
			await withUploads(client, uploads, async (uploaded) => {
				const filled = filledFieldSet(fieldSet, uploaded);
				const response = await withUploadContext(
					{ uploaded },
					async () => await updateOpportunityFieldSet(client, opportunityId, filled),
				);
				const files = describeFieldSet(fieldSet, uploaded, raw);
				return [toOutput(warnings, files, raw ? response : undefined)];
			}),
	);
};
