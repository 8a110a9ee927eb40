import type { Reply } from '../../shared/http';
import { errorsIn, inWords } from './apiErrors';
import type { Answer } from './replies';
import { readAnswer } from './replies';

/** What a reply says about one of the files that were sent. */
export interface Entry {
	failed: boolean;
	message?: string;
}

/**
 * What a reply says about the files that were sent under `names`: by position, or by name when it is
 * keyed by name. The reply of uploads is not documented, so every shape is read that the rest of the
 * API shows, and a file about which nothing good is said counts as failed.
 *
 * @returns one entry for each of `names`
 * @throws UserError when the call as a whole failed
 */
export function readEntries(reply: Reply, names: string[]): Entry[] {
	const answer = readAnswer(reply);
	const entries = byPosition(answer, names) ?? byName(answer, names);
	// When the list of errors knows of a failure that no entry shows, no entry is to be trusted.
	const isWhole = answer.errors.length === 0 || entries?.some(({ failed }) => failed);
	return entries && isWhole ? entries : asAWhole(answer, names);
}

function byPosition({ result }: Answer, names: string[]): Entry[] | undefined {
	const list = listIn(result);
	return list?.length === names.length ? list.map(toEntry) : undefined;
}

function byName({ result, errors }: Answer, names: string[]): Entry[] | undefined {
	if (typeof result !== 'object' || result === null) return undefined;
	const told = names.map((name) =>
		Object.entries(result).find(([key]) => key === name || key === name.replace(/[. ]/g, '_')),
	);
	if (!told.some(Boolean)) return undefined;
	const message = errors.map(inWords).join('; ') || 'it says nothing about this file';
	return told.map((found) => (found ? toEntry(found[1]) : { failed: true, message }));
}

/** The reply does not say which file it means: all of them share its verdict. */
function asAWhole({ result, errors }: Answer, names: string[]): Entry[] {
	const list = listIn(result);
	const entries = (list ?? entriesOf(result)).map(toEntry);
	const reasons = [
		...errors.map(inWords),
		...entries
			.filter(({ failed }) => failed)
			.map(({ message }) => message ?? 'it reported a failure without a reason'),
	];
	// One entry may stand for the whole call, but none, or some, for some of the files only.
	if (reasons.length === 0 && list && list.length !== 1) {
		reasons.push(`it confirmed ${list.length} of ${names.length} files`);
	}
	if (reasons.length === 0) return names.map(() => ({ failed: false }));
	const doubt =
		names.length > 1
			? ` (SharpSpring does not say which of the ${names.length} files it means)`
			: '';
	const message = `${[...new Set(reasons)].join('; ')}${doubt}`;
	return names.map(() => ({ failed: true, message }));
}

/** The only member of `result` that is a list: `creates`, `updates`, or another name. */
function listIn(result: unknown): unknown[] | undefined {
	if (Array.isArray(result)) return result;
	if (typeof result !== 'object' || result === null) return undefined;
	return Object.values(result).find(Array.isArray) as unknown[] | undefined;
}

/** The result itself, or its members when it is keyed by something. */
function entriesOf(result: unknown): unknown[] {
	if (typeof result !== 'object' || result === null || isEntry(result)) return [result];
	return Object.values(result).filter(isEntry);
}

function isEntry(value: unknown): boolean {
	return typeof value === 'object' && value !== null && ('success' in value || 'error' in value);
}

function toEntry(value: unknown): Entry {
	if (typeof value !== 'object' || value === null) return { failed: isNo(value) };
	const { success, error } = value as { success?: unknown; error?: unknown };
	const errors = errorsIn(error);
	const failed = (success !== undefined && isNo(success)) || errors.length > 0;
	return { failed, message: errors.length > 0 ? errors.map(inWords).join('; ') : undefined };
}

function isNo(value: unknown): boolean {
	return value === null || ['false', '0', ''].includes(String(value).toLowerCase());
}
