import { CallError } from './errors';
import type { JsonObject } from './params';
import { allowOnly, fulfils, readId, readPage, readWhere } from './params';
import type { State } from './state';
import type { ObjectType } from './types';
import { phantomLead, wireRecord } from './wire';

/** What a read gives. */
export interface ReadResult {
	result: JsonObject;
	hasMore?: boolean;
}

type Read = (state: State, params: JsonObject) => ReadResult;

const PAGED = ['where', 'limit', 'offset'];

/** The reading methods. */
export const READS: Record<string, Read> = {
	getFields: (state, params) => {
		allowOnly(params, PAGED);
		const where = readWhere(params, ['id', 'label', 'systemName', 'isCustom']);
		const matching = state.fields.filter((field) => fulfils({ ...field }, where));
		return list('field', params, matching);
	},

	getLead: (state, params) => one(state, 'lead', readId(params)),
	getAccount: (state, params) => one(state, 'account', readId(params)),
	getOpportunity: (state, params) => one(state, 'opportunity', readId(params)),

	getLeads,
	getAccounts: (state, params) => many(state, 'account', params, ['id', 'ownerID']),
	getOpportunities: (state, params) =>
		many(state, 'opportunity', params, ['id', 'ownerID', 'dealStageID', 'accountID', 'campaignID']),

	// Guess: parameters and results of products are not public.
	getProduct: (state, params) => {
		const product = state.products.get(readId(params));
		const found = product ? [{ id: product.id, ...product.values }] : [];
		return { result: { [state.switches.productsMember]: found } };
	},
	getProducts: (state, params) => {
		allowOnly(params, PAGED);
		const where = readWhere(params, ['id', 'productName']);
		const all = [...state.products.values()].map(({ id, values }) => ({ id, ...values }));
		const matching = all.filter((product) => fulfils(product, where));
		return list(state.switches.productsMember, params, matching);
	},

	getUserProfiles: (state, params) => {
		allowOnly(params, PAGED);
		const where = readWhere(params, ['isActive', 'emailAddress']);
		return list(
			'userProfile',
			params,
			state.userProfiles.filter((user) => fulfils(user, where)),
		);
	},
};

function one(state: State, type: ObjectType, id: string): ReadResult {
	const record = state.recordsOf(type).get(id);
	if (record) return { result: { [type]: [wireRecord(state, type, record)] } };
	const phantom = type === 'lead' && state.switches.phantomLead;
	return { result: { [type]: phantom ? [phantomLead(state)] : [] } };
}

function getLeads(state: State, params: JsonObject): ReadResult {
	allowOnly(params, [...PAGED, 'fields']);
	const where = readWhere(params, ['id', 'emailAddress'], ['id']);
	if (where.size > 1) throw new CallError(205, { where: ['id', 'emailAddress'] });
	const leads = [...state.leads.values()];
	const found = leads
		.map((lead) => wireRecord(state, 'lead', lead))
		// Inactive leads show only when they are asked for.
		.filter((lead) => (where.size > 0 ? fulfils(lead, where) : lead.active === '1'));
	const ids = where.get('id');
	if (found.length === 0 && ids?.length === 1 && state.switches.phantomLead) {
		found.push(phantomLead(state));
	}
	return list(
		'lead',
		params,
		found.map((lead) => selectFields(lead, params.fields)),
	);
}

function many(state: State, type: ObjectType, params: JsonObject, by: string[]): ReadResult {
	allowOnly(params, PAGED);
	const where = readWhere(params, by, ['id']);
	const all = [...state.recordsOf(type).values()].map((each) => wireRecord(state, type, each));
	const { result, hasMore } = list(
		type,
		params,
		all.filter((each) => fulfils(each, where)),
	);
	// Some methods say it twice.
	return { result: { ...result, hasMore }, hasMore };
}

function list(member: string, params: JsonObject, all: unknown[]): ReadResult {
	const { page, hasMore } = readPage(params, all);
	return { result: { [member]: page }, hasMore };
}

function selectFields(record: Record<string, unknown>, names: unknown): Record<string, unknown> {
	if (names === undefined) return record;
	if (!Array.isArray(names)) throw new CallError(205, { params: 'fields' });
	return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}
