import type { IExecuteFunctions } from 'n8n-workflow';
import { tryToParseDateTime } from 'n8n-workflow';
import { ActionableError } from '../errors';

/** A moment, as n8n's own library has it. */
export type DateTime = ReturnType<typeof tryToParseDateTime>;

// A day, and a time if there is one, and its distance to UTC if there is one. A space in place of the T
// is how databases write it.
const iso =
	/^(?<day>\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?$/i;

/**
 * A moment in ISO 8601, or a date object of n8n, Luxon or JavaScript. A time without a zone is in the
 * workflow's. Nothing else is read: `02/07/2026` is another day in another country, and the number
 * 46205 may be a cell of a sheet.
 *
 * @param label the parameter's label in the editor
 * @returns undefined when there is none
 * @throws ActionableError when it is something else, or no day of the calendar
 */
export function readDateTime(
	context: Pick<IExecuteFunctions, 'getTimezone'>,
	value: unknown,
	label: string,
): DateTime | undefined {
	if (value === undefined || value === null) return undefined;
	const given = typeof value === 'string' ? value.replace(/\p{Cf}/gu, '').trim() : value;
	if (given === '') return undefined;
	const read = typeof given === 'string' ? readText(given, context) : readObject(given, context);
	if (read) return read;
	throw new ActionableError(
		`'${label}' is not a date and time: ${(JSON.stringify(value) ?? String(value)).slice(0, 60)}`,
		'It should look like 2026-01-15T10:20:30, or be a date of n8n, such as {{ $now }}. Other texts can be turned into one, for example {{ DateTime.fromFormat($json.date, "dd/MM/yyyy") }}.',
	);
}

function readText(
	text: string,
	context: Pick<IExecuteFunctions, 'getTimezone'>,
): DateTime | undefined {
	const day = iso.exec(text)?.groups?.day;
	if (!day) return undefined;
	const standard = text
		.toUpperCase()
		.replace(/^(.{10}) /, '$1T')
		.replace(/ /g, '');
	const read = attempt(standard, context);
	// Days that there are not, such as 30 February, would become others.
	return read?.toFormat('yyyy-MM-dd') === day ? read : undefined;
}

function readObject(
	value: unknown,
	context: Pick<IExecuteFunctions, 'getTimezone'>,
): DateTime | undefined {
	// Expressions run in a realm of their own, whose Date is another class.
	const isDate = Object.prototype.toString.call(value) === '[object Date]';
	if (isDate) {
		const time = (value as Date).getTime();
		return Number.isNaN(time) ? undefined : attempt(new Date(time), context);
	}
	const isLuxon = (value as { isLuxonDateTime?: unknown }).isLuxonDateTime === true;
	return isLuxon && (value as DateTime).isValid ? attempt(value, context) : undefined;
}

function attempt(
	value: unknown,
	context: Pick<IExecuteFunctions, 'getTimezone'>,
): DateTime | undefined {
	try {
		return tryToParseDateTime(value, context.getTimezone());
	} catch {
		return undefined;
	}
}
