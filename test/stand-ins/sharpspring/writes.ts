import { apiError } from './errors';
import type { JsonObject } from './params';
import { readObjects } from './params';
import { leadId, newLead } from './seed';
import type { State } from './state';
import type { ApiError, SharpSpringRecord } from './types';
import { takesFiles } from './wire';

/** What became of one object. */
export interface WriteEntry {
	/** Unlike in reads, a number. */
	id?: number;
	error?: ApiError;
}

type Write = (state: State, params: JsonObject) => { member: string; entries: WriteEntry[] };

/** The writing methods. */
export const WRITES: Record<string, Write> = {
	createLeads: (state, params) => {
		const entries = readObjects(params).map((object) => createLead(state, object));
		return { member: 'creates', entries };
	},
	updateLeads: (state, params) => {
		const entries = readObjects(params).map((object) => updateLead(state, object));
		return { member: 'updates', entries };
	},
};

function createLead(state: State, object: JsonObject): WriteEntry {
	// An ID that is sent along is ignored.
	const given = { ...object };
	delete given.id;
	const { emailAddress } = given;
	if (typeof emailAddress !== 'string' || emailAddress === '') {
		return { error: apiError(206, { params: 'emailAddress' }) };
	}
	if (byEmail(state, emailAddress)) return { error: apiError(301) };
	const problem = checkValues(state, given);
	if (problem) return { error: problem };
	const last = [...state.leads.keys()].map(BigInt).reduce((a, b) => (a > b ? a : b), 0n);
	const id = state.leads.size > 0 ? String(last + 1n) : leadId(1);
	state.leads.set(id, newLead(id, asText(given)));
	return { id: Number(id) };
}

function updateLead(state: State, object: JsonObject): WriteEntry {
	const { id, ...given } = object;
	const lead = id === undefined ? byEmail(state, given.emailAddress) : state.leads.get(String(id));
	// Seen: nothing happens, and success is reported.
	if (!lead) return {};
	const problem = checkValues(state, given);
	if (problem) return { error: problem };

	const owner = byEmail(state, given.emailAddress);
	if (owner && owner !== lead) {
		lead.values.updateTimestamp = now();
		return {};
	}
	const before = JSON.stringify(lead.values);
	Object.assign(lead.values, asText(given));
	if (JSON.stringify(lead.values) === before) return { error: apiError(302) };
	lead.values.updateTimestamp = now();
	return {};
}

/** Unknown names and `null` in text are refused. The first is a guess: the service may ignore them. */
function checkValues(state: State, given: JsonObject): ApiError | undefined {
	const standard = newLead('', {}).values;
	for (const [name, value] of Object.entries(given)) {
		const field = state.fields.find(
			(each) => each.relationship === 'lead' && each.systemName === name,
		);
		const known = name in standard || (field && !takesFiles(field));
		const nullable = /ID$|^active$|^is[A-Z]/.test(name);
		const badValue = typeof value === 'object' && !(value === null && nullable);
		if (!known || badValue) return apiError(205, { params: name });
	}
	return undefined;
}

function asText(values: JsonObject): SharpSpringRecord['values'] {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, value === null ? null : String(value)]),
	);
}

function byEmail(state: State, emailAddress: unknown) {
	if (typeof emailAddress !== 'string') return undefined;
	const wanted = emailAddress.toLowerCase();
	return [...state.leads.values()].find(
		(lead) => lead.values.emailAddress?.toLowerCase() === wanted,
	);
}

function now() {
	return new Date().toISOString().slice(0, 19).replace('T', ' ');
}
