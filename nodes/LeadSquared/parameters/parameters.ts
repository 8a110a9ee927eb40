import type { IExecuteFunctions } from 'n8n-workflow';
import { tryToParseDateTime } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { InputFile } from '../../shared/files/select';
import { readFileRows } from '../../shared/files/prepare';
import { checked, checkedEmail, checkedGuid } from '../../shared/parameters/validators';
import { checkedFileField, checkedSetField } from './schemaNames';
import type { LeadSquaredClient } from '../transport/client';
import type { LeadQuery } from '../transport/leads';
import { findLead, noSuchLead } from '../transport/leads';

/** How the user names the lead. @throws ActionableError when it is of the wrong shape */
export function readLeadQuery(context: IExecuteFunctions, itemIndex: number): LeadQuery {
	const parameter = context.getNodeParameter('leadId', itemIndex) as { mode?: string };
	switch (parameter.mode) {
		case 'email':
			return { by: 'email', value: checkedEmail(parameter, 'Lead') };
		case 'phone':
			return {
				by: 'phone',
				value: checked(parameter, 'Lead', /^\+?[\d \u00a0()./-]{4,30}$/, '+91-9876543210'),
			};
		default:
			return { by: 'id', value: checkedGuid(parameter, 'Lead') };
	}
}

/** The id of the lead that the user names. @throws ActionableError when there is none, or more than one */
export async function readLeadId(
	context: IExecuteFunctions,
	itemIndex: number,
	client: LeadSquaredClient,
): Promise<string> {
	const query = readLeadQuery(context, itemIndex);
	const leadId = await findLead(client, query);
	if (leadId === undefined) throw noSuchLead(query);
	return leadId;
}

/** The code of the chosen type. @throws ActionableError when it is no number */
export function readEventCode(
	context: IExecuteFunctions,
	itemIndex: number,
	name: 'activityType' | 'opportunityType',
): string {
	const label = name === 'activityType' ? 'Activity Type' : 'Opportunity Type';
	return checked(context.getNodeParameter(name, itemIndex), label, /^\d{1,9}$/, '252');
}

/** How the account shall keep files. */
export interface StorageOptions {
	/** Which storage of the account; 0 is LeadSquared's own. */
	storageVersion: number;
	/** Whether names are made unlike those of all other files. */
	uniqueNames: boolean;
}

/** @throws ActionableError when the storage is no number */
export function readStorageOptions(context: IExecuteFunctions, itemIndex: number): StorageOptions {
	const { storageVersion, uniqueNames } = context.getNodeParameter('options', itemIndex, {}) as {
		storageVersion?: unknown;
		uniqueNames?: boolean;
	};
	return {
		storageVersion: Number(checked(storageVersion ?? 0, 'Storage Version', /^-?\d{1,6}$/, '0')),
		uniqueNames: uniqueNames === true,
	};
}

/** A text, also where an expression gives a number; undefined when there is none. */
export function readText(value: unknown): string | undefined {
	const text = value === undefined || value === null ? '' : String(value);
	return text.trim() === '' ? undefined : text;
}

/** A custom field set, and the files for its fields. */
export interface FieldSetFiles {
	setField: string;
	/** Status of the set; left as it is when absent. */
	status?: string;
	storage: StorageOptions;
	rows: Array<{ file: InputFile; schemaName: string }>;
}

/** @throws ActionableError when a name is wrong, a file is missing, or two files go to one field */
export async function readFieldSetFiles(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<FieldSetFiles> {
	const setField = checkedSetField(context.getNodeParameter('entitySchemaName', itemIndex));
	const pairs = await readFileRows(context, itemIndex, 'schemaName');
	const rows = pairs.map(({ file, field }) => ({ file, schemaName: checkedFileField(field) }));
	const names = rows.map(({ schemaName }) => schemaName.toLowerCase());
	const twice = rows.find((_, index) => names.indexOf(names[index]) !== index);
	if (twice) {
		throw new ActionableError(
			`Two files are to go into the field ${twice.schemaName}, which holds one`,
			"Choose another 'File Field' for one of them. Nothing was sent.",
		);
	}
	const { fieldSetStatus } = context.getNodeParameter('options', itemIndex, {}) as {
		fieldSetStatus?: unknown;
	};
	return {
		setField,
		status: readText(fieldSetStatus),
		storage: readStorageOptions(context, itemIndex),
		rows,
	};
}

/**
 * A time as LeadSquared takes it: UTC, `YYYY-MM-DD HH:MM:SS`; a time without a zone is in the
 * workflow's.
 *
 * @throws ActionableError when it is no time
 */
export function toUtc(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	try {
		return tryToParseDateTime(value, context.getTimezone()).toUTC().toFormat('yyyy-MM-dd HH:mm:ss');
	} catch {
		return notATime(value, label);
	}
}

function notATime(value: unknown, label: string): never {
	throw new ActionableError(
		`'${label}' is not a date and time: ${JSON.stringify(value)}`,
		'It should look like 2026-01-15T10:20:30.',
	);
}
