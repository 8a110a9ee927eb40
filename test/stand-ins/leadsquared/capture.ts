import { randomUUID } from 'node:crypto';
import type { Call } from './endpoint';
import { checkTime, readNumber, readObject, refuseUnknownKeys } from './endpoint';
import { invalidInput, missing, Refusal } from './errors';
import { planWrites, readRows, type Write } from './fieldValues';
import { upsertLead } from './leadWrites';
import type { State } from './state';
import type { Opportunity, RecordType } from './types';

const SWITCHES = [
	'OverwriteFields',
	'UpdateEmptyFields',
	'DoNotPostDuplicateActivity',
	'DoNotChangeOwner',
];

/** Fields of an opportunity to write. */
export function planOpportunity(state: State, type: RecordType, fields: unknown): Write[] {
	return planWrites(state, readRows(fields ?? [], 'SchemaName'), {
		word: 'SchemaName',
		fields: type.fields,
		entity: '1',
		entityId: String(type.code),
		nested: true,
		flattened: false,
	});
}

interface Outcome {
	status: 0 | 1 | 2;
	leadId?: string;
	createdId?: string;
	conflictedId?: string;
	refusal?: Refusal;
}

/** `OpportunityManagement.svc/Capture`: creates an opportunity, or finds the one it repeats. */
export function captureOpportunity({ state, body }: Call) {
	const { captureOutcome, captureRefusals } = state.switches;
	const { LeadDetails, Opportunity: details, ...rest } = readObject(body, 'The body');
	refuseUnknownKeys(rest, []);
	const input = readObject(details, 'Opportunity');
	try {
		if (captureOutcome === 'failure') {
			throw invalidInput('The opportunity could not be captured.');
		}
		return captureView(state, input, capture(state, LeadDetails, input));
	} catch (error) {
		// 400 is about the form of the body, and never hidden in a 200.
		const isRefused = error instanceof Refusal && error.status === 500;
		if (!isRefused || captureRefusals === 'envelope500') throw error;
		return captureView(state, input, { status: 1, refusal: error });
	}
}

function capture(state: State, leadDetails: unknown, input: Record<string, unknown>): Outcome {
	refuseUnknownKeys(input, [
		'OpportunityEventCode',
		'OpportunityNote',
		'OpportunityDateTime',
		'Fields',
		...SWITCHES,
	]);
	checkTime(input.OpportunityDateTime, 'OpportunityDateTime');
	if (input.OverwriteFields === true && input.UpdateEmptyFields === true) {
		throw invalidInput('OverwriteFields and UpdateEmptyFields can not both be true.');
	}
	if (input.OpportunityEventCode === undefined) {
		throw missing(`'OpportunityEventCode' is mandatory.`);
	}
	const type = state.opportunityTypes.get(
		readNumber(input.OpportunityEventCode, 'OpportunityEventCode'),
	);
	if (!type) throw invalidInput('Invalid Input! Parameter Name: OpportunityEventCode');
	checkMandatory(type, input.Fields);
	const writes = planOpportunity(state, type, input.Fields);

	const { lead } = upsertLead(state, leadDetails, {
		nested: true,
		defaultOrder: [],
		searchByRequired: true,
	});
	const conflicting = findDuplicate(state, lead.id, type, input.Fields);
	if (conflicting) {
		const updates =
			input.UpdateEmptyFields === true
				? planOpportunity(state, type, emptyOnly(conflicting, input.Fields))
				: writes;
		if (input.OverwriteFields === true || input.UpdateEmptyFields === true) {
			state.writes(conflicting);
			for (const write of updates) write({ recordType: 'Opportunity', ...conflicting });
		}
		return { status: 0, leadId: lead.id, conflictedId: conflicting.id };
	}
	const opportunity = newOpportunity(state, type, lead.id, input);
	state.writes(opportunity, true);
	for (const write of writes) write({ recordType: 'Opportunity', ...opportunity });
	state.opportunities.set(opportunity.id, opportunity);
	const isPartial = state.switches.captureOutcome === 'partial';
	return {
		status: isPartial ? 2 : 0,
		leadId: lead.id,
		createdId: opportunity.id,
		refusal: isPartial ? invalidInput('Some of the details could not be saved.') : undefined,
	};
}

/** Guess: a field set counts as empty when nothing in it has a value. */
function emptyOnly({ values, fieldSets }: Opportunity, fields: unknown) {
	const rows = (fields ?? []) as Array<{ SchemaName: string }>;
	return rows.filter(({ SchemaName: name }) => {
		return !values[name] && Object.keys(fieldSets[name] ?? {}).length === 0;
	});
}

/** The documented refusal names the field and its type. */
function checkMandatory(type: RecordType, fields: unknown) {
	const rows = readRows(fields ?? [], 'SchemaName');
	for (const { schemaName, dataType, mandatory } of type.fields) {
		if (mandatory && !rows.find(({ name }) => name === schemaName)?.value) {
			throw new Refusal(
				500,
				'MXInvalidActivityFieldsException',
				`Field name : '${schemaName}' of datatype : '${dataType}' is mandatory.`,
			);
		}
	}
}

/** Guess: what makes two opportunities the same is set per type; here, its unique fields. */
function findDuplicate(state: State, leadId: string, type: RecordType, fields: unknown) {
	const candidates = [...state.opportunities.values()].filter(
		(known) => known.leadId === leadId && known.event === type.code,
	);
	if (state.switches.captureOutcome === 'duplicate') return candidates.at(0);
	const unique = type.fields.filter((field) => field.unique).map((field) => field.schemaName);
	const rows = readRows(fields ?? [], 'SchemaName').filter(
		({ name, value }) => unique.includes(name) && value !== '',
	);
	return candidates.find((known) => rows.some(({ name, value }) => known.values[name] === value));
}

function newOpportunity(
	state: State,
	type: RecordType,
	leadId: string,
	input: Record<string, unknown>,
): Opportunity {
	const now = state.now();
	return {
		id: randomUUID(),
		autoId: String(5001 + state.opportunities.size),
		leadId,
		event: type.code,
		note: typeof input.OpportunityNote === 'string' ? input.OpportunityNote : '',
		createdOn: now,
		modifiedOn: now,
		values: {},
		fieldSets: {},
		attachments: [],
	};
}

/** The keys are documented or seen; `PrimaryAction` and `SecondaryAction` are guesses in their values. */
function captureView(state: State, input: Record<string, unknown>, outcome: Outcome) {
	const { status, leadId, createdId, conflictedId, refusal } = outcome;
	const echoes = Object.fromEntries(SWITCHES.map((name) => [name, input[name] ?? false]));
	const activity = {
		PostDeDupActionPerformed: conflictedId ? 3 : 1,
		ActivityId: conflictedId ? null : randomUUID(),
	};
	return {
		Status: state.switches.opportunityStatusAsString ? String(status) : status,
		PrimaryAction: createdId ? 1 : 0,
		SecondaryAction: 0,
		ExceptionType: refusal?.exceptionType ?? null,
		ExceptionMessage: refusal?.message ?? null,
		RequestId: randomUUID(),
		RelatedProspectId: leadId ?? null,
		IsUnique: !conflictedId,
		CreatedOpportunityId: createdId ?? null,
		ConflictedOpportunityId: conflictedId ?? null,
		AdditionalDetails: status === 1 ? [] : [activity],
		...echoes,
	};
}
