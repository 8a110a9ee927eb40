import type { Call, Endpoints } from './endpoint';
import { isTrue, readNumber, readObject, readParameter } from './endpoint';
import { invalidInput, unknownActivity } from './errors';
import { attachmentViews, flatValues, recordFields, textInList, typeFields } from './recordViews';

function activityDetails(call: Call) {
	const { state } = call;
	const activity = state.seen(state.activities.get(readParameter(call, 'activityId')));
	if (!activity) throw unknownActivity();
	const type = state.type(activity.event);
	return {
		// Guess: whether this is the activity's id or its type's.
		ID: activity.id,
		Name: type?.name,
		DisplayName: type?.name,
		RelatedProspectId: activity.leadId,
		CreatedOnString: activity.createdOn,
		Fields: recordFields(state, activity, isTrue(call, 'getFileURL')),
		...attachmentViews(state, activity),
	};
}

function activitiesOfLead(call: Call) {
	const { state, body } = call;
	const leadId = readParameter(call, 'leadId');
	const { Parameter, Paging } = body === undefined ? {} : readObject(body, 'The body');
	const event =
		Parameter === undefined ? undefined : readObject(Parameter, 'Parameter').ActivityEvent;
	const code = event === undefined ? undefined : readNumber(event, 'ActivityEvent');
	const found = state
		.allSeen(state.activities)
		.filter((activity) => activity.leadId === leadId && (!code || activity.event === code))
		// Guess: newest first.
		.sort((one, other) => other.createdOn.localeCompare(one.createdOn));

	// Documented: 25 rows unless told otherwise.
	const { Offset = 0, RowCount = 25 } = Paging === undefined ? {} : readObject(Paging, 'Paging');
	const count = readNumber(RowCount, 'RowCount');
	const offset = readNumber(Offset, 'Offset');
	if (offset < 0 || count < 1) throw invalidInput('Invalid Input! Parameter Name: Paging');
	// Guess: the first page is 0, as in the documented sample.
	const start = state.switches.nextOffsetIsPage ? offset * count : offset;
	const withUrls = isTrue(call, 'getFileURL');
	const rows = found.slice(start, start + count).map((activity) => ({
		Id: activity.id,
		EventCode: activity.event,
		EventName: state.type(activity.event)?.name,
		ActivityScore: 0,
		CreatedOn: activity.createdOn,
		ModifiedOn: activity.modifiedOn,
		RelatedProspectId: activity.leadId,
		ActivityType: 2,
		Type: 'Inbound',
		Data: [{ Key: 'ActivityEvent_Note', Value: textInList(state, activity.note) }],
		ActivityFields: {
			ActivityEvent_Note: textInList(state, activity.note),
			...flatValues(state, activity),
		},
		// Guess: where links are shown in this answer.
		...(withUrls ? { Fields: recordFields(state, activity, true) } : {}),
	}));
	const list = { RecordCount: found.length };
	return rows.length === 0 && state.switches.emptyListOmitsKey
		? list
		: { ...list, ProspectActivities: rows };
}

function activityTypes({ state }: Call) {
	const { activityTypeLabel, activityEventAsString } = state.switches;
	return [...state.activityTypes.values()].map((type) => ({
		...(activityTypeLabel === 'ActivityEventName' ? {} : { DisplayName: type.name }),
		...(activityTypeLabel === 'DisplayName' ? {} : { ActivityEventName: type.name }),
		ActivityEvent: activityEventAsString ? String(type.code) : type.code,
		EventType: type.eventType,
	}));
}

function activitySetting(call: Call) {
	const { state } = call;
	const type = state.activityTypes.get(readNumber(readParameter(call, 'code'), 'code'));
	if (!type) throw invalidInput('Invalid Input! Parameter Name: code');
	return { ID: type.id, Name: type.name, DisplayName: type.name, Fields: typeFields(state, type) };
}

function dropdownOptions({ state, body }: Call) {
	const { Parameter } = readObject(body, 'The body');
	const { SchemaName, ActivityEventCode, CustomObjectSchemaName } = readObject(
		Parameter,
		'Parameter',
	);
	const type = state.type(readNumber(ActivityEventCode, 'ActivityEventCode'));
	const field = type?.fields.find(({ schemaName }) => schemaName === SchemaName);
	if (!field) throw invalidInput('Invalid Input! Parameter Name: SchemaName');
	const inner = field.inner?.find(({ schemaName }) => schemaName === CustomObjectSchemaName);
	if (CustomObjectSchemaName !== undefined && !inner) {
		throw invalidInput('Invalid Input! Parameter Name: CustomObjectSchemaName');
	}
	// Guess: the shape of the answer.
	return ((inner ?? field).options ?? []).map((Value) => ({ Value }));
}

/** Reading activities and their types. */
export const activityReadEndpoints: Endpoints = {
	'ProspectActivity.svc/GetActivityDetails': { method: 'GET', handle: activityDetails },
	'ProspectActivity.svc/Retrieve': {
		method: 'POST',
		handle: activitiesOfLead,
		bodyOptional: true,
	},
	'ProspectActivity.svc/ActivityTypes.Get': { method: 'GET', handle: activityTypes },
	'ProspectActivity.svc/CustomActivity/GetActivitySetting': {
		method: 'GET',
		handle: activitySetting,
	},
	'ProspectActivity.svc/ActivityField/Dropdown/Options/Get': {
		method: 'POST',
		handle: dropdownOptions,
	},
};
