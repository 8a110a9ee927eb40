import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { readBoolean, readText } from '../../../shared/parameters/coercion';
import { checkedEmail } from '../../../shared/parameters/email';
import { fieldSetFields, fieldSetStatus, readFieldSetFiles } from '../../parameters/fieldSet';
import { fieldsBesides, furtherFields, readLeadFields } from '../../parameters/furtherFields';
import { byEmailOrPhone, leadField, readLeadQuery } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { wantsRawResponse } from '../../parameters/rawResponse';
import type { LeadSquaredClient } from '../../transport/client';
import type { FieldValue } from '../../transport/fieldRows';
import type { LeadQuery } from '../../transport/leadLookups';
import { findLead, leadKey, lookUpLead, noSuchLead } from '../../transport/leadLookups';
import { createLead, updateLeadFieldSet } from '../../transport/leads';
import { filledFieldSet } from '../../uploads/attach';
import { describeFieldSet, describeRecord } from '../../uploads/describe';
import { inFieldOrder } from '../../uploads/inFieldOrder';
import { fieldSetUploads } from '../../uploads/plan';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	leadField('list', 'email', 'id', 'phone'),
	{
		displayName: 'Create Lead if Missing',
		name: 'createLead',
		type: 'boolean',
		default: false,
		description: 'Whether to create the lead when none has this email or phone',
		displayOptions: { show: byEmailOrPhone },
	},
	{
		displayName: 'New Lead',
		name: 'newLead',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description:
			'Fields of the lead if it is created. The email or phone that it was looked for by is filled in as it is there, whatever is named here, so that the lead is found the next time.',
		displayOptions: { show: { createLead: [true], ...byEmailOrPhone } },
		options: [
			{
				displayName: 'Email',
				name: 'emailAddress',
				type: 'string',
				placeholder: 'e.g. ada@example.com',
				default: '',
			},
			{ displayName: 'First Name', name: 'firstName', type: 'string', default: '' },
			furtherFields(
				'furtherFields',
				'Further Fields',
				'Fields of the lead, by schema name. One that is named above, or that the lead is looked for by, is left out here.',
			),
			{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
			{
				displayName: 'Phone',
				name: 'phone',
				type: 'string',
				placeholder: 'e.g. +91-9876543210',
				default: '',
			},
		],
	},
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

async function findOrCreateLead(
	context: IExecuteFunctions,
	itemIndex: number,
	client: LeadSquaredClient,
): Promise<{ id: string; created: boolean }> {
	const query = readLeadQuery(context, itemIndex);
	const mayCreate = readBoolean(
		context.getNodeParameter('createLead', itemIndex, false),
		'Create Lead if Missing',
	);
	if (!mayCreate || query.by === 'id') {
		const known = await findLead(client, query);
		if (known) return { id: known.ProspectID, created: false };
		throw noSuchLead(query, "Or find it by email or phone, and use 'Create Lead if Missing'.");
	}
	const fields = readNewLead(context, itemIndex, query);
	// Items with the same address wait for each other, so that the lead is created once. After a
	// failure it is looked for again: the lead may be there although no answer came.
	let created = false;
	const id = await client.execution.cache.get(`find or create ${leadKey(query)}`, async () => {
		const known = await lookUpLead(client, query);
		if (known) return known.ProspectID;
		created = true;
		return await createLead(client, fields);
	});
	return { id, created };
}

/** An address to fill in, or none. */
function readEmail(given: unknown): string | undefined {
	return readText(given) === undefined ? undefined : checkedEmail(given, 'Email');
}

function readNewLead(
	context: IExecuteFunctions,
	itemIndex: number,
	{ by, value }: LeadQuery,
): FieldValue[] {
	const given = context.getNodeParameter('newLead', itemIndex, {}) as IDataObject;
	const named: Record<string, unknown> = {
		FirstName: given.firstName,
		LastName: given.lastName,
		// With another value here the next run would not find the lead, and create one more.
		EmailAddress: by === 'email' ? value : readEmail(given.emailAddress),
		Phone: by === 'phone' ? value : given.phone,
	};
	const fields = Object.entries(named)
		.filter(([, text]) => Boolean(text))
		.map(([schemaName, text]) => ({ schemaName, value: String(text) }));
	const taken = fields.map(({ schemaName }) => schemaName);
	return [...fields, ...fieldsBesides(taken, readLeadFields(given.furtherFields))];
}
