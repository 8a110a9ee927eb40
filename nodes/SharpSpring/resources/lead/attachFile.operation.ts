import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedDigits, checkedEmail } from '../../../shared/recordIds';
import { attachFiles } from '../../attach';
import { attachOptions, filesAndFields } from '../../fields';
import type { Operation, Run } from '../../operation';
import { findLeadByEmail } from '../../transport/records';

const properties: INodeProperties[] = [
	{
		displayName: 'Lead',
		name: 'leadId',
		type: 'resourceLocator',
		default: { mode: 'email', value: '' },
		required: true,
		description: 'The lead that the files belong to',
		modes: [
			{
				displayName: 'By Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. ada@example.com',
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2000312345678901',
			},
		],
	},
	...filesAndFields,
	attachOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['lead'], operation: ['attachFile'] } },
	properties,
);

export const execute: Operation['execute'] = async (run) =>
	await attachFiles(run, 'lead', findLead);

async function findLead({ context, client }: Run, itemIndex: number): Promise<string> {
	const lead = context.getNodeParameter('leadId', itemIndex) as { mode?: string };
	return lead.mode === 'email'
		? await findLeadByEmail(client, checkedEmail(lead, 'Lead'))
		: checkedDigits(lead, 'Lead');
}
