import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import {
	createLeadField,
	isFirstOfLead,
	missingLead,
	readCreateLead,
} from '../../parameters/createLead';
import { dateTimeField, readDateTime } from '../../parameters/dateTime';
import { fieldSetFields, fieldSetStatus, readFieldSetFiles } from '../../parameters/fieldSet';
import {
	fieldsBesides,
	furtherFields,
	readLeadFields,
	readStatusAndFields,
} from '../../parameters/furtherFields';
import { emailLookedUp, leadLookupFields, readLeadQuery } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { readOutcomeOptions } from '../../parameters/outcome';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { opportunityTypeField, readEventCode } from '../../parameters/recordType';
import { readBoolean, readChoice, readContent } from '../../../shared/parameters/coercion';
import type { LeadSquaredClient } from '../../transport/client';
import { emptySet } from '../../transport/fieldReadings';
import type { FieldValue } from '../../transport/fieldRows';
import type { LeadQuery } from '../../transport/leadLookups';
import { findLead, leadKey } from '../../transport/leadLookups';
import type { Capture, CaptureOutcome } from '../../transport/opportunities';
import {
	captureOpportunity,
	getOpportunity,
	updateOpportunityFieldSet,
} from '../../transport/opportunities';
import { filledFieldSet } from '../../uploads/attach';
import { withConfirmations } from '../../uploads/confirm';
import { confirmDetails, fieldsBefore } from '../../uploads/confirmRecord';
import { describeFieldSet, describeRecord } from '../../uploads/describe';
import { fieldKeys, noteFieldUser } from '../../uploads/inFieldOrder';
import { fieldSetUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withRecord } from '../../uploads/withRecord';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	...leadLookupFields('email', 'list', 'id', 'phone', 'field'),
	createLeadField('email', 'phone'),
	opportunityTypeField,
	...fieldSetFields('searchOpportunityFields'),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			dateTimeField(
				'When the opportunity arose. If empty, LeadSquared takes the time of the call.',
			),
			furtherFields(
				'furtherFields',
				'Further Fields',
				"Fields of the opportunity, by schema name. 'Status' is left out here if it is filled in below.",
			),
			furtherFields(
				'leadFields',
				'Lead Fields',
				'Fields of the lead, by schema name. They are sent for a new lead and for one that is there already, which LeadSquared may change. The email or phone that the lead is looked for by stays as it is.',
			),
			{
				displayName: 'Note',
				name: 'note',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. Application received by email',
				description: 'Text of the opportunity',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'string',
				default: '',
				placeholder: 'e.g. Open',
				description: 'Status of the opportunity',
			},
		],
	},
	attachOptionsField(
		{
			displayName: 'Do Not Change Owner',
			name: 'doNotChangeOwner',
			type: 'boolean',
			default: false,
			description: 'Whether an opportunity that is there keeps its owner',
		},
		{
			displayName: 'Do Not Post Duplicate Activity',
			name: 'doNotPostDuplicateActivity',
			type: 'boolean',
			default: false,
			description: 'Whether to post no activity when the opportunity is there already',
		},
		fieldSetStatus,
		{
			displayName: 'If Opportunity Exists',
			name: 'ifDuplicate',
			type: 'options',
			options: [
				{
					name: 'Attach the Files',
					value: 'attachFiles',
					description: 'Put the files into its custom field set and leave the rest as it is',
				},
				{ name: 'Fill Its Empty Fields', value: 'updateEmptyFields' },
				{ name: 'Leave It as It Is', value: 'keep' },
				{ name: 'Overwrite Its Fields', value: 'overwriteFields' },
			],
			default: 'keep',
			description:
				'What to do with an opportunity that LeadSquared takes for the same one. Left as it is, it does not get the files.',
		},
	),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['captureWithFile'] } },
	properties,
);

const ifDuplicateChoices = ['attachFiles', 'keep', 'overwriteFields', 'updateEmptyFields'] as const;
type IfDuplicate = (typeof ifDuplicateChoices)[number];

