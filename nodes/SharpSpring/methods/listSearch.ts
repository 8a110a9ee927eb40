import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../../shared/errors';
import { SharpSpringClient } from '../transport/client';
import { recordsIn } from '../transport/records';

/** The most that one call returns (samples of the API); smaller pages keep the list quick. */
const pageSize = 200;
/** The API cannot search by name, so this many pages are looked through for a filter. */
const mostPagesPerSearch = 10;

const fileTypes = ['upload', 'attachment', 'file'];

interface Page {
	results: INodeListSearchResult['results'];
	hasMore: boolean;
}

type LoadPage = (client: SharpSpringClient, offset: number) => Promise<Page>;

/** Accounts by name. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(
		this,
		records('getAccounts', 'account', 'accountName'),
		filter,
		paginationToken,
	);
}

/** Opportunities by name. */
export async function searchOpportunities(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const loadPage = records('getOpportunities', 'opportunity', 'opportunityName');
	return await search(this, loadPage, filter, paginationToken);
}

/** Products by name. Their method is documented by name only; its answer is assumed to be like the others. */
export async function searchProducts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(
		this,
		records('getProducts', 'product', 'productName'),
		filter,
		paginationToken,
	);
}

/** File Upload fields of the chosen record type or, where none is marked so, all custom fields. */
export async function searchFileUploadFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const relationship = String(this.getNodeParameter('resource'));
	const all: IDataObject[] = [];
	const load: LoadPage = async (client, offset) => {
		const params = { where: { isCustom: '1' }, limit: pageSize, offset };
		const page = recordsIn(await client.read('getFields', params), 'field');
		all.push(...page);
		return { results: [], hasMore: page.length === pageSize };
	};
	await search(this, load, ' ');
	const custom = all.filter(
		(field) =>
			String(field.relationship) === relationship &&
			!['0', 'false'].includes(String(field.isActive)) &&
			!['0', 'false'].includes(String(field.isCustom)),
	);
	const uploads = custom.filter(({ dataType }) =>
		fileTypes.includes(String(dataType).toLowerCase()),
	);
	const offered = uploads.length > 0 ? uploads : custom;
	const results = offered.map((field) => ({
		name:
			uploads.length > 0
				? decode(field.label)
				: `${decode(field.label)} (${String(field.dataType)})`,
		value: String(field.systemName),
	}));
	return { results: results.filter(matches(filter)).sort(byName) };
}

function records(method: string, member: string, nameField: string): LoadPage {
	return async (client, offset) => {
		const page = recordsIn(
			await client.read(method, { where: {}, limit: pageSize, offset }),
			member,
		);
		const results = page
			.filter(({ id }) => id !== undefined && id !== null)
			.map((record) => ({
				name: decode(record[nameField] ?? record.name) || `ID ${String(record.id)}`,
				value: String(record.id),
			}));
		return { results, hasMore: page.length === pageSize };
	};
}

/** One page, or with a filter as many pages as it takes to find something. */
async function search(
	context: ILoadOptionsFunctions,
	loadPage: LoadPage,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const results: INodeListSearchResult['results'] = [];
	let offset = Number(paginationToken ?? 0);
	let hasMore = true;
	try {
		const client = await SharpSpringClient.create(context);
		for (let page = 0; hasMore && page < mostPagesPerSearch; page++) {
			const loaded = await loadPage(client, offset);
			results.push(...loaded.results.filter(matches(filter)));
			hasMore = loaded.hasMore;
			offset += pageSize;
			if (!filter || results.length >= pageSize) break;
		}
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
	return { results, paginationToken: hasMore ? String(offset) : undefined };
}

function matches(filter?: string) {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return ({ name, value }: { name: string; value: unknown }) =>
		name.toLowerCase().includes(wanted) || String(value).includes(wanted);
}

function byName(a: { name: string }, b: { name: string }): number {
	return a.name.localeCompare(b.name);
}

const entities: Record<string, string> = {
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#039;': "'",
	'&#39;': "'",
	'&amp;': '&',
};

/** Names may come back HTML-encoded, some of them twice. */
function decode(value: unknown): string {
	let text = String(value ?? '');
	for (let times = 0; times < 2; times++) {
		text = text.replace(/&(lt|gt|quot|#0?39|amp);/g, (entity) => entities[entity] ?? entity);
	}
	return text;
}
