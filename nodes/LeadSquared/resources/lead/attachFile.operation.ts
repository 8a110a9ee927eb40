import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { readBoolean } from '../../../shared/parameters/coercion';
import {
	readWhenFieldHasFile,
	whenFieldHasFileField,
} from '../../../shared/parameters/whenFieldHasFile';
import { createLeadField, findOrCreateLead, newLeadField } from '../../parameters/createLead';
import { fieldSetFields, fieldSetStatus, readFieldSetFiles } from '../../parameters/fieldSet';
import { emailLookedUp, leadLookupFields } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { readOutcomeOptions } from '../../parameters/outcome';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { readUpdateForm, updateFormField } from '../../parameters/updateForm';
import { readFlatField } from '../../transport/fieldReadings';
import { lookUpLead } from '../../transport/leadLookups';
import { filledFieldSet } from '../../uploads/attach';
import { withConfirmations } from '../../uploads/confirm';
import { describeFieldSet, describeRecord } from '../../uploads/describe';
import { fillLead } from '../../uploads/fillLead';
import { inFieldOrder } from '../../uploads/inFieldOrder';
import { fieldSetUploads } from '../../uploads/plan';
import { withLeftFiles, withoutFilledFields } from '../../uploads/presentFiles';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	...leadLookupFields('email', 'list', 'id', 'phone', 'field'),
	createLeadField('email', 'phone'),
	newLeadField,
	...fieldSetFields('searchLeadFields', 'mx_KYC'),
	attachOptionsField(
		whenFieldHasFileField,
		fieldSetStatus,
		{
			displayName: 'Trigger Automations',
			name: 'triggerAutomations',
			type: 'boolean',
			default: false,
			description: 'Whether the update of the lead starts automations, webhooks and rules',
		},
		updateFormField,
	),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['lead'], operation: ['attachFile'] } },
	properties,
);

/** Uploads the files and puts all of them into the lead's custom field set with one update. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const options = context.getNodeParameter('options', itemIndex, {});
	const fieldSet = await readFieldSetFiles(context, itemIndex);
	const { confirm, whenUnknown } = readOutcomeOptions(context, itemIndex);
	const raw = wantsRawResponse(context, itemIndex);
	const form = readUpdateForm(context, itemIndex);
	const triggerAutomations = readBoolean(options.triggerAutomations, 'Trigger Automations');
	const when = readWhenFieldHasFile(options);
	const created: string[] = [];
	const { lead, isNew } = await findOrCreateLead(context, itemIndex, client, {
		whenUnknown,
		warnings: created,
	});
	const leadId = lead.ProspectID;
	const replaces = when === 'replace';
	return await inFieldOrder(client, itemIndex, leadId, fieldSet, replaces, async (warnings) => {
		warnings.push(...created);
		let current = lead;
		const target = { recordId: leadId, when, isNew, warnings };
		const { toSend, left, warnOfUnknown } = await withoutFilledFields(
			client,
			'lead',
			fieldSet,
			target,
			async () => {
				current = (await lookUpLead(client, { by: 'id', value: leadId })) ?? lead;
				return (setField, inner) => readFlatField(current, setField, inner);
			},
		);
		const sent = { ...fieldSet, rows: toSend };
		const uploads = fieldSetUploads(sent, { leadId });
		return await withUploads(client, uploads, warnings, async (uploaded) => {
			const filling = {
				lead: current,
				isNew,
				set: filledFieldSet(sent, uploaded),
				form,
				triggerAutomations,
				confirm,
			};
			const fill = async () => await fillLead(client, filling, { whenUnknown, warnings });
			const filled = uploaded.length > 0 ? await withUploadContext({ uploaded }, fill) : undefined;
			await warnOfUnknown();
			const files = describeFieldSet(sent, uploaded, raw);
			return [
				{
					json: describeRecord({
						recordType: 'lead',
						recordId: leadId,
						details: { ...emailLookedUp(context, itemIndex), leadCreated: isNew },
						warnings,
						files: withLeftFiles(withConfirmations(files, filled?.confirmations), left),
						response: raw ? filled?.response : undefined,
					}),
				},
			];
		});
	});
};
