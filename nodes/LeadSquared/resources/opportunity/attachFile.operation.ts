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
import { readOutcomeOptions } from '../../parameters/outcome';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { opportunityTypeField, readEventCode } from '../../parameters/recordType';
import { updateOpportunityFieldSet } from '../../transport/opportunities';
import { addAttachments, filledFieldSet } from '../../uploads/attach';
import { withConfirmations } from '../../uploads/confirm';
import { confirmOpportunity } from '../../uploads/confirmRecord';
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
	const { confirm, whenUnknown } = readOutcomeOptions(context, itemIndex);
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
		const doubt = { whenUnknown, warnings: [] };
		return await withUploads(client, uploads, doubt.warnings, async (uploaded) => {
			const text = readText(given.attachmentDescription);
			const ids = await addAttachments(client, opportunityId, uploaded, doubt, text);
			const files = describeActivityFiles(chosen, uploaded, ids, raw);
			const seen = confirm
				? await withUploadContext(
						{ uploaded },
						async () => await confirmOpportunity(client, opportunityId, uploaded),
					)
				: undefined;
			return [toOutput(doubt.warnings, withConfirmations(files, seen))];
		});
	}
	const { fieldSet } = chosen;
	return await inFieldOrder(
		client,
		itemIndex,
		opportunityId,
		fieldSet,
		async (warnings) =>
			await withUploads(client, uploads, warnings, async (uploaded) => {
				const filled = filledFieldSet(fieldSet, uploaded);
				const { response, seen } = await withUploadContext({ uploaded }, async () => ({
					response: await updateOpportunityFieldSet(client, opportunityId, filled),
					seen: confirm ? await confirmOpportunity(client, opportunityId, filled) : undefined,
				}));
				const files = withConfirmations(describeFieldSet(fieldSet, uploaded, raw), seen);
				return [toOutput(warnings, files, raw ? response : undefined)];
			}),
	);
};
