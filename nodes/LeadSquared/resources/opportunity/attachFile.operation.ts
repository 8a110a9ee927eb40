import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedGuid } from '../../../shared/parameters/validators';
import { attaching, withUploads } from '../../uploads/upload';
import { fieldSetFields, fieldSetStatus } from '../../parameters/fieldSet';
import { leadOfListField } from '../../parameters/lead';
import { optionsField } from '../../parameters/options';
import { opportunityField, opportunityTypeField } from '../../parameters/recordType';
import { describeFieldSet, fieldSetUploads, filledFieldSet } from '../../uploads/fieldSet';
import type { Operation } from '../operation';
import { wantsRawResponse } from '../operation';
import { readEventCode, readFieldSetFiles } from '../../parameters/parameters';
import { updateOpportunityFieldSet } from '../../transport/opportunities';

const properties: INodeProperties[] = [
	opportunityTypeField,
	leadOfListField('opportunityId'),
	opportunityField,
	...fieldSetFields('searchOpportunityFields'),
	optionsField(fieldSetStatus),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['attachFile'] } },
	properties,
);

/** Uploads the files and puts all of them into the opportunity's custom field set with one update. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const opportunityId = checkedGuid(
		context.getNodeParameter('opportunityId', itemIndex),
		'Opportunity',
	);
	const eventCode = readEventCode(context, itemIndex, 'opportunityType');
	const fieldSet = await readFieldSetFiles(context, itemIndex);
	return await withUploads(client, fieldSetUploads(fieldSet, { eventCode }), async (uploaded) => {
		const filled = filledFieldSet(fieldSet, uploaded);
		const response = await attaching(
			uploaded,
			async () => await updateOpportunityFieldSet(client, opportunityId, filled),
		);
		const raw = wantsRawResponse(context, itemIndex);
		return [
			{
				json: {
					opportunityId,
					...describeFieldSet(fieldSet, uploaded, raw),
					...(raw ? { response } : {}),
				},
			},
		];
	});
};
