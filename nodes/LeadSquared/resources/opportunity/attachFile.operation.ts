import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { fieldSetFields, fieldSetStatus, readFieldSetFiles } from '../../parameters/fieldSet';
import { leadOfListField } from '../../parameters/lead';
import { opportunityField, readOpportunityId } from '../../parameters/opportunity';
import { attachOptionsField } from '../../parameters/options';
import { wantsRawResponse } from '../../parameters/rawResponse';
import { opportunityTypeField, readEventCode } from '../../parameters/recordType';
import { updateOpportunityFieldSet } from '../../transport/opportunities';
import { filledFieldSet } from '../../uploads/attach';
import { describeFieldSet, describeRecord } from '../../uploads/describe';
import { inFieldOrder } from '../../uploads/inFieldOrder';
import { fieldSetUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	opportunityTypeField,
	leadOfListField('opportunityId'),
	opportunityField,
	...fieldSetFields('searchOpportunityFields'),
	attachOptionsField(fieldSetStatus),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['attachFile'] } },
	properties,
);

/** Uploads the files and puts all of them into the opportunity's custom field set with one update. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const opportunityId = readOpportunityId(context, itemIndex);
	const eventCode = readEventCode(context, itemIndex, 'opportunityType');
	const fieldSet = await readFieldSetFiles(context, itemIndex);
	const raw = wantsRawResponse(context, itemIndex);
	const uploads = fieldSetUploads(fieldSet, { eventCode });
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
				return [
					{
						json: describeRecord({
							recordType: 'opportunity',
							recordId: opportunityId,
							warnings,
							files: describeFieldSet(fieldSet, uploaded, raw),
							response: raw ? response : undefined,
						}),
					},
				];
			}),
	);
};
