import type { IDataObject } from 'n8n-workflow';
import { assertDone, idIn, listIn, namedIn } from './answers';
import type { LeadSquaredClient } from './client';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toNestedRow, toRow } from './fieldRows';

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

/** Posts an activity on a lead; to be sent once only. */
export async function createActivity(
	client: LeadSquaredClient,
	activity: NewActivity,
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
	const post = async () => await client.post<unknown>(`${service}/Create`, body);
	const answer =
		'id' in lead ? await post() : await client.execution.mutex.run(lead.email.toLowerCase(), post);
	return {
		activityId: idIn(answer, 'activity'),
		leadId: namedIn(answer, 'RelatedId'),
		response: answer as IDataObject,
	};
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
	{ name, url, description }: Attachment,
): Promise<string> {
	const answer = await client.post<unknown>(`${service}/Attachment/Add`, {
		ProspectActivityId: activityId,
		AttachmentName: name,
		Description: description ?? '',
		AttachmentFile: url,
	});
	return idIn(answer, 'attachment');
}

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
