import type { IDataObject } from 'n8n-workflow';
import { UserError } from '../../shared/errors';
import type { Reply, Verdict } from '../../shared/http';
import { replyFault } from '../../shared/replyFaults';

/** An error as SharpSpring writes it, at the top or in an entry. */
interface ApiError {
	code: number | string | null;
	message: string;
	data?: unknown;
}

/** What a reply says about one of the things that were sent. */
export interface Entry {
	failed: boolean;
	message?: string;
}

const tooManyPerSecond = '107';

const adviceByCode: Record<string, string> = {
	'105': 'Check the account ID and the secret key in the credential.',
	'106': "The account's calls for today are used up. Try again tomorrow.",
	'107': "Lower 'Calls per Second' in the options, or try again.",
	'205':
		'Check the name of the field and the type of the record. A file that is too large can cause this, too.',
	'206': 'Check the name of the field. A file that is too large can cause this, too.',
	'212': 'The record belongs to another account than the keys.',
	'217': 'Check the type of the record and the name of the field.',
	'404': 'Check the ID of the record.',
};

/** What an answer means for trying again. */
export function judge(reply: Reply): Verdict {
	if (reply.status === 429 || String(apiErrorOf(reply)?.code) === tooManyPerSecond)
		return 'refused';
	return reply.status >= 500 ? 'unavailable' : 'final';
}

/**
 * The `result` of a reply. Errors of single objects, which come with HTTP 200, are not looked at.
 *
 * @throws UserError with SharpSpring's own message when the call as a whole failed
 */
export function readResult(reply: Reply): IDataObject {
	return resultOf(reply) as IDataObject;
}

/**
 * What a reply says about the things that were sent, in their order, or by name when it is keyed by
 * name. The reply of uploads is not documented, so every shape is read that the rest of the API shows.
 *
 * @returns one entry for each of `names`
 * @throws UserError when the call as a whole failed
 */
export function readEntries(reply: Reply, names: string[]): Entry[] {
	const result = resultOf(reply);
	const topErrors = errorListOf(reply);
	const list = listIn(result);
	const byName = names.map((name) => entryNamed(result, name));

	if (list && list.length === names.length) {
		const entries = list.map(toEntry);
		if (topErrors.length === 0 || entries.some(({ failed }) => failed)) return entries;
	} else if (byName.every((value) => value !== undefined)) {
		const entries = byName.map(toEntry);
		if (topErrors.length === 0 || entries.some(({ failed }) => failed)) return entries;
	}
	const messages = [
		...topErrors.map(({ message }) => message),
		...(list ?? [result])
			.map(toEntry)
			.filter(({ failed }) => failed)
			.map(({ message }) => message ?? 'It reported a failure without a reason.'),
	];
	if (messages.length === 0) return names.map(() => ({ failed: false }));
	const doubt =
		names.length > 1
			? ` (SharpSpring does not say which of the ${names.length} files it means)`
			: '';
	const message = `${[...new Set(messages)].join('; ')}${doubt}`;
	return names.map(() => ({ failed: true, message }));
}

function resultOf(reply: Reply): unknown {
	const apiError = apiErrorOf(reply);
	const fault = replyFault(reply, 'SharpSpring', apiError?.message);
	if (fault) throw fault;
	const { json } = reply;
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw replyFault({ ...reply, json: undefined }, 'SharpSpring') as UserError;
	}
	if (apiError) {
		const code = String(apiError.code ?? '');
		throw new UserError(
			`SharpSpring says: ${apiError.message}${code && ` (code ${code})`}`,
			adviceByCode[code],
			{ httpCode: String(reply.status), fromService: true },
		);
	}
	if (!('result' in json) || (json.result === null && errorListOf(reply).length === 0)) {
		throw new UserError(
			'SharpSpring answered without a result',
			`It answered: ${reply.text.slice(0, 200)}`,
			{ httpCode: String(reply.status), fromService: true },
		);
	}
	return json.result;
}

/** The error of the call as a whole: an object with a code, or a text, but not a list. */
function apiErrorOf({ json, status }: Reply): ApiError | undefined {
	const error = (json as { error?: unknown } | null | undefined)?.error;
	if (typeof error === 'string' && error !== '') return { code: null, message: error };
	if (typeof error === 'object' && error !== null && !Array.isArray(error)) {
		const { code, message, data } = error as Partial<ApiError>;
		const isSet = code !== null && code !== undefined;
		if (isSet || message)
			return { code: code ?? null, message: message ?? 'no reason given', data };
	}
	return status >= 400 && errorListIn(error).length > 0 ? errorListIn(error)[0] : undefined;
}

function errorListOf({ json }: Reply): ApiError[] {
	return errorListIn((json as { error?: unknown } | null | undefined)?.error);
}

function errorListIn(error: unknown): ApiError[] {
	if (!Array.isArray(error)) return [];
	return error.map((entry: unknown) => {
		const { code = null, message } = (entry ?? {}) as Partial<ApiError>;
		return { code, message: message ?? String(entry) };
	});
}

/** The only member of `result` that is a list: `creates`, `updates`, or another name. */
function listIn(result: unknown): unknown[] | undefined {
	if (Array.isArray(result)) return result;
	if (typeof result !== 'object' || result === null) return undefined;
	return Object.values(result).find(Array.isArray) as unknown[] | undefined;
}

function entryNamed(result: unknown, name: string): unknown {
	if (typeof result !== 'object' || result === null) return undefined;
	const found = Object.entries(result).find(
		([key]) => key === name || key === name.replace(/[. ]/g, '_'),
	);
	return found?.[1];
}

function toEntry(value: unknown): Entry {
	if (typeof value !== 'object' || value === null) return { failed: isNo(value) };
	const { success, error } = value as { success?: unknown; error?: unknown };
	const message = messageIn(error);
	const failed = (success !== undefined && isNo(success)) || message !== undefined;
	return { failed, message };
}

function isNo(value: unknown): boolean {
	return value === null || ['false', '0', ''].includes(String(value).toLowerCase());
}

function messageIn(error: unknown): string | undefined {
	const first: unknown = Array.isArray(error) ? error[0] : error;
	if (typeof first === 'string') return first === '' ? undefined : first;
	if (typeof first !== 'object' || first === null) return undefined;
	const { code, message } = first as Partial<ApiError>;
	if (!message && (code === null || code === undefined)) return undefined;
	return `${message ?? 'no reason given'}${code ? ` (code ${code})` : ''}`;
}
