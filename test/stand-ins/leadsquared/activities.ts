import { randomUUID } from 'node:crypto';
import type { Call, Endpoints } from './endpoint';
import {
	checkTime,
	readNumber,
	readObject,
	readText,
	refuseUnknownKeys,
	success,
} from './endpoint';
import { invalidInput, missing, unknownActivity, unknownLead } from './errors';
import { planWrites, readRows } from './fieldValues';
import { newLead, upsertLead, writeLead } from './leadWrites';
import type { State } from './state';
import type { Activity, RecordType } from './types';

const DETAIL_KEYS = [
	'ActivityEvent',
	'ActivityNote',
	'ActivityDate',
	'ActivityDateTime',
	'ProcessFilesAsync',
	'Score',
	'ValidateDropDownOptions',
	'IncludeLeadScore',
	'Fields',
];

function activityType(state: State, code: unknown): RecordType {
	if (code === undefined) throw missing(`'ActivityEvent' is mandatory.`);
	const type = state.activityTypes.get(readNumber(code, 'ActivityEvent'));
	// Guess: no public source shows the answer to an unknown event code.
	if (!type) throw invalidInput('Invalid Input! Parameter Name: ActivityEvent');
	return type;
}

/** What to write into an activity; throws before anything is stored. */
function planFields(state: State, type: RecordType, input: Record<string, unknown>) {
	checkTime(input.ActivityDateTime, 'ActivityDateTime');
	return planWrites(state, readRows(input.Fields ?? [], 'SchemaName'), {
		word: 'SchemaName',
		fields: type.fields,
		entity: '1',
		entityId: String(type.code),
		nested: true,
		flattened: false,
	});
}

/** Makes an activity once the lead is known; `findLead` is asked last, as it may make a lead. */
function addActivity(state: State, input: Record<string, unknown>, findLead: () => string) {
	const type = activityType(state, input.ActivityEvent);
	const writes = planFields(state, type, input);
	const now = state.now();
	const activity: Activity = {
		id: randomUUID(),
		leadId: findLead(),
		event: type.code,
		note: typeof input.ActivityNote === 'string' ? input.ActivityNote : '',
		createdOn: typeof input.ActivityDateTime === 'string' ? input.ActivityDateTime : now,
		modifiedOn: now,
		values: {},
		fieldSets: {},
		attachments: [],
	};
	state.writes(activity, true);
	for (const write of writes) write({ recordType: 'Activity', ...activity });
	state.activities.set(activity.id, activity);
	const ids = { Id: activity.id, RelatedId: activity.leadId };
	return success(state.switches.createAnswersRelatedId ? ids : { Id: activity.id });
}

function createActivity({ state, body }: Call) {
	const input = readObject(body, 'The body');
	refuseUnknownKeys(input, [...DETAIL_KEYS, 'RelatedProspectId', 'EmailAddress']);
	return addActivity(state, input, () => {
		if (input.RelatedProspectId !== undefined) {
			const id = readText(input, 'RelatedProspectId');
			if (!state.leads.has(id)) throw unknownLead();
			return id;
		}
		// Documented: a lead with this address is made when there is none.
		const address = readText(input, 'EmailAddress');
		for (const lead of state.leads.values()) {
			if (lead.values.EmailAddress?.toLowerCase() === address.toLowerCase()) return lead.id;
		}
		const lead = newLead(state);
		const rows = [{ name: 'EmailAddress', value: address }];
		writeLead(state, lead, rows, { nested: false, flattened: false });
		return lead.id;
	});
}

function createCustom({ state, body }: Call) {
	const { LeadDetails, Activity: details, ...rest } = readObject(body, 'The body');
	refuseUnknownKeys(rest, ['ValidateDropDownOptions']);
	const input = readObject(details, 'Activity');
	refuseUnknownKeys(input, DETAIL_KEYS);
	return addActivity(state, input, () => {
		const rules = { nested: true, defaultOrder: ['EmailAddress', 'Phone'] };
		return upsertLead(state, LeadDetails, rules).lead.id;
	});
}

function updateActivity({ state, body }: Call) {
	const input = readObject(body, 'The body');
	refuseUnknownKeys(input, [...DETAIL_KEYS, 'ProspectActivityId', 'RelatedProspectId']);
	const activity = state.activities.get(readText(input, 'ProspectActivityId'));
	if (!activity) throw unknownActivity();
	const type = activityType(state, input.ActivityEvent);
	// Guess: the message. That the event must fit is what a careful service would ask.
	if (type.code !== activity.event) {
		throw invalidInput(`The activity is of type ${activity.event}, not ${type.code}.`);
	}
	if (type.eventType !== 2) throw invalidInput('Only custom activities can be updated.');
	const related = input.RelatedProspectId;
	if (related !== undefined && related !== activity.leadId) throw unknownLead();
	const writes = planFields(state, type, input);
	state.writes(activity);
	for (const write of writes) {
		write({ recordType: 'Activity', ...activity });
	}
	if (typeof input.ActivityNote === 'string') activity.note = input.ActivityNote;
	else if (state.switches.updateWithoutNoteClearsIt) activity.note = '';
	activity.modifiedOn = state.now();
	return success({ Id: activity.id });
}

function addAttachment({ state, body, isForm }: Call) {
	// One client's finding: a form is answered with success, and nothing is linked.
	if (isForm) return success({ Id: randomUUID() });
	const input = readObject(body, 'The body');
	// `FileType` is undocumented, and sent by one client.
	refuseUnknownKeys(input, [
		'ProspectActivityId',
		'AttachmentName',
		'Description',
		'AttachmentFile',
		'FileType',
	]);
	const id = readText(input, 'ProspectActivityId');
	const opportunity = state.switches.opportunityTakesAttachments
		? state.opportunities.get(id)
		: undefined;
	const activity = state.activities.get(id) ?? opportunity;
	if (!activity) throw unknownActivity();
	const name = readText(input, 'AttachmentName');
	const url = readText(input, 'AttachmentFile');
	if (!state.type(activity.event)?.allowAttachments) {
		// Guess: no public source shows the answer when Allow Attachments is off.
		throw invalidInput('Attachments are not allowed for this activity type.');
	}
	const upload = state.uploadAt(url);
	// Guess: the name is not accepted where a URL belongs, nor is any other address.
	if (!upload && state.switches.strictAttachmentUrls) {
		throw invalidInput('AttachmentFile is no URL that an upload returned.');
	}
	if (state.switches.attachmentsAnswer === 'errorIn200') {
		return { ...invalidInput('The attachment could not be added.').envelope };
	}
	const description = typeof input.Description === 'string' ? input.Description : '';
	const attachment = { id: randomUUID(), name, description, url };
	state.writes(activity);
	activity.attachments.push(attachment);
	if (upload) {
		const recordType = opportunity ? ('Opportunity' as const) : ('Activity' as const);
		state.places.push({ recordType, recordId: id, field: 'Attachment', upload });
	}
	return success({ Id: attachment.id });
}

/** Writing activities. */
export const activityEndpoints: Endpoints = {
	'ProspectActivity.svc/Create': { method: 'POST', handle: createActivity },
	'ProspectActivity.svc/CreateCustom': { method: 'POST', handle: createCustom },
	'ProspectActivity.svc/CustomActivity/Update': { method: 'POST', handle: updateActivity },
	'ProspectActivity.svc/Attachment/Add': {
		method: 'POST',
		handle: addAttachment,
		allowsForm: true,
	},
};