/** Uploads the files, then creates the opportunity, or matches the one that is there. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const options = context.getNodeParameter('options', itemIndex, {});
	// With another value the files would be attached to nothing.
	const ifDuplicate = readChoice(
		options.ifDuplicate,
		'If Opportunity Exists',
		ifDuplicateChoices,
		'keep',
	);
	const switches = readSwitches(options, ifDuplicate);
	const eventCode = readEventCode(context, itemIndex, 'opportunityType');
	const fieldSet = await readFieldSetFiles(context, itemIndex);
	const details = readDetails(context, itemIndex);
	const raw = wantsRawResponse(context, itemIndex);
	const { confirm, whenUnknown } = readOutcomeOptions(context, itemIndex);
	const lead = await readLead(context, itemIndex, client, details.lead);
	const warnings: string[] = [];
	const uploads = fieldSetUploads(fieldSet, { eventCode });
	const sendAndCapture = async () =>
		await withUploads(client, uploads, warnings, async (uploaded) => {
			const filled = filledFieldSet(fieldSet, uploaded);
			const isAttached = ({ created }: CaptureOutcome) => created || ifDuplicate !== 'keep';
			const { outcome, seen } = await withUploadContext({ uploaded }, async () => {
				const capture = {
					...details,
					...lead,
					eventCode: Number(eventCode),
					fieldSet: filled,
					switches,
				};
				const captured = await captureOpportunity(client, capture, { whenUnknown, warnings });
				const { opportunityId, created } = captured;
				const record = {
					recordType: 'opportunity' as const,
					recordId: opportunityId,
					isNew: created,
				};
				return await withRecord(record, async () => {
					const look = async () => await getOpportunity(client, opportunityId);
					let before = created ? emptySet(filled) : undefined;
					if (!created && ifDuplicate === 'attachFiles') {
						if (confirm) before = await fieldsBefore(client, look, filled);
						await updateOpportunityFieldSet(client, opportunityId, filled);
					}
					// Which of its fields were empty, nobody knows.
					const isKnown = isAttached(captured) && (created || ifDuplicate !== 'updateEmptyFields');
					if (isKnown) noteFieldUser(client, fieldKeys(opportunityId, fieldSet), true, warnings);
					const shown =
						confirm && isKnown ? await confirmDetails(client, look, filled, before) : undefined;
					return { outcome: captured, seen: shown };
				});
			});
			const leadCreated = lead.newLead !== undefined && (await isFirstOfLead(client, lead.newLead));
			if (outcome.warning) warnings.push(outcome.warning);
			if (!outcome.created) warnings.push(...(warningsIfThere[ifDuplicate] ?? []));
			return [
				{
					json: describeRecord({
						recordType: 'opportunity',
						recordId: outcome.opportunityId,
						details: {
							leadId: outcome.leadId ?? null,
							...emailLookedUp(context, itemIndex),
							leadCreated,
							created: outcome.created,
						},
						warnings,
						files: withConfirmations(
							describeFieldSet(fieldSet, uploaded, raw, isAttached(outcome)),
							seen,
						),
						response: raw ? outcome.response : undefined,
					}),
				},
			];
		});
	if (ifDuplicate === 'keep') return await sendAndCapture();
	// It may be the opportunity of another item, and whose file stays in it must not be left to chance.
	const owner = lead.newLead ? leadKey(lead.newLead) : String(lead.leadId);
	const keys = fieldKeys(`${owner} ${eventCode}`, fieldSet);
	return await client.execution.order.run(itemIndex, keys, sendAndCapture);
};

/** What the user may not expect of an opportunity that was there already. */
const warningsIfThere: Partial<Record<IfDuplicate, string[]>> = {
	keep: [
		"The opportunity was there already and was left as it is: the files are in the account, but not attached to it. Use 'Attach File', or the option 'If Opportunity Exists'.",
	],
	updateEmptyFields: [
		"The opportunity was there already and only its empty fields were filled: a file field that already held a file keeps it. The new file is then in the account, but not attached. Use 'Attach File', or another choice of 'If Opportunity Exists', to replace it.",
	],
};

function readDetails(
	context: IExecuteFunctions,
	itemIndex: number,
): Pick<Capture, 'note' | 'dateTime' | 'fields' | 'lead'> {
	const given = context.getNodeParameter('additionalFields', itemIndex, {}) as IDataObject;
	return {
		note: readContent(given.note, 'Note'),
		dateTime: readDateTime(context, given.dateTime),
		fields: readStatusAndFields(given),
		lead: readLeadFields(given.leadFields),
	};
}

const searchBy: Record<LeadQuery['by'], string> = {
	field: '',
	id: 'ProspectId',
	email: 'EmailAddress',
	phone: 'Phone',
};

/**
 * The lead as the call names it. By id it takes an attribute and a search word that differ in their
 * capitals, and a switch (seen in a public client).
 */
async function readLead(
	context: IExecuteFunctions,
	itemIndex: number,
	client: LeadSquaredClient,
	fields: FieldValue[],
): Promise<Pick<Capture, 'lead' | 'searchBy' | 'leadId' | 'newLead'>> {
	const query = readLeadQuery(context, itemIndex);
	const by = searchBy[query.by];
	// With another value in the field the next run would not find the lead.
	const others = fieldsBesides([by], fields);
	const known = await findLead(client, query);
	if (known) {
		return {
			lead: [
				{ schemaName: 'ProspectID', value: known.ProspectID },
				{ schemaName: '__UseUserDefinedGuid__', value: 'true' },
				...others,
			],
			searchBy: searchBy.id,
			leadId: known.ProspectID,
		};
	}
	const isAddress = query.by === 'email' || query.by === 'phone';
	if (isAddress && readCreateLead(context, itemIndex)) {
		// LeadSquared may take another spelling of a number for another lead.
		const value = await client.execution.cache.get(
			`spelling ${leadKey(query)}`,
			async () => query.value,
		);
		return {
			lead: [{ schemaName: by, value }, ...others],
			searchBy: by,
			newLead: { ...query, value },
		};
	}
	throw missingLead(query, 'email', 'phone');
}

function readSwitches(options: IDataObject, ifDuplicate: IfDuplicate): IDataObject {
	const isOn = (name: string, label: string) => readBoolean(options[name], label);
	return {
		...(ifDuplicate === 'overwriteFields' ? { OverwriteFields: true } : {}),
		...(ifDuplicate === 'updateEmptyFields' ? { UpdateEmptyFields: true } : {}),
		...(isOn('doNotChangeOwner', 'Do Not Change Owner') ? { DoNotChangeOwner: true } : {}),
		...(isOn('doNotPostDuplicateActivity', 'Do Not Post Duplicate Activity')
			? { DoNotPostDuplicateActivity: true }
			: {}),
	};
}
