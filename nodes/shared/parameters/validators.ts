import { ActionableError } from '../errors';

/** The value of a field that may be a resource locator, trimmed. */
export function valueOf(parameter: unknown): string {
	const value =
		typeof parameter === 'object' && parameter !== null && 'value' in parameter
			? parameter.value
			: parameter;
	return value === undefined || value === null ? '' : String(value).trim();
}

/**
 * A value that must have a certain shape, so that nothing from outside can reach another parameter,
 * path or record.
 *
 * @param label the parameter's label in the editor
 * @throws ActionableError when it is empty or of another shape
 */
export function checked(parameter: unknown, label: string, shape: RegExp, example: string): string {
	const value = valueOf(parameter);
	if (value === '') {
		throw new ActionableError(`'${label}' is empty`, `It should look like ${example}.`);
	}
	if (!shape.test(value)) {
		throw new ActionableError(
			`'${label}' does not look right: ${JSON.stringify(value.slice(0, 60))}`,
			`It should look like ${example}.`,
		);
	}
	return value;
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws ActionableError when it is no GUID */
export function checkedGuid(parameter: unknown, label: string): string {
	return checked(parameter, label, guid, 'fda46463-2f03-439b-ae4b-0649f22b9aa7');
}

/** @throws ActionableError when it is not made of digits only */
export function checkedDigits(parameter: unknown, label: string): string {
	return checked(parameter, label, /^\d{1,20}$/, '2000312345678901');
}

/** @throws ActionableError when it is no name of a field, letters, digits and `_` */
export function checkedFieldName(parameter: unknown, label: string, example: string): string {
	return checked(parameter, label, /^[A-Za-z]\w{0,120}$/, example);
}

/** @throws ActionableError when it is no e-mail address */
export function checkedEmail(parameter: unknown, label: string): string {
	return checked(parameter, label, /^[^\s@,;<>"\\]+@[^\s@,;<>"'\\]+$/, 'ada@example.com');
}
