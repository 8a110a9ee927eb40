import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { tryToParseDateTime } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';

const label = 'Date and Time';

/** When a record came about, as one of its additional fields. */
export function dateTimeField(description: string): INodeProperties {
	return { displayName: label, name: 'dateTime', type: 'dateTime', default: '', description };
}

/**
 * A time as LeadSquared takes it: UTC, `YYYY-MM-DD HH:MM:SS`; a time without a zone is in the
 * workflow's.
 *
 * @throws ActionableError when it is no time
 */
export function readDateTime(context: IExecuteFunctions, value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	try {
		return tryToParseDateTime(value, context.getTimezone()).toUTC().toFormat('yyyy-MM-dd HH:mm:ss');
	} catch {
		return notATime(value);
	}
}

function notATime(value: unknown): never {
	throw new ActionableError(
		`'${label}' is not a date and time: ${JSON.stringify(value)}`,
		'It should look like 2026-01-15T10:20:30.',
	);
}
