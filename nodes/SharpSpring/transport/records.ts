import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { SharpSpringClient } from './client';
import { isObject } from './replies';
import { comparable, idOf } from './text';

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
		return records.some((record) => idOf(record.id) === id);
	});
	if (exists) return;
	throw notFound(`SharpSpring has no ${objectType} with the ID ${id}`, 'Check the ID.');
}

/**
 * The ID of the lead with this e-mail address, asked for once for each address.
 *
 * @throws ActionableError when there is none, or more than one, or its ID cannot be relied on
 */
export async function findLeadByEmail(client: SharpSpringClient, email: string): Promise<string> {
	const wanted = comparable(email);
	const ids = await client.cache.get(`email ${wanted}`, async () => {
		const params = { where: { emailAddress: email }, limit: 2, offset: 0 };
		const leads = recordsIn(await client.read('getLeads', params), 'lead');
		// An address must never reach another lead, however the service reads special characters.
		const own = leads.filter(({ emailAddress }) => comparable(emailAddress) === wanted);
		return [...new Set(own.filter(hasId).map(({ id }) => idOf(id)))];
	});
	const [id] = ids;
	if (ids.length === 1 && id !== undefined) return id;
	if (ids.length === 0) {
		throw notFound(
			`SharpSpring has no lead with the email address ${email}`,
			'Check the address, or create the lead before this step.',
		);
	}
	throw ids.length > 1
		? notFound(
				`SharpSpring has more than one lead with the email address ${email}`,
				"Choose the lead with 'By ID' instead.",
			)
		: notFound(
				`SharpSpring gave no usable ID for the lead with the email address ${email}`,
				"An ID consists of digits. Choose the lead with 'By ID' instead.",
			);
}

/** Whether a record is more than the empty one that may stand for "not found". */
export function hasId({ id }: IDataObject): boolean {
	return id !== undefined && id !== null && id !== '';
}

function notFound(message: string, advice: string): ActionableError {
	return new ActionableError(message, `${advice} Nothing was uploaded for it.`, {
		fromService: true,
	});
}

/** The records of a result, whatever its member is called; what is not a record is left out. */
export function recordsIn(result: IDataObject, member: string): IDataObject[] {
	const list = result?.[member] ?? Object.values(result ?? {}).find(Array.isArray);
	return Array.isArray(list) ? list.filter(isObject) : [];
}
