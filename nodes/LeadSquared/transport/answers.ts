import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { RequestKind } from '../../shared/http/classification';
import { doubtAbout } from '../../shared/http/classification';
import { nonEmptyText } from '../../shared/parameters/coercion';

/** The usual answer to a write: `{ "Status": "Success", "Message": { "Id": "…" } }`. */
export interface Answer {
	status: string;
	message: IDataObject;
	/** As it came, for the output. */
	response: IDataObject;
}

/**
 * Reads the usual answer to a write; members in other capitals and a list around it are tolerated (clients
 * have met both on uploads).
 */
function readAnswer(answer: unknown): Answer {
	const body: unknown = Array.isArray(answer) && answer.length === 1 ? answer[0] : answer;
	const response = isObject(body) ? body : {};
	const message = memberOf(response, 'Message');
	return {
		status: nonEmptyText(memberOf(response, 'Status'))?.trim().toLowerCase() ?? '',
		message: isObject(message) ? message : {},
		response,
	};
}

/**
 * Takes an update for done only when the answer says so.
 *
 * @param record what was updated, e.g. `lead`
 * @throws ActionableError with `isInDoubt` when it does not say so
 */
export function assertDone(
	answer: unknown,
	record: string,
	kind: RequestKind = 'idempotent',
): Answer {
	const read = readAnswer(answer);
	if (read.status === 'success') return read;
	throw new ActionableError(
		`LeadSquared did not say that it changed the ${record}`,
		`It answered: ${excerpt(answer)}. ${doubtAbout(kind, 'LeadSquared')}`,
		{ fromService: true, isInDoubt: true },
	);
}

/** @throws ActionableError with `isInDoubt` when an answer to a create has no id */
export function idIn(answer: unknown, record: string): string {
	const { message } = readAnswer(answer);
	const id = textId(memberOf(message, 'Id'));
	if (id !== undefined) return id;
	throw new ActionableError(
		`LeadSquared did not say which ${record} it made`,
		`It answered: ${excerpt(answer)}. ${doubtAbout('change', 'LeadSquared')}`,
		{ fromService: true, isInDoubt: true },
	);
}

/** As {@link idIn} for what else the message names, where it does. */
export function namedIn(answer: unknown, name: string): string | undefined {
	return textId(memberOf(readAnswer(answer).message, name));
}

/**
 * An id as a text. A number beyond 2^53 has been rounded while it was parsed, and an object or a boolean
 * names no record: they give undefined.
 */
export function textId(value: unknown): string | undefined {
	if (Number.isSafeInteger(value)) return String(value);
	return nonEmptyText(value)?.trim();
}

/** The list in an answer: the answer itself, or its only list, under whatever name. */
export function listIn(answer: unknown): IDataObject[] {
	if (Array.isArray(answer)) return (answer as unknown[]).filter(isObject);
	if (typeof answer !== 'object' || answer === null) return [];
	return ((Object.values(answer).find(Array.isArray) ?? []) as unknown[]).filter(isObject);
}

/** Whether a list holds all that there is: fewer rows than were asked for, and no more than it counts. */
export function isWholeList(answer: unknown, rowsAskedFor: number): boolean {
	const rows = listIn(answer).length;
	if (Array.isArray(answer)) return rows < rowsAskedFor;
	if (!isObject(answer)) return false;
	const count = memberOf(answer, 'RecordCount');
	const hasList = Object.values(answer).some(Array.isArray);
	// An answer without a list is one without rows only where it says so.
	if (!hasList) return Number(count ?? NaN) === 0;
	return rows < rowsAskedFor && Number(count ?? rows) <= rows;
}

/** The beginning of an answer, for messages. */
export function excerpt(answer: unknown): string {
	return (JSON.stringify(answer ?? null) ?? '').slice(0, 200);
}

/** A member of an object, whatever the capitals of its name. */
export function memberOf(object: IDataObject, name: string): unknown {
	if (name in object) return object[name];
	const key = Object.keys(object).find((known) => known.toLowerCase() === name.toLowerCase());
	return key === undefined ? undefined : object[key];
}

/** Whether a part of an answer is an object. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
