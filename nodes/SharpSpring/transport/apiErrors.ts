import type { Failure } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';

/** An error as SharpSpring writes it, at the top of a reply or in an entry. */
export interface ApiError {
	/** Empty when there is only a text. */
	code: string;
	message: string;
}

/** SharpSpring's own word that a record does not exist. */
export class NoRecordError extends ActionableError {}

const keysHint = 'Check the account ID and the secret key in the credential.';
const sizeHint = 'A request that is too large can cause this, too.';

/** What to do, by the code of the error. */
export const adviceByCode: Record<string, string> = {
	'102': sizeHint,
	'103': keysHint,
	'104': keysHint,
	'105': keysHint,
	'106': "The account's calls for today are used up. Try again tomorrow.",
	'107': "Lower 'Calls per Second' in the credential, or try again.",
	'205': `Check the name of the field and the type of the record. ${sizeHint}`,
	'206': `Check the name of the field. ${sizeHint}`,
	'212': 'The record belongs to another account than the keys.',
	'217': 'Check the type of the record and the name of the field.',
	'404': 'Check the ID of the record.',
};

/**
 * Errors that the name of a field can cause. Their `data` may name parameters, but those that are allowed
 * rather than the wrong one (sharpspring-api.md 3.3).
 */
const codesOfFields = ['205', '217'];

/** Errors of keys that are missing or wrong. */
export const codesOfKeys = ['103', '104', '105'];

/** Why it failed, for programs. */
const failureByCode: Record<string, Failure> = {
	'103': { cause: 'credential-invalid' },
	'104': { cause: 'credential-invalid' },
	'105': { cause: 'credential-invalid' },
	'106': { cause: 'quota-exhausted' },
	'107': { cause: 'rate-limited' },
};

/**
 * The errors in an `error` member. There are many ways to say "none": no member, `null`, an empty
 * text, an empty list, an object full of nulls, and a zero or a no, as such or as text.
 */
export function errorsIn(error: unknown): ApiError[] {
	if (isNothing(error)) return [];
	if (typeof error !== 'object') return [{ code: '', message: String(error) }];
	if (!isSingleError(error)) return Object.values(error as object).flatMap(errorsIn);
	const { code, message } = error;
	if (isNothing(code) && isNothing(message)) return [];
	return [
		{
			code: isNothing(code) ? '' : String(code),
			message: isNothing(message) ? 'it gave no reason' : String(message),
		},
	];
}

/** Whether an `error` member is about the call as a whole; lists are about single objects. */
export function concernsTheCall(error: unknown): boolean {
	return typeof error !== 'object' || isSingleError(error);
}

/** The error in the user's words, with the field that the call was for, if that can be the cause. */
export function toUserError(error: ApiError, status: number, field?: string): ActionableError {
	// As an HTTP status it says that a gateway does not know the address.
	const Type = error.code === '404' && status < 300 ? NoRecordError : ActionableError;
	return new Type(`SharpSpring says: ${inWords(error, field)}`, adviceByCode[error.code], {
		httpCode: String(status),
		fromService: true,
		failure: failureByCode[error.code],
	});
}

/** The service's message, with its code and the field that the call was for, if that can be the cause. */
export function inWords({ code, message }: ApiError, field?: string): string {
	const place = field && codesOfFields.includes(code) ? ` for the field "${field}"` : '';
	return code === '' ? message : `${message} (code ${code})${place}`;
}

function isSingleError(error: unknown): error is { code?: unknown; message?: unknown } {
	return (
		typeof error === 'object' &&
		error !== null &&
		!Array.isArray(error) &&
		('code' in error || 'message' in error)
	);
}

/** The API writes numbers and flags as texts, too. */
function isNothing(value: unknown): boolean {
	return [undefined, null, '', false, 0, 'false', '0'].includes(value as null);
}
