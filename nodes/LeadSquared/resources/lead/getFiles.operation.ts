import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { lookAt } from '../../../shared/execution/doubt';
import { outputFiles } from '../../../shared/files/recordFiles';
import { getFilesFields } from '../../../shared/parameters/getFiles';
import { emailLookedUp, leadLookupFields, readLeadQuery } from '../../parameters/lead';
import { findLead, lookUpLead, noSuchLead } from '../../transport/leadLookups';
import { getLeadFields } from '../../transport/metadata';
import { filesOfNotes } from '../../transport/notes';
import { filesOfLead } from '../../transport/recordFiles';
import { filesOfLeads } from '../../uploads/getFiles';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	...leadLookupFields('email', 'list', 'id', 'phone', 'field'),
	...getFilesFields,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['lead'], operation: ['getFiles'] } },
	properties,
);

const fieldsUnknown =
	'LeadSquared did not tell which fields of custom field sets are for files: only what ends like the name of a file is listed.';

/** Names of the files in a lead's custom field sets, and the files of its notes with their links. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const query = readLeadQuery(context, itemIndex);
	const known = await findLead(client, query);
	if (!known) throw noSuchLead(query);
	const recordId = known.ProspectID;
	// A list of leads shows only some of the fields.
	const whole = { by: 'id' as const, value: recordId };
	return await outputFiles(context, itemIndex, filesOfLeads, async () => {
		const lead = query.by === 'id' ? known : ((await lookUpLead(client, whole)) ?? known);
		const { cache, signal } = client.execution;
		const ask = async () => await getLeadFields(client);
		// Names and notes can be told without them.
		const fields = await lookAt(async () => await cache.get('lead fields', ask), signal);
		const { EmailAddress: email = emailLookedUp(context, itemIndex).email ?? null } = lead;
		return {
			record: { recordId, recordType: 'lead', leadId: recordId, email },
			files: [...filesOfLead(lead, fields ?? []), ...(await filesOfNotes(client, recordId))],
			warnings: fields ? [] : [fieldsUnknown],
			response: lead,
		};
	});
};
