import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedDigits, checkedEmail } from '../../../shared/parameters/validators';
import type { FindRecord } from '../../uploads/attachFiles';
import { attachFiles } from '../../uploads/attachFiles';
import { attachOptions, filesAndFields, idMode } from '../../parameters/fields';
import type { Operation } from '../operation';
import { findLeadByEmail } from '../../transport/records';

const properties: INodeProperties[] = [
	{
		displayName: 'Lead',
		name: 'leadId',
		type: 'resourceLocator',
		default: { mode: 'email', value: '' },
		required: true,
		description: 'The lead that the files belong to',
		// There is no list: the API finds leads by ID and by e-mail address only.
		modes: [
			{
				displayName: 'By Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. ada@example.com',
			},
			{ displayName: 'By ID', name: 'id', type: 'string', ...idMode },
		],
	},
	...filesAndFields,
	attachOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['lead'], operation: ['attachFile'] } },
	properties,
);

/** Attaches the files of every item to the lead that it names. */
export const execute: Operation['execute'] = async (run) =>
	await attachFiles(run, 'lead', findLead);

const findLead: FindRecord = async ({ context, client }, itemIndex) => {
	const lead = context.getNodeParameter('leadId', itemIndex) as { mode?: string };
	return lead.mode === 'email'
		? { id: await findLeadByEmail(client, checkedEmail(lead, 'Lead')), isKnown: true }
		: { id: checkedDigits(lead, 'Lead'), isKnown: false };
};
