import type { IDataObject } from 'n8n-workflow';
import { inDoubt, ActionableError } from '../../shared/errors';
import type { Found, Sent } from '../../shared/execution/doubt';
import { nonEmptyText } from '../../shared/parameters/coercion';
import { assertDone, isWholeList, listIn, textId } from './answers';
import type { DoubtSettings, LeadSquaredClient } from './client';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { toNestedRow, toRow } from './fieldRows';
import type { LeadQuery } from './leadLookups';
import { leadKey, lookUpLead } from './leadLookups';
import { newIn } from './newRecords';

const service = 'OpportunityManagement.svc';

/** An opportunity to be created, or matched with one that is there. */
export interface Capture {
	/** Fields that name the lead; the one in `searchBy` is matched. */
	lead: FieldValue[];
	searchBy: string;
	/** The lead's id, where it is there already. */
	leadId?: string;
	/** What names a lead that LeadSquared may have to create. */
	newLead?: LeadQuery;
	eventCode: number;
	note?: string;
	/** UTC, `YYYY-MM-DD HH:MM:SS`. */
	dateTime?: string;
	fields: FieldValue[];
	fieldSet?: FieldSetValues;
	/** Switches of the call, e.g. `OverwriteFields`. */
	switches: IDataObject;
}

/** What became of a capture. */
export interface CaptureOutcome {
	opportunityId: string;
	leadId?: string;
	/** Whether a new opportunity was made; otherwise the id is that of the one in its way. */
	created: boolean;
	/** What LeadSquared says about a capture that succeeded in part. */
	warning?: string;
	response: IDataObject;
}

const perhapsPostedTwice =
	'The opportunity was captured again after an answer was lost, and was there already: the activity that LeadSquared posts for it may be there twice.';

/**
 * Creates an opportunity, or finds the one that it duplicates. The answer's numeric `Status` decides:
 * 0 success, 1 failure, 2 partial success, all with HTTP 200 (assumed from public clients; compared
 * loosely, since it has been seen as a text).
 *
 * @throws ActionableError on failure, with LeadSquared's own message
 */
export async function captureOpportunity(
	client: LeadSquaredClient,
	capture: Capture,
	doubt: DoubtSettings,
): Promise<CaptureOutcome> {
	const { newLead, switches } = capture;
	const body = captureBody(capture);
	let attempts = 0;
	const request = {
		key: JSON.stringify(['opportunity', body]),
		idOf: ({ opportunityId, created }: CaptureOutcome) =>
			created ? `opportunity ${opportunityId}` : undefined,
		send: async () => {
			attempts++;
			return readCapture(await client.post<IDataObject>(`${service}/Capture`, body));
		},
		look: async (sent: Sent) => await findNewOpportunity(client, capture, sent),
	};
	const post = async () => {
		const outcome = await client.sendOnce(request, doubt);
		// An attempt that found an opportunity leaves no new one by which it could be looked up.
		const isOnce = outcome.created || switches.DoNotPostDuplicateActivity === true;
		if (attempts > 1 && !isOnce) doubt.warnings.push(perhapsPostedTwice);
		return outcome;
	};
	return newLead ? await client.execution.mutex.run(leadKey(newLead), post) : await post();
}

/** Opportunities that the request may have made: the lead's newest of that type. */
async function findNewOpportunity(
	client: LeadSquaredClient,
	{ newLead, leadId: knownId, eventCode, note, dateTime, fields, fieldSet }: Capture,
	sent: Sent,
): Promise<Array<Found<CaptureOutcome>> | undefined> {
	const leadId = knownId ?? (newLead && (await lookUpLead(client, newLead))?.ProspectID);
	// The lead is made with the opportunity.
	if (leadId === undefined) return [];
	const of = { leadId, eventCode: String(eventCode) };
	const answer = await listAnswer(client, of, 1, rowsLookedThrough);
	const wanted = {
		kind: 'opportunity',
		idNames: ['OpportunityId', 'ProspectOpportunityId', 'Id'],
		note,
		dateTime,
		fields,
		fieldSet,
	};
	const isWhole = isWholeList(answer, rowsLookedThrough);
	const { account } = client.execution;
	return newIn(listIn(answer), wanted, { account, sent, isWhole })?.map(
		({ id, result: opportunityId }) => ({
			id,
			result: { opportunityId, leadId, created: true, response: {} },
		}),
	);
}

