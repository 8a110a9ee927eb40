import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { SharpSpringClient } from './client';
import { decode } from './text';

/** What `/uploadFiles` can attach files to (Constant Contact article 54650). */
export type ObjectType = 'lead' | 'account' | 'opportunity';

const readers: Record<ObjectType, string> = {
	lead: 'getLead',
	account: 'getAccount',
	opportunity: 'getOpportunity',
};

/**
 * Makes sure that a record exists, asking once for each record.
 *
 * @throws ActionableError when it does not
 */
export async function assertExists(
	client: SharpSpringClient,
	objectType: ObjectType,
	id: string,
): Promise<void> {
	const exists = await client.cache.get(`${objectType} ${id}`, async () => {
		const records = recordsIn(await client.read(readers[objectType], { id }), objectType);
		// An unknown ID may be answered with an object that has fields but no ID.
		return records.some((record) => String(record.id ?? '') === id);
	});
	if (exists) return;
	throw new ActionableError(
		`SharpSpring has no ${objectType} with the ID ${id}`,
		'Check the ID. Nothing was uploaded for it.',
		{ fromService: true },
	);
}

/**
 * The ID of the lead with this e-mail address, asked for once for each address.
 *
 * @throws ActionableError when there is none, or more than one
 */
export async function findLeadByEmail(client: SharpSpringClient, email: string): Promise<string> {
	const wanted = email.toLowerCase();
	const ids = await client.cache.get(`email ${wanted}`, async () => {
		const params = { where: { emailAddress: email }, limit: 2, offset: 0 };
		const leads = recordsIn(await client.read('getLeads', params), 'lead');
		// An address must never reach another lead, however the service reads special characters.
		const own = leads.filter(({ emailAddress }) => decode(emailAddress).toLowerCase() === wanted);
		return [...new Set(own.map(({ id }) => String(id ?? '')))].filter((id) => id !== '');
	});
	if (ids.length === 1) return ids[0];
	throw new ActionableError(
		ids.length === 0
			? `SharpSpring has no lead with the email address ${email}`
			: `SharpSpring has more than one lead with the email address ${email}`,
		ids.length === 0
			? 'Check the address, or create the lead before this step. Nothing was uploaded for it.'
			: "Choose the lead with 'By ID' instead. Nothing was uploaded for it.",
		{ fromService: true },
	);
}

/** The records of a result, whatever its member is called. */
export function recordsIn(result: IDataObject, member: string): IDataObject[] {
	const list = result?.[member] ?? Object.values(result ?? {}).find(Array.isArray);
	return Array.isArray(list) ? (list as IDataObject[]) : [];
}
