import { leadField, readLead } from '../../parameters/lead';
import { findLeadByEmail } from '../../transport/records';
import { attachFileTo } from '../attachFile';

/** Attaches the files of every item to the lead that it names. */
export const { description, executeAll } = attachFileTo(
	'lead',
	leadField,
	async ({ context, client }, itemIndex) => {
		const lead = readLead(context, itemIndex);
		if ('id' in lead) return lead;
		const record = await findLeadByEmail(client, lead.email);
		return { ...lead, id: record.id, record };
	},
);
