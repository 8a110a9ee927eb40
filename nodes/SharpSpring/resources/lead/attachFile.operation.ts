import { leadField, readLead } from '../../parameters/lead';
import { findLeadByEmail } from '../../transport/records';
import { attachFileTo } from '../attachFile';

/** Attaches the files of every item to the lead that it names. */
export const { description, executeAll } = attachFileTo(
	'lead',
	leadField,
	async ({ context, client }, itemIndex) => {
		const lead = readLead(context, itemIndex);
		return 'email' in lead
			? { ...lead, id: await findLeadByEmail(client, lead.email), isKnown: true }
			: { ...lead, isKnown: false };
	},
);
