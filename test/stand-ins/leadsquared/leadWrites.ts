import { randomUUID } from 'node:crypto';
import { duplicate, invalidInput, missing } from './errors';
import { planWrites, readRows, type Row, type WriteRules } from './fieldValues';
import type { State } from './state';
import type { UpdateForm } from './switches';
import type { Lead } from './types';

/** Rows that steer a call and are no fields of the lead. */
const STEERING = ['SearchBy', '__UseUserDefinedGuid__'];

/** How a lead is looked for, and what may be changed when it is found. */
export interface UpsertRules {
	/** Whether `Fields` inside a field is understood. */
	nested: boolean;
	/** `Lead.Capture` only. */
	updateBehavior?: string;
	/** Fields tried in turn when there is no `SearchBy`. */
	defaultOrder: string[];
	/** `Lead.Capture` ignores `SearchBy` when all of the default fields are there, too. */
	allDefaultsWin?: boolean;
	/** Opportunities: `SearchBy` must be there. */
	searchByRequired?: boolean;
	/** Which of the ways to fill a set of a lead this is. */
	nestedAs?: UpdateForm;
}

const rulesFor = (state: State, lead: Lead | undefined, nested: boolean, flattened: boolean) =>
	({
		word: 'Attribute',
		fields: state.leadFields,
		entity: '0',
		entityId: lead?.id,
		nested,
		flattened,
	}) satisfies WriteRules;

/** Makes a lead without fields. */
export function newLead(state: State, id: string = randomUUID()): Lead {
	const now = state.now();
	return {
		id,
		autoId: String(1001 + state.leads.size),
		values: { ProspectStage: 'Prospect' },
		fieldSets: {},
		createdOn: now,
		modifiedOn: now,
		automationsFired: 0,
	};
}

/** Writes rows to a lead, after checking all of them; @returns how many leads count as changed. */
export function writeLead(
	state: State,
	lead: Lead,
	rows: Row[],
	{ nested, flattened, nestedAs }: { nested: boolean; flattened: boolean; nestedAs?: UpdateForm },
): 0 | 1 {
	const isNew = !state.leads.has(lead.id);
	const works = (form: UpdateForm) => isNew || state.switches.updateFormsThatWork.includes(form);
	const rules = {
		...rulesFor(state, isNew ? undefined : lead, nested, flattened),
		nestedIsIgnored: nestedAs !== undefined && !works(nestedAs),
		flattenedIsIgnored: !works('flattened'),
	};
	const writes = planWrites(state, rows, rules);
	checkUnique(state, lead, rows);
	const valuesOf = () => JSON.stringify([lead.values, lead.fieldSets]);
	const before = valuesOf();
	state.writes(lead, isNew);
	const target = {
		recordType: 'Lead' as const,
		id: lead.id,
		values: lead.values,
		fieldSets: lead.fieldSets,
	};
	for (const write of writes) write(target);
	if (!isNew && state.switches.updatesCountChanges && valuesOf() === before) return 0;
	lead.modifiedOn = state.now();
	state.leads.set(lead.id, lead);
	return 1;
}

/** Refuses a value that another lead already has in a unique field. */
function checkUnique(state: State, lead: Lead, rows: Row[]) {
	for (const field of state.leadFields.filter(({ unique }) => unique)) {
		const value = rows.find(({ name }) => name === field.schemaName)?.value;
		if (!value) continue;
		for (const other of state.leads.values()) {
			if (other.id !== lead.id && sameText(other.values[field.schemaName], value)) {
				throw duplicate(field.displayName);
			}
		}
	}
}

const sameText = (one: string | null | undefined, other: string) =>
	one?.toLowerCase() === other.toLowerCase();

/** Finds the lead that the rows name, or makes one, and writes the rows to it. */
export function upsertLead(state: State, body: unknown, rules: UpsertRules) {
	const all = readRows(body, 'Attribute');
	const rows = all.filter(({ name }) => !STEERING.includes(name) && name !== 'ProspectID');
	const found = findLead(state, all, rules);
	const ownGuid = valueOf(all, '__UseUserDefinedGuid__')?.toLowerCase() === 'true';
	const givenId = valueOf(all, 'ProspectID');
	const lead = found ?? newLead(state, ownGuid && givenId ? givenId : undefined);
	const wanted = found ? allowedUpdates(state, found, rows, rules.updateBehavior) : rows;
	if (!found && !rows.some(({ value, rows: inner }) => value !== '' || inner) && !ownGuid) {
		throw invalidInput('No details of a lead were passed.');
	}
	const { nested, nestedAs } = rules;
	const changed = writeLead(state, lead, wanted, { nested, nestedAs, flattened: false });
	return { lead, isNew: !found, changed };
}

const valueOf = (rows: Row[], wanted: string) => rows.find(({ name }) => name === wanted)?.value;

function findLead(state: State, rows: Row[], rules: UpsertRules): Lead | undefined {
	const searchBy = valueOf(rows, 'SearchBy');
	if (rules.searchByRequired && !searchBy) throw missing(`'SearchBy' is mandatory.`);
	const hasAll = rules.defaultOrder.every((name) => valueOf(rows, name));
	if (searchBy && !(rules.allDefaultsWin && hasAll)) return findBySearch(state, rows, searchBy);
	for (const name of rules.defaultOrder) {
		const value = valueOf(rows, name);
		const lead = value ? leadWith(state, name, value) : undefined;
		if (lead) return lead;
	}
	return undefined;
}

function findBySearch(state: State, rows: Row[], searchBy: string): Lead | undefined {
	// Seen live: the attribute is `ProspectID`, the value of `SearchBy` is `ProspectId`.
	const isId = searchBy === 'ProspectId';
	const known = state.leadFields.find(({ schemaName }) => schemaName === searchBy);
	if (!isId && !known?.unique) throw invalidInput('Invalid SearchBy value provided');
	const attribute = isId ? 'ProspectID' : searchBy;
	const value = valueOf(rows, attribute);
	if (!value) throw missing(`'${attribute}' is mandatory when SearchBy is '${searchBy}'.`);
	// Seen in one client that found out live; that it is refused without is a guess.
	if (isId && valueOf(rows, '__UseUserDefinedGuid__')?.toLowerCase() !== 'true') {
		throw missing(`'__UseUserDefinedGuid__' is mandatory when SearchBy is 'ProspectId'.`);
	}
	return leadWith(state, attribute, value);
}

function leadWith(state: State, name: string, value: string) {
	if (name === 'ProspectID') return state.leads.get(value);
	return [...state.leads.values()].find((lead) => sameText(lead.values[name], value));
}

function allowedUpdates(state: State, lead: Lead, rows: Row[], behavior: string | undefined) {
	switch (behavior) {
		case undefined:
			return rows;
		case 'DoNotUpdate':
			return [];
		case 'UpdateOnlyEmptyFields':
			return rows.filter(({ name }) => !lead.values[name]);
		case 'DoNotUpdateUniqueFields':
			return rows.filter(
				({ name }) => !state.leadFields.find(({ schemaName }) => schemaName === name)?.unique,
			);
		default:
			throw invalidInput('Invalid Input! Parameter Name: LeadUpdateBehavior');
	}
}
