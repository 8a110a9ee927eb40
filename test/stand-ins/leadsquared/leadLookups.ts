import type { Call, Endpoints } from './endpoint';
import { readObject, readPage, readParameter, readText } from './endpoint';
import { badRequest, invalidInput, Refusal, unknownAttribute } from './errors';
import { setShown } from './recordViews';
import type { State } from './state';
import type { Lead } from './types';

type Flat = Record<string, string | null>;

/** A field set of a lead, as lookups show it. */
function setView(state: State, set: Record<string, string> | undefined) {
	if (!set || state.switches.leadSetsReadAs === 'nothing') return null;
	if (state.switches.leadSetsReadAs === 'jsonText') return JSON.stringify(set);
	// Not a text, as the rest of the view is.
	return set as unknown as string;
}

/** A lead as lookups answer it: flat, every value a string or null. */
export function leadView(state: State, lead: Lead): Flat {
	const view: Flat = {};
	for (const field of state.leadFields) {
		const { schemaName, inner } = field;
		const stored = lead.fieldSets[schemaName];
		const set = stored && setShown(state, lead.id, field, stored);
		// Seen on activities, assumed for leads: a field set comes as JSON in a string.
		if (inner) view[schemaName] = setView(state, set);
		else view[schemaName] = lead.values[schemaName] ?? null;
	}
	return {
		...view,
		ProspectID: lead.id,
		ProspectAutoId: lead.autoId,
		CreatedOn: `${lead.createdOn}.000`,
		ModifiedOn: `${lead.modifiedOn}.000`,
	};
}

const all = (state: State) => state.allSeen(state.leads);

const digits = (number: string) => number.replace(/\D/g, '');

function hasPhone(state: State, lead: Lead, wanted: string) {
	return [lead.values.Phone, lead.values.Mobile].some((stored) => {
		if (!stored) return false;
		if (stored === wanted) return true;
		// Documented: with or without country code, no blanks or hyphens.
		if (state.switches.phoneOnlyStoredForm || !/^\+?\d+$/.test(wanted)) return false;
		const withoutCountry = digits(stored.slice(stored.indexOf('-') + 1));
		return [digits(stored), withoutCountry].includes(digits(wanted));
	});
}

function latestActivity(state: State, lead: Lead) {
	const times = [...state.activities.values()]
		.filter(({ leadId }) => leadId === lead.id)
		.map(({ createdOn }) => createdOn);
	return times.sort().at(-1) ?? '';
}

function findByPhone(call: Call) {
	const { state } = call;
	const wanted = readParameter(call, 'phone');
	const matches = all(state)
		.filter((lead) => hasPhone(state, lead, wanted))
		.sort((one, other) => latestActivity(state, other).localeCompare(latestActivity(state, one)));
	if (matches.length === 0 && state.switches.phoneNotFound === '404') {
		throw new Refusal(404, 'MXInvalidInputException', 'Lead not found.');
	}
	const answered = state.switches.phoneAnswersAllMatches ? matches : matches.slice(0, 1);
	return answered.map((lead) => leadView(state, lead));
}

function quickSearch(call: Call) {
	const { state } = call;
	// Guess: without a key the call is refused. `Leads.Get` is the call that lists.
	const key = readParameter(call, 'key').toLowerCase();
	return all(state)
		.map((lead) => leadView(state, lead))
		.filter(({ FirstName, LastName, EmailAddress, Phone, Mobile }) =>
			[`${FirstName ?? ''} ${LastName ?? ''}`, EmailAddress, Phone, Mobile].some((text) =>
				text?.toLowerCase().includes(key),
			),
		);
}

const OPERATORS: Record<string, (one: string, other: string) => boolean> = {
	'=': (one, other) => one.toLowerCase() === other.toLowerCase(),
	'<>': (one, other) => one.toLowerCase() !== other.toLowerCase(),
	'>': (one, other) => compare(one, other) > 0,
	'<': (one, other) => compare(one, other) < 0,
	'>=': (one, other) => compare(one, other) >= 0,
	'<=': (one, other) => compare(one, other) <= 0,
	LIKE: (one, other) => likePattern(other).test(one),
};

function compare(one: string, other: string) {
	const difference = Number(one) - Number(other);
	return Number.isNaN(difference) ? one.localeCompare(other) : difference;
}

/** SQL's `LIKE`: `%` is any text, `_` any character. */
function likePattern(text: string) {
	const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replace(/%/g, '[^]*').replace(/_/g, '[^]')}$`, 'i');
}

function checkColumn(state: State, name: string) {
	if (!state.leadFields.some(({ schemaName }) => schemaName === name)) throw unknownAttribute(name);
}

/** A client's finding: without `Parameter` (or with a `Query` instead) nothing is filtered. */
function filterLeads(state: State, leads: Flat[], parameter: unknown): Flat[] {
	if (parameter === undefined) return leads;
	const { LookupName, LookupValue, SqlOperator } = readObject(parameter, 'Parameter');
	if (typeof LookupName !== 'string' || typeof LookupValue !== 'string') {
		throw badRequest('LookupName and LookupValue must be texts.');
	}
	checkColumn(state, LookupName);
	const isPlain = SqlOperator === 'LIKE' && !state.switches.likeTakesPatterns;
	const matches = OPERATORS[isPlain ? '=' : String(SqlOperator)];
	if (!matches) throw invalidInput('Invalid Input! Parameter Name: SqlOperator');
	return leads.filter((lead) => {
		const value = lead[LookupName];
		return value !== null && matches(value, LookupValue);
	});
}

function sortLeads(state: State, leads: Flat[], sorting: unknown): Flat[] {
	if (sorting === undefined) return leads;
	const { ColumnName, Direction } = readObject(sorting, 'Sorting');
	checkColumn(state, String(ColumnName));
	const sign = String(Direction) === '1' ? -1 : 1;
	return [...leads].sort(
		(one, other) => sign * compare(one[String(ColumnName)] ?? '', other[String(ColumnName)] ?? ''),
	);
}

function listLeads({ state, body }: Call) {
	const { Parameter, Columns, Sorting, Paging } = readObject(body, 'The body');
	const leads = all(state).map((lead) => leadView(state, lead));
	const filtered = filterLeads(state, leads, Parameter);
	const page = readPage(sortLeads(state, filtered, Sorting), Paging);
	if (Columns === undefined) return page;
	const names = readText(readObject(Columns, 'Columns'), 'Include_CSV').split(',');
	for (const name of names) checkColumn(state, name);
	return page.map((lead) => Object.fromEntries(names.map((name) => [name, lead[name]])));
}

/** Finding leads. Nothing found is an empty list. */
export const leadLookupEndpoints: Endpoints = {
	'LeadManagement.svc/Leads.GetById': {
		method: 'GET',
		handle(call) {
			const lead = call.state.seen(call.state.leads.get(readParameter(call, 'id')));
			return lead ? [leadView(call.state, lead)] : [];
		},
	},
	'LeadManagement.svc/Leads.GetByEmailaddress': {
		method: 'GET',
		handle(call) {
			const wanted = readParameter(call, 'emailaddress').toLowerCase();
			return all(call.state)
				.filter(({ values }) => values.EmailAddress?.toLowerCase() === wanted)
				.map((lead) => leadView(call.state, lead));
		},
	},
	'LeadManagement.svc/RetrieveLeadByPhoneNumber': { method: 'GET', handle: findByPhone },
	'LeadManagement.svc/Leads.GetByQuickSearch': { method: 'GET', handle: quickSearch },
	'LeadManagement.svc/Leads.Get': { method: 'POST', handle: listLeads },
};
