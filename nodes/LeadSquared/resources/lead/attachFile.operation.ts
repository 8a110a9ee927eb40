import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { readBoolean } from '../../../shared/parameters/coercion';
import { createLeadField, findOrCreateLead, newLeadField } from '../../parameters/createLead';
import { fieldSetFields, fieldSetStatus, readFieldSetFiles } from '../../parameters/fieldSet';
import { leadLookupFields } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { wantsRawResponse } from '../../parameters/rawResponse';
import { updateLeadFieldSet } from '../../transport/leads';
import { filledFieldSet } from '../../uploads/attach';
import { describeFieldSet, describeRecord } from '../../uploads/describe';
import { inFieldOrder } from '../../uploads/inFieldOrder';
import { fieldSetUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	...leadLookupFields('email', 'list', 'id', 'phone', 'field'),
	createLeadField('email', 'phone'),
	newLeadField,
	...fieldSetFields('searchLeadFields', 'mx_KYC'),
	attachOptionsField(
		fieldSetStatus,
		{
			displayName: 'Use Flattened Field Names',
			name: 'flattened',
			type: 'boolean',
			default: false,
			description:
				'Whether to name fields of the set as mx_KYCmx_CustomObject_1 in the update. Try it if LeadSquared reports success but the field stays empty.',
		},
		{
			displayName: 'Trigger Automations',
			name: 'triggerAutomations',
			type: 'boolean',
			default: false,
			description: 'Whether the update of the lead starts automations, webhooks and rules',
		},
	),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['lead'], operation: ['attachFile'] } },
	properties,
);

interface Options {
	flattened?: boolean;
	triggerAutomations?: boolean;
}

/** Uploads the files and puts all of them into the lead's custom field set with one update. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const fieldSet = await readFieldSetFiles(context, itemIndex);
	const lead = await findOrCreateLead(context, itemIndex, client);
	const raw = wantsRawResponse(context, itemIndex);
	const uploads = fieldSetUploads(fieldSet, { leadId: lead.id });
	return await inFieldOrder(
		client,
		itemIndex,
		lead.id,
		fieldSet,
		async (warnings) =>
			await withUploads(client, uploads, async (uploaded) => {
				const filled = filledFieldSet(fieldSet, uploaded);
				const update = {
					triggerAutomations: readBoolean(options.triggerAutomations, 'Trigger Automations'),
					flattened: readBoolean(options.flattened, 'Use Flattened Field Names'),
				};
				const response = await withUploadContext(
					{ uploaded },
					async () => await updateLeadFieldSet(client, lead.id, filled, update),
				);
				return [
					{
						json: describeRecord({
							recordType: 'lead',
							recordId: lead.id,
							details: { leadCreated: lead.created },
							warnings,
							files: describeFieldSet(fieldSet, uploaded, raw),
							response: raw ? response : undefined,
						}),
					},
				];
			}),
	);
};
