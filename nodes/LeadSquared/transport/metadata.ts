import type { IDataObject } from 'n8n-workflow';
import { listIn } from './answers';
import type { LeadSquaredClient } from './client';

/** A field as metadata shows it, of a record or inside a custom field set. */
export interface FieldInfo {
	schemaName: string;
	label: string;
	dataType: string;
	/** The fields inside, where the field is a custom field set and the metadata says so. */
	inner?: FieldInfo[];
	/** Whether it is certainly a custom field set. */
	isFieldSet: boolean;
}

/** A type of activities or opportunities. */
export interface RecordType {
	eventCode: string;
	label: string;
}

/** Fields of leads. */
export async function getLeadFields(client: LeadSquaredClient): Promise<FieldInfo[]> {
	const qs = { excludeOptionSets: '1' };
	return toFields(await client.get<unknown>('LeadManagement.svc/LeadsMetaData.Get', qs));
}

/** Types of activities. */
export async function getActivityTypes(client: LeadSquaredClient): Promise<RecordType[]> {
	return toTypes(await client.get<unknown>('ProspectActivity.svc/ActivityTypes.Get'));
}

/** Types of opportunities; the shape of the answer is assumed. */
export async function getOpportunityTypes(client: LeadSquaredClient): Promise<RecordType[]> {
	return toTypes(await client.get<unknown>('OpportunityManagement.svc/GetOpportunityTypes'));
}

/** Fields of a type of activities. */
export async function getActivityFields(
	client: LeadSquaredClient,
	eventCode: string,
): Promise<FieldInfo[]> {
	const path = 'ProspectActivity.svc/CustomActivity/GetActivitySetting';
	return toFields(await client.get<unknown>(path, { code: eventCode }));
}

/** Fields of a type of opportunities. */
export async function getOpportunityFields(
	client: LeadSquaredClient,
	eventCode: string,
): Promise<FieldInfo[]> {
	const path = 'OpportunityManagement.svc/GetOpportunityTypeMetadata';
	return toFields(await client.get<unknown>(path, { code: eventCode }));
}

/**
 * The fields inside a custom field set, where an answer shows them. Seen on records; that type
 * settings show the same is assumed.
 */
export function innerFieldsOf(field: IDataObject): IDataObject[] | undefined {
	const form = field.CustomObjectFormProperties as IDataObject | undefined;
	const rows = (form?.FieldProperties as IDataObject | undefined)?.FormMetaData;
	return Array.isArray(rows) ? (rows as IDataObject[]) : undefined;
}

function toTypes(answer: unknown): RecordType[] {
	return listIn(answer)
		.map((type) => {
			const eventCode = String(
				type.ActivityEvent ?? type.EventCode ?? type.OpportunityEventCode ?? '',
			);
			const label = type.DisplayName ?? type.ActivityEventName ?? type.EventName ?? type.Name;
			return { eventCode, label: String(label ?? `Event code ${eventCode}`) };
		})
		.filter(({ eventCode }) => eventCode !== '');
}

function toFields(answer: unknown): FieldInfo[] {
	const { Fields } = (answer ?? {}) as { Fields?: unknown };
	return (Array.isArray(Fields) ? (Fields as IDataObject[]) : listIn(answer))
		.map(toField)
		.filter(({ schemaName }) => schemaName !== '');
}

function toField(field: IDataObject): FieldInfo {
	const schemaName = String(field.SchemaName ?? '');
	const dataType = String(field.DataType ?? '');
	const inner = innerFieldsOf(field)?.map(toField);
	return {
		schemaName,
		label: String(field.DisplayName || schemaName),
		dataType,
		...(inner ? { inner } : {}),
		// No text that marks a set is documented; these are the likely ones.
		isFieldSet: inner !== undefined || /custom\s*(object|field\s*set)/i.test(dataType),
	};
}
