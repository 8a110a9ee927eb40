import { captureOpportunity, planOpportunity } from './capture';
import type { Call, Endpoints } from './endpoint';
import {
	isTrue,
	readNumber,
	readObject,
	readPage,
	readParameter,
	readText,
	refuseUnknownKeys,
	success,
} from './endpoint';
import { invalidInput, unknownOpportunity } from './errors';
import { attachmentViews, flatValues, recordFields, textInList, typeFields } from './recordViews';

function updateOpportunity({ state, body }: Call) {
	const input = readObject(body, 'The body');
	refuseUnknownKeys(input, ['ProspectOpportunityId', 'OpportunityNote', 'Fields']);
	const wanted = readText(input, 'ProspectOpportunityId');
	const opportunity = [...state.opportunities.values()].find(
		({ id, autoId }) => id === wanted || autoId === wanted,
	);
	const type = opportunity && state.opportunityTypes.get(opportunity.event);
	if (!type) throw unknownOpportunity();
	const writes = planOpportunity(state, type, input.Fields);
	state.writes(opportunity);
	for (const write of writes) {
		write({ recordType: 'Opportunity', ...opportunity });
	}
	if (typeof input.OpportunityNote === 'string') opportunity.note = input.OpportunityNote;
	opportunity.modifiedOn = state.now();
	return success({ Id: opportunity.id });
}

function opportunityDetails(call: Call) {
	const { state } = call;
	const opportunity = state.seen(state.opportunities.get(readParameter(call, 'OpportunityId')));
	if (!opportunity) throw unknownOpportunity();
	const type = state.type(opportunity.event);
	return {
		// Guess: whether this is the opportunity's id or its type's.
		ID: opportunity.id,
		Name: type?.name,
		DisplayName: type?.name,
		RelatedProspectId: opportunity.leadId,
		OpportunityNote: opportunity.note,
		Fields: recordFields(state, opportunity, isTrue(call, 'getFileURL')),
		...attachmentViews(state, opportunity),
	};
}

/** A public client found these rows flat, with `OpportunityId` and without `Fields`. */
function opportunitiesOfLead(call: Call) {
	const { state, query, body } = call;
	const leadId = readParameter(call, 'leadId');
	if (state.switches.opportunityTypeRequired) readParameter(call, 'opportunityType');
	const wanted = query.get('opportunityType');
	const code = wanted === null ? undefined : readNumber(wanted, 'opportunityType');
	const found = state
		.allSeen(state.opportunities)
		.filter(
			(opportunity) => opportunity.leadId === leadId && (!code || opportunity.event === code),
		);
	const { Paging } = body === undefined ? {} : readObject(body, 'The body');
	const rows = readPage(found, Paging).map((opportunity) => ({
		OpportunityId: opportunity.id,
		ProspectActivityAutoId: opportunity.autoId,
		RelatedProspectId: opportunity.leadId,
		OpportunityEvent: String(opportunity.event),
		OpportunityNote: textInList(state, opportunity.note),
		CreatedOn: opportunity.createdOn,
		ModifiedOn: opportunity.modifiedOn,
		...flatValues(state, opportunity),
	}));
	if (state.switches.opportunitiesAsBareArray) return rows;
	const list = { RecordCount: found.length };
	return rows.length === 0 && state.switches.emptyListOmitsKey ? list : { ...list, List: rows };
}

/** Guess: the shape. The call itself answered on a live account. */
function opportunityTypes({ state }: Call) {
	const types = [...state.opportunityTypes.values()].map(({ code, name }) => ({
		DisplayName: name,
		EventCode: code,
	}));
	return state.switches.opportunityTypesShape === 'array'
		? types
		: { RecordCount: types.length, List: types };
}

function opportunityTypeMetadata(call: Call) {
	const { state } = call;
	const type = state.opportunityTypes.get(readNumber(readParameter(call, 'code'), 'code'));
	if (!type) throw invalidInput('Invalid Input! Parameter Name: code');
	return {
		ID: type.id,
		DisplayName: type.name,
		EventCode: type.code,
		AllowAttachments: type.allowAttachments,
		Fields: typeFields(state, type),
	};
}

/** Opportunities and their types. */
export const opportunityEndpoints: Endpoints = {
	'OpportunityManagement.svc/Capture': { method: 'POST', handle: captureOpportunity },
	'OpportunityManagement.svc/Update': { method: 'POST', handle: updateOpportunity },
	'OpportunityManagement.svc/GetOpportunityDetails': { method: 'GET', handle: opportunityDetails },
	'OpportunityManagement.svc/GetOpportunitiesOfLead': {
		method: 'POST',
		handle: opportunitiesOfLead,
		bodyOptional: true,
	},
	'OpportunityManagement.svc/GetOpportunityTypes': { method: 'GET', handle: opportunityTypes },
	'OpportunityManagement.svc/GetOpportunityTypeMetadata': {
		method: 'GET',
		handle: opportunityTypeMetadata,
	},
	'OpportunityManagement.svc/IsOpportunityEnabled': {
		method: 'GET',
		handle: (call) => {
			readParameter(call, 'orgId');
			return { OpportunityManagement: 'Enabled' };
		},
	},
};
