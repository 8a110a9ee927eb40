import type { IDataObject } from 'n8n-workflow';
import type { Found, Sent } from '../../shared/execution/doubt';
import { assertDone, idIn, isWholeList, listIn, memberOf, namedIn } from './answers';
import type { DoubtSettings, LeadSquaredClient } from './client';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toNestedRow, toRow } from './fieldRows';
import { lookUpLead } from './leadLookups';
import { newIn } from './newRecords';
import { attachmentsOf, isAttachment } from './recordFiles';

const service = 'ProspectActivity.svc';

/** A new activity. */
export interface NewActivity {
	/** The lead, by id or by e-mail address; an unknown address makes LeadSquared create the lead. */
	lead: { id: string } | { email: string };
	eventCode: number;
	note?: string;
	/** UTC, `YYYY-MM-DD HH:MM:SS`. */
	dateTime?: string;
	score?: number;
	fields: FieldValue[];
	fieldSet?: FieldSetValues;
}

/** What became of a new activity. */
export interface CreatedActivity {
	activityId: string;
	/** Not in every answer. */
	leadId?: string;
	response: IDataObject;
}

/** Posts an activity on a lead; when the answer is lost, the lead's activities are looked through. */
export async function createActivity(
	client: LeadSquaredClient,
	activity: NewActivity,
	doubt: DoubtSettings,
): Promise<CreatedActivity> {
	const { lead, eventCode, note, dateTime, score, fields, fieldSet } = activity;
	const body: IDataObject = {
		...('id' in lead ? { RelatedProspectId: lead.id } : { EmailAddress: lead.email }),
		ActivityEvent: eventCode,
		...(note ? { ActivityNote: note } : {}),
		...(dateTime ? { ActivityDateTime: dateTime } : {}),
		...(score === undefined ? {} : { Score: score }),
		ProcessFilesAsync: true,
		Fields: [
			...fields.map((field) => toRow('SchemaName', field)),
			...(fieldSet ? [toNestedRow('SchemaName', fieldSet)] : []),
		],
	};
	const request = {
		key: JSON.stringify(['activity', activity]),
		idOf: ({ activityId }: CreatedActivity) => `activity ${activityId}`,
		send: async () => {
			const answer = await client.post<unknown>(`${service}/Create`, body);
			return {
				activityId: idIn(answer, 'activity'),
				leadId: namedIn(answer, 'RelatedId'),
				response: answer as IDataObject,
			};
		},
		look: async (sent: Sent) => await findNewActivity(client, activity, sent),
	};
	const create = async () => await client.sendOnce(request, doubt);
	if ('id' in lead) return await create();
	return await client.execution.mutex.run(lead.email.toLowerCase(), create);
}

/** Activities that the request may have made: the lead's newest of that type. */
async function findNewActivity(
	client: LeadSquaredClient,
	{ lead, eventCode, note, dateTime, fields, fieldSet }: NewActivity,
	sent: Sent,
): Promise<Array<Found<CreatedActivity>> | undefined> {
	const leadId = 'id' in lead ? lead.id : await leadWithEmail(client, lead.email);
	// The lead is made with the activity.
	if (leadId === undefined) return [];
	const body = {
		Parameter: { ActivityEvent: eventCode },
		Paging: { Offset: '0', RowCount: String(rowsLookedThrough) },
	};
	const answer = await client.post<unknown>(`${service}/Retrieve`, body, { leadId }, 'lookup');
	const rows = listIn(answer).filter((row) => isOfType(row, eventCode));
	const isWhole = isWholeList(answer, rowsLookedThrough);
	const idNames = ['Id', 'ProspectActivityId'];
	const wanted = { kind: 'activity', idNames, note, dateTime, fields, fieldSet };
	const { account } = client.execution;
	return newIn(rows, wanted, { account, sent, isWhole })?.map(({ id, result: activityId }) => ({
		id,
		result: { activityId, leadId, response: {} },
	}));
}

const rowsLookedThrough = 100;

async function leadWithEmail(client: LeadSquaredClient, value: string) {
	return (await lookUpLead(client, { by: 'email', value }))?.ProspectID;
}

/** A row that does not tell its type may be of the right one. */
function isOfType(row: IDataObject, eventCode: number): boolean {
	const code = memberOf(row, 'EventCode') ?? memberOf(row, 'ActivityEvent');
	return code === undefined || Number(code) === eventCode;
}

/** Puts values into the custom field set of an activity. */
export async function updateActivityFieldSet(
	client: LeadSquaredClient,
	activityId: string,
	eventCode: number,
	fieldSet: FieldSetValues,
): Promise<IDataObject> {
	const body = {
		ProspectActivityId: activityId,
		ActivityEvent: eventCode,
		ProcessFilesAsync: true,
		Fields: [toNestedRow('SchemaName', fieldSet)],
	};
	const path = `${service}/CustomActivity/Update`;
	return assertDone(await client.post<unknown>(path, body, {}, 'idempotent'), 'activity').response;
}

/** An entry of an activity's attachment list. */
export interface Attachment {
	name: string;
	/** The storage link of the upload. */
	url: string;
	description?: string;
}

/** Adds a file to an activity's attachment list. @returns the attachment's id */
export async function addAttachment(
	client: LeadSquaredClient,
	activityId: string,
	attachment: Attachment,
	doubt: DoubtSettings,
): Promise<string> {
	const { name, url, description } = attachment;
	const body = {
		ProspectActivityId: activityId,
		AttachmentName: name,
		Description: description ?? '',
		AttachmentFile: url,
	};
	const request = {
		key: JSON.stringify(['attachment', activityId, name, url, description]),
		idOf: claimOf,
		send: async () =>
			idIn(await client.post<unknown>(`${service}/Attachment/Add`, body), 'attachment'),
		look: async ({ madeAt }: Sent) => {
			// What an item has added is another one.
			const list = attachmentsOf(await getActivity(client, activityId))?.filter(
				({ attachmentId: id }) => id === undefined || !madeAt(claimOf(id)),
			);
			const mine = list?.filter((entry) => isAttachment(entry, attachment) === true);
			if (!list || !mine) return undefined;
			const isOpen = list.some((entry) => isAttachment(entry, attachment) === null);
			const ids = mine.map((entry) => entry.attachmentId);
			// Without ids nobody can tell an older one with the same link from this one.
			if ((ids.length === 0 && isOpen) || ids.includes(undefined)) return undefined;
			return ids.map((id) => ({ id: claimOf(String(id)), result: String(id) }));
		},
	};
	return await client.sendOnce(request, doubt);
}

const claimOf = (attachmentId: string) => `attachment ${attachmentId}`;

/** An activity with its fields, and with links to its files. */
export async function getActivity(
	client: LeadSquaredClient,
	activityId: string,
): Promise<IDataObject> {
	const qs = { activityId, getFileURL: 'true' };
	return await client.get<IDataObject>(`${service}/GetActivityDetails`, qs);
}

/**
 * The first activities of a lead. To get more, ask for more rows: whether the offset of this call
 * counts pages (its page says so) or rows (a public client does) is open, but 0 is the start in both.
 */
export async function listActivities(
	client: LeadSquaredClient,
	leadId: string,
	rows: number,
): Promise<IDataObject[]> {
	const body = { Paging: { Offset: '0', RowCount: String(rows) } };
	const path = `${service}/Retrieve`;
	const answer = await client.post<IDataObject>(path, body, { leadId }, 'lookup');
	return listIn(answer);
}
