import type { INodeListSearchResult } from 'n8n-workflow';
import { ActionableError } from '../errors';

/** An entry of a list in the editor. */
export type Choice = INodeListSearchResult['results'][number];

/** A page of what the service lists. */
export interface ChoicePage {
	choices: Choice[];
	/** Whether the service has no more after it. */
	isLast: boolean;
}

/** What the editor asks for: a text that entries must contain, and how far it has read before. */
export interface ListRequest {
	filter?: string;
	paginationToken?: string;
}

/** How many pages are read for one request of the editor: a person is waiting, and calls are counted. */
const mostPagesPerRequest = 30;

/** Far more than any list that a person can use. */
const mostPagesOfAll = 100;

/**
 * A page of a list that the service cannot search; with a filter, pages are read until one is full of
 * matches or the list has ended, because the editor cannot scroll a short list on. Where that takes too
 * long, the last entry says how far was searched.
 *
 * @param readPage reads a page; the first is 1
 */
export async function searchPages(
	{ filter, paginationToken }: ListRequest,
	readPage: (page: number) => Promise<ChoicePage>,
): Promise<INodeListSearchResult> {
	const first = Number(paginationToken ?? 1);
	const isFiltered = Boolean(filter?.trim());
	const results: Choice[] = [];
	let searched = 0;
	let pageSize = 1;
	for (let page = first; ; page++) {
		const { choices, isLast } = await readPage(page);
		searched += choices.length;
		pageSize = Math.max(pageSize, choices.length);
		results.push(...choices.filter(matches(filter)));
		if (isLast) return { results };
		const next = String(page + 1);
		if (!isFiltered || results.length >= pageSize) return { results, paginationToken: next };
		if (page - first + 1 === mostPagesPerRequest) {
			const extent = first === 1 ? `Only the first ${searched}` : 'Not all';
			const name = `${extent} were searched: enter more of the name, or choose another way than the list`;
			return { results: [...results, { name, value: '' }] };
		}
	}
}

/**
 * All entries of a list that comes in pages.
 *
 * @param readPage reads a page; the first is 1
 * @throws ActionableError when it does not end
 */
export async function readAllPages<T>(
	what: string,
	readPage: (page: number) => Promise<{ rows: T[]; isLast: boolean }>,
): Promise<T[]> {
	const all: T[] = [];
	for (let page = 1; page <= mostPagesOfAll; page++) {
		const { rows, isLast } = await readPage(page);
		all.push(...rows);
		if (isLast) return all;
	}
	throw new ActionableError(
		`There are too many ${what} to list them: more than ${all.length}`,
		'Choose another way than the list, and enter the value.',
	);
}

/** Keeps what a person would find with this text in its name or value. */
export function matches(filter?: string): (choice: Choice) => boolean {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return ({ name, value }) =>
		[name, String(value)].some((text) => text.toLowerCase().includes(wanted));
}