const rowsLookedThrough = 100;

function readCapture(response: IDataObject): CaptureOutcome {
	const created = textId(response.CreatedOpportunityId);
	const conflicting = textId(response.ConflictedOpportunityId);
	const status = String(response.Status ?? '');
	const says = nonEmptyText(response.ExceptionMessage);
	const opportunityId = created ?? conflicting;
	if (status === '1' || !opportunityId) {
		// Without a word of failure it may well be there.
		const isInDoubt = status !== '1' && says === undefined;
		const conflict = conflicting && `It conflicts with the opportunity ${conflicting}.`;
		throw new ActionableError(
			`LeadSquared did not capture the opportunity: ${says ?? 'it gave no reason'}`,
			isInDoubt ? inDoubt('LeadSquared') : conflict,
			{ fromService: true, isInDoubt },
		);
	}
	return {
		opportunityId,
		leadId: textId(response.RelatedProspectId),
		created: created !== undefined,
		...(status === '2' ? { warning: says ?? 'LeadSquared reports a partial success' } : {}),
		response,
	};
}

function captureBody(capture: Capture): IDataObject {
	const { lead, searchBy, eventCode, note, dateTime, fields, fieldSet, switches } = capture;
	return {
		LeadDetails: [...lead, { schemaName: 'SearchBy', value: searchBy }].map((field) =>
			toRow('Attribute', field),
		),
		Opportunity: {
			OpportunityEventCode: eventCode,
			...(note ? { OpportunityNote: note } : {}),
			...(dateTime ? { OpportunityDateTime: dateTime } : {}),
			...switches,
			Fields: [
				...fields.map((field) => toRow('SchemaName', field)),
				...(fieldSet ? [toNestedRow('SchemaName', fieldSet)] : []),
			],
		},
	};
}

/** Puts values into the custom field set of an opportunity. */
export async function updateOpportunityFieldSet(
	client: LeadSquaredClient,
	opportunityId: string,
	fieldSet: FieldSetValues,
): Promise<IDataObject> {
	const body = {
		ProspectOpportunityId: opportunityId,
		Fields: [toNestedRow('SchemaName', fieldSet)],
	};
	const answer = await client.post<unknown>(`${service}/Update`, body, {}, 'idempotent');
	return assertDone(answer, 'opportunity').response;
}

/** An opportunity with its fields, and with links to its files. */
export async function getOpportunity(
	client: LeadSquaredClient,
	opportunityId: string,
): Promise<IDataObject> {
	const qs = { OpportunityId: opportunityId, getFileURL: 'true' };
	return await client.get<IDataObject>(`${service}/GetOpportunityDetails`, qs);
}

/**
 * A page of a lead's opportunities, of one type if told. `page` starts at 1; that the call pages like
 * others is assumed.
 */
export async function listOpportunities(
	client: LeadSquaredClient,
	{ leadId, eventCode }: { leadId: string; eventCode?: string },
	page: number,
	pageSize: number,
): Promise<IDataObject[]> {
	return listIn(await listAnswer(client, { leadId, eventCode }, page, pageSize));
}

async function listAnswer(
	client: LeadSquaredClient,
	{ leadId, eventCode }: { leadId: string; eventCode?: string },
	page: number,
	pageSize: number,
): Promise<unknown> {
	const body = { Paging: { PageIndex: page, PageSize: pageSize } };
	const path = `${service}/GetOpportunitiesOfLead`;
	const qs = { leadId, ...(eventCode ? { opportunityType: eventCode } : {}) };
	return await client.post<unknown>(path, body, qs, 'lookup');
}
