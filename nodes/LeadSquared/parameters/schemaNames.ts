import { ActionableError } from '../../shared/errors';
import { checkedFieldName } from '../../shared/parameters/validators';

const innerField = /^mx_CustomObject_\d+$/i;

/**
 * The schema name of a file field inside a custom field set, e.g. `mx_CustomObject_1`.
 *
 * @throws ActionableError when it is another one; the two names are easily swapped
 */
export function checkedFileField(parameter: unknown): string {
	const name = checkedFieldName(parameter, 'File Field', 'mx_CustomObject_1');
	if (innerField.test(name)) return name;
	throw new ActionableError(
		`"${name}" is not a field inside a custom field set`,
		"'File Field' looks like mx_CustomObject_1. The field of the record that holds the set belongs in 'Custom Field Set'.",
	);
}

/**
 * The schema name of the field that holds a custom field set, e.g. `mx_KYC` or `mx_Custom_2`.
 *
 * @throws ActionableError when it is the name of a field inside the set
 */
export function checkedSetField(parameter: unknown): string {
	const name = checkedFieldName(parameter, 'Custom Field Set', 'mx_Custom_2');
	if (!innerField.test(name)) return name;
	throw new ActionableError(
		`"${name}" is a field inside a custom field set, not the set itself`,
		"'Custom Field Set' looks like mx_KYC or mx_Custom_2. Names such as mx_CustomObject_1 belong in 'File Field'.",
	);
}
