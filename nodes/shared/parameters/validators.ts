import { ActionableError } from '../errors';

/**
 * The value of a field that may be a resource locator: trimmed, and without invisible characters, which
 * come along when people copy from mails and pages and make two names that look the same differ.
 */
export function valueOf(parameter: unknown): string {
	const value = unwrapped(parameter);
	return value === undefined || value === null ? '' : visible(String(value));
}

/** What a resource locator holds; anything else as it is. */
function unwrapped(parameter: unknown): unknown {
	if (typeof parameter !== 'object' || parameter === null) return parameter;
	const isLocator = 'mode' in parameter || '__rl' in parameter;
	return isLocator && 'value' in parameter ? parameter.value : parameter;
}

/** The text without format characters (zero-width, direction marks), trimmed. */
function visible(text: string): string {
	return text.replace(/\p{Cf}/gu, '').trim();
}

/**
 * A value that must have a certain shape, so that nothing from outside can reach another parameter,
 * path or record.
 *
 * @param label the parameter's label in the editor
 * @param what what is entered where it is not chosen from a list, such as "ID"
 * @throws ActionableError when it is empty or of another shape
 */
export function checked(
	parameter: unknown,
	label: string,
	shape: RegExp,
	example: string,
	what = 'ID',
): string {
	const given = unwrapped(parameter);
	const value = valueOf(given);
	const advice = `It should look like ${example}.`;
	if (value === '') throw emptyParameter(parameter, label, example, what);
	if (!shape.test(value) || !['string', 'number', 'bigint'].includes(typeof given)) {
		throw notRight(given, label, advice);
	}
	return value;
}

/** The error for a parameter without a value: one that was not filled in, or an expression that gives none. */
export function emptyParameter(
	parameter: unknown,
	label: string,
	example: string,
	what = 'ID',
): ActionableError {
	const given = unwrapped(parameter);
	// The editor leaves an empty text; nothing at all comes from an expression only.
	const isExpression = given !== parameter && (given === undefined || given === null);
	const isList = (parameter as { mode?: unknown } | null | undefined)?.mode === 'list';
	const advice = isExpression
		? `Its expression gives nothing for this item. It should give a value such as ${example}.`
		: isList
			? `Choose it from the list, or enter its ${what}.`
			: `It should look like ${example}. If it is an expression, it gives an empty text for this item.`;
	return new ActionableError(`'${label}' is empty`, advice);
}

function notRight(given: unknown, label: string, advice: string): ActionableError {
	const text = typeof given === 'string' ? visible(given).slice(0, 60) : given;
	const shown = (JSON.stringify(text) ?? String(text)).slice(0, 122);
	return new ActionableError(`'${label}' does not look right: ${shown}`, advice);
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws ActionableError when it is not a GUID */
export function checkedGuid(parameter: unknown, label: string): string {
	return checked(parameter, label, guid, 'fda46463-2f03-439b-ae4b-0649f22b9aa7');
}

/**
 * An ID of digits.
 *
 * @throws ActionableError when it has others, or is a number that JavaScript has rounded already
 */
export function checkedDigits(parameter: unknown, label: string): string {
	const given = unwrapped(parameter);
	if (typeof given === 'number' && Number.isInteger(given) && !Number.isSafeInteger(given)) {
		throw new ActionableError(
			`'${label}' is a number with too many digits to be exact: ${given}`,
			'Numbers above 9007199254740991 have been rounded before they get here, so that this is perhaps the ID of another record. Pass the ID as text: in quotes where the JSON is made, or as a text column.',
		);
	}
	return checked(parameter, label, /^\d{1,20}$/, '2000312345678901');
}

/** @throws ActionableError when it is not the name of a field: letters, digits and `_` */
export function checkedFieldName(parameter: unknown, label: string, example: string): string {
	return checked(parameter, label, /^[A-Za-z]\w{0,120}$/, example, 'schema name');
}

/**
 * A phone number as people write it, without `tel:`.
 *
 * @throws ActionableError when it has other characters than a number has, or fewer than four digits
 */
export function checkedPhone(parameter: unknown, label: string): string {
	const given = unwrapped(parameter);
	const value = typeof given === 'string' ? visible(given).replace(/^tel:/i, '') : given;
	const shape = /^(?=(\D*\d){4})\+?[\d \u00a0()./-]{4,30}$/;
	return checked(value, label, shape, '+91-9876543210');
}
