import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { hasFailed, runPool } from '../../shared/execution/pool';
import { NoRecordError } from './apiErrors';
import type { SharpSpringClient } from './client';
import { isObject } from './replies';
import { comparable, idOf } from './text';

/** What `/uploadFiles` can attach files to (Constant Contact article 54650). */
export type ObjectType = 'lead' | 'account' | 'opportunity';

const readers: Record<ObjectType, [one: string, list: string]> = {
	lead: ['getLead', 'getLeads'],
	account: ['getAccount', 'getAccounts'],
	opportunity: ['getOpportunity', 'getOpportunities'],
};

/** One client found the documented 500 too many (sharpspring-api.md 4). */
const mostPerPage = 200;

/** A record as it was at some time. */
export interface KnownRecord {
	id: string;
	/** All that the reply shows of it. */
	values: IDataObject;
	/** `performance.now()` before it was asked for. */
	readAt: number;
}

/**
 * A record by its ID, asked for once for each record.
 *
 * @throws ActionableError when it does not exist
 */
export async function findById(
	client: SharpSpringClient,
	objectType: ObjectType,
	id: string,
): Promise<KnownRecord> {
	const found = await client.cache.get(
		`${objectType} ${id}`,
		async () => await readRecord(client, objectType, id),
	);
	if (found) return found;
	throw notFound(`SharpSpring has no ${objectType} with the ID ${id}`, 'Check the ID.');
}

/**
 * The lead with this e-mail address, asked for once for each address.
 *
 * @throws ActionableError when there is none, or more than one, or its ID cannot be relied on
 */
export async function findLeadByEmail(
	client: SharpSpringClient,
	email: string,
): Promise<KnownRecord> {
	const wanted = comparable(email);
	const found = await client.cache.get(`email ${wanted}`, async () => {
		const params = { where: { emailAddress: email }, limit: 2, offset: 0 };
		const readAt = performance.now();
		const leads = recordsIn(await client.read('getLeads', params), 'lead');
		// An address must never reach another lead, however the service reads special characters.
		const own = leads.filter((lead) => comparable(lead.emailAddress) === wanted && hasId(lead));
		return own.map((values) => ({ id: idOf(values.id), values, readAt }));
	});
	const ids = new Set(found.map(({ id }) => id));
	const [lead] = found;
	if (ids.size === 1 && lead.id !== undefined) return { ...lead, id: lead.id };
	if (ids.size === 0) {
		throw notFound(
			`SharpSpring has no lead with the email address ${email}`,
			'Check the address, or create the lead before this step.',
		);
	}
	throw ids.size > 1
		? notFound(
				`SharpSpring has more than one lead with the email address ${email}`,
				"Choose the lead with 'By ID' instead.",
			)
		: notFound(
				`SharpSpring gave no usable ID for the lead with the email address ${email}`,
				"An ID consists of digits. Choose the lead with 'By ID' instead.",
			);
}

/**
 * Several records as they are now, in as few calls as the API is known to allow: leads by lists of
 * IDs, others one by one (sharpspring-api.md 4).
 *
 * @param parallel calls at a time
 * @returns the records by their IDs, null for those that do not exist; without those that could not be
 * read
 */
export async function readRecords(
	client: SharpSpringClient,
	objectType: ObjectType,
	ids: string[],
	parallel: number,
): Promise<Map<string, KnownRecord | null>> {
	const size = objectType === 'lead' ? mostPerPage : 1;
	const unique = [...new Set(ids)];
	const pages = Array.from({ length: Math.ceil(unique.length / size) }, (_, page) =>
		unique.slice(page * size, (page + 1) * size),
	);
	const records = new Map<string, KnownRecord | null>();
	const results = await runPool(pages.length, { parallel, stopOnError: false }, async (index) => {
		const page = pages[index];
		if (page.length > 1) {
			const found = await readPage(client, objectType, { id: page }, page.length);
			for (const record of found) records.set(record.id, record);
		}
		// What a list leaves out may exist all the same.
		for (const id of page.filter((it) => !records.has(it))) {
			const record = await readRecord(client, objectType, id);
			if (record !== undefined) records.set(id, record);
		}
	});
	for (const result of results) {
		if (hasFailed(result) && !(result.error instanceof ActionableError)) throw result.error;
	}
	return records;
}

/**
 * Some records of a type, whichever come first.
 *
 * @throws ActionableError when they cannot be read
 */
export async function readSomeRecords(
	client: SharpSpringClient,
	objectType: ObjectType,
): Promise<KnownRecord[]> {
	return await readPage(client, objectType, {}, mostPerPage);
}

/**
 * A record by its ID as it is now; null when SharpSpring says that it does not exist, undefined when the
 * answer shows something else.
 */
export async function readRecord(
	client: SharpSpringClient,
	objectType: ObjectType,
	id: string,
): Promise<KnownRecord | null | undefined> {
	const readAt = performance.now();
	const result = await client.read(readers[objectType][0], { id }).catch((error: unknown) => {
		if (error instanceof NoRecordError) return { [objectType]: [] };
		throw error;
	});
	const records = recordsIn(result, objectType);
	const values = records.find((record) => idOf(record.id) === id);
	if (values) return { id, values, readAt };
	// An unknown ID may be answered with an object that has fields but no ID.
	return Array.isArray(result[objectType]) && !records.some(hasId) ? null : undefined;
}

async function readPage(
	client: SharpSpringClient,
	objectType: ObjectType,
	where: IDataObject,
	limit: number,
): Promise<KnownRecord[]> {
	const readAt = performance.now();
	const params = { where, limit, offset: 0 };
	const records = recordsIn(await client.read(readers[objectType][1], params), objectType);
	return records.flatMap((values) => {
		const id = idOf(values.id);
		return id === undefined ? [] : [{ id, values, readAt }];
	});
}

/** Whether a record is more than the empty one that may stand for "not found". */
export function hasId({ id }: IDataObject): boolean {
	return id !== undefined && id !== null && id !== '';
}

function notFound(message: string, advice: string): ActionableError {
	return new ActionableError(message, `${advice} Nothing was done for it.`, {
		fromService: true,
	});
}

/** The records of a result, whatever its member is called; what is not a record is left out. */
export function recordsIn(result: IDataObject, member: string): IDataObject[] {
	const list = result?.[member] ?? Object.values(result ?? {}).find(Array.isArray);
	return Array.isArray(list) ? list.filter(isObject) : [];
}
