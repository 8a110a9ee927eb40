import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { ActionableError } from '../../../shared/errors';
import {
	attachToNewFields,
	fieldSetStatusOfActivity,
	readActivityFiles,
} from '../../parameters/attachTo';
import {
	createLeadField,
	isFirstOfLead,
	missingLead,
	readCreateLead,
} from '../../parameters/createLead';
import { dateTimeField, readDateTime } from '../../parameters/dateTime';
import { furtherFields, readStatusAndFields } from '../../parameters/furtherFields';
import { emailLookedUp, leadLookupFields, readLeadQuery } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { readOutcomeOptions } from '../../parameters/outcome';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { activityTypeField, readEventCode } from '../../parameters/recordType';
import { readContent } from '../../../shared/parameters/coercion';
import type { NewActivity } from '../../transport/activities';
import { createActivity, getActivity } from '../../transport/activities';
import type { LeadSquaredClient } from '../../transport/client';
import { emptySet } from '../../transport/fieldReadings';
import { findLead } from '../../transport/leadLookups';
import { addAttachments, filledFieldSet } from '../../uploads/attach';
import { withConfirmations } from '../../uploads/confirm';
import { confirmDetails } from '../../uploads/confirmRecord';
import { describeActivityFiles, describeRecord } from '../../uploads/describe';
import { activityUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withRecord } from '../../uploads/withRecord';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	...leadLookupFields('email', 'list', 'id', 'phone', 'field'),
	createLeadField('email'),
	activityTypeField,
	...attachToNewFields,
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			dateTimeField(
				'When the activity took place. If empty, LeadSquared takes the time of the call.',
			),
			furtherFields('furtherFields', 'Further Fields', 'Fields of the activity, by schema name'),
			{
				displayName: 'Note',
				name: 'note',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. Documents received by email',
				description: 'Text of the activity',
			},
			{
				displayName: 'Score',
				name: 'score',
				type: 'number',
				default: 0,
				description: "Points that the activity adds to the lead's score",
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'string',
				default: '',
				placeholder: 'e.g. Completed',
				description: 'Status of the activity, if its type has one',
			},
		],
	},
	attachOptionsField(fieldSetStatusOfActivity),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['createWithFile'] } },
	properties,
);

/** Uploads the files first, so that no activity without files is left behind when one is refused. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const eventCode = readEventCode(context, itemIndex, 'activityType');
	const chosen = await readActivityFiles(context, itemIndex);
	const details = readDetails(context, itemIndex);
	const raw = wantsRawResponse(context, itemIndex);
	const { confirm, whenUnknown } = readOutcomeOptions(context, itemIndex);
	const lead = await readLead(context, itemIndex, client);
	const warnings: string[] = [];
	const doubt = { whenUnknown, warnings };
	const uploads = activityUploads(chosen, eventCode);
	return await withUploads(client, uploads, warnings, async (uploaded) => {
		const fieldSet = 'fieldSet' in chosen ? filledFieldSet(chosen.fieldSet, uploaded) : undefined;
		const activity = { ...details, lead, eventCode: Number(eventCode), fieldSet };
		const { activityId, leadId, response } = await withUploadContext(
			{ uploaded },
			async () => await createActivity(client, activity, doubt),
		);
		const leadCreated =
			'email' in lead && (await isFirstOfLead(client, { by: 'email', value: lead.email }));
		const record = { recordType: 'activity' as const, recordId: activityId, isNew: true };
		const { attachmentIds, confirmations } = await withRecord(record, async () => {
			const ids = fieldSet ? [] : await addAttachments(client, activityId, uploaded, doubt);
			const seen = confirm
				? await withUploadContext(
						{ uploaded },
						async () =>
							await confirmDetails(
								client,
								async () => await getActivity(client, activityId),
								fieldSet ?? uploaded,
								fieldSet && emptySet(fieldSet),
							),
					)
				: undefined;
			return { attachmentIds: ids, confirmations: seen };
		});
		const files = describeActivityFiles(chosen, uploaded, attachmentIds, raw);
		return [
			{
				json: describeRecord({
					recordType: 'activity',
					recordId: activityId,
					details: {
						eventCode: Number(eventCode),
						leadId: 'id' in lead ? lead.id : (leadId ?? null),
						...emailLookedUp(context, itemIndex),
						leadCreated,
					},
					warnings,
					files: withConfirmations(files, confirmations),
					response: raw ? response : undefined,
				}),
			},
		];
	});
};

function readDetails(
	context: IExecuteFunctions,
	itemIndex: number,
): Pick<NewActivity, 'note' | 'dateTime' | 'score' | 'fields'> {
	const given = context.getNodeParameter('additionalFields', itemIndex, {}) as IDataObject;
	return {
		note: readContent(given.note, 'Note'),
		dateTime: readDateTime(context, given.dateTime),
		score: readScore(given.score),
		fields: readStatusAndFields(given),
	};
}

function readScore(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (Number.isFinite(Number(value))) return Number(value);
	throw new ActionableError(`'Score' is not a number: ${JSON.stringify(value)}`);
}

async function readLead(
	context: IExecuteFunctions,
	itemIndex: number,
	client: LeadSquaredClient,
): Promise<NewActivity['lead']> {
	const query = readLeadQuery(context, itemIndex);
	const known = await findLead(client, query);
	if (known) return { id: known.ProspectID };
	if (query.by === 'email' && readCreateLead(context, itemIndex)) return { email: query.value };
	throw missingLead(query, 'email');
}
