import { readLead } from '../../parameters/lead';
import { findLeadByEmail } from '../../transport/records';
import type { FindRecord } from '../../uploads/plan';

/** The lead that an item names. */
export const findLead: FindRecord = async ({ context, client }, itemIndex) => {
	const lead = readLead(context, itemIndex);
	if ('id' in lead) return lead;
	const record = await findLeadByEmail(client, lead.email);
	return { ...lead, id: record.id, record };
};
