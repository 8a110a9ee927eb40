import type { IDataObject } from 'n8n-workflow';
import type { Reply } from '../../shared/http/reply';
import type { ApiError } from './apiErrors';
import { errorsIn, inWords } from './apiErrors';
import type { Answer } from './replies';
import { isObject, readAnswer } from './replies';
import { idOf, textOf } from './text';

/** What a reply says about one of the files that were sent. */
export interface Entry {
	failed: boolean;
	message?: string;
	/** Whether the reply leaves open what became of the file. */
	isUnclear?: boolean;
}

/** What a value says about files: yes, no, or neither of them. */
interface Finding {
	isGood?: boolean;
	reasons: ApiError[];
}

/** Replies of the API have a depth of about five. */
const deepest = 50;

/** What a `status` says that goes against a success. */
const badStatus = /fail|error|reject|refus|denied|invalid/i;

/** Members that tell why something failed. */
const reasonMembers = /^(errors?|failures?|failed|reasons?|error_?messages?)$/i;

/**
 * What a reply says about the files that were sent under `names`: by position, or by name when it is
 * keyed by name. The reply of uploads is not documented, so every shape is read that the rest of the
 * API shows, and a file about which nothing good is said counts as failed. Good is a `success`, a yes
 * in the place of an entry, or the `id` that entries of failures lack.
 *
 * @param field what the call was for, to be named where it can be the cause of a failure
 * @returns one entry for each of `names`
 * @throws ActionableError when the call as a whole failed
 */
export function readEntries(reply: Reply, names: string[], field?: string): Entry[] {
	const answer = readAnswer(reply, field);
	// What is told inside a failed result is not a reason to believe in any of it.
	if (ownFinding(answer.result).isGood === false) return asAWhole(answer, names);
	const entries = byPosition(answer, names) ?? byName(answer, names);
	// When the list of errors knows of a failure that no entry shows, no entry is to be trusted.
	const isWhole = answer.errors.length === 0 || entries?.some(({ failed }) => failed);
	return entries && isWhole ? entries : asAWhole(answer, names);
}

function byPosition(answer: Answer, names: string[]): Entry[] | undefined {
	const list = listIn(answer.result);
	return list?.length === names.length ? list.map(entryReader(answer)) : undefined;
}

function byName(answer: Answer, names: string[]): Entry[] | undefined {
	const { result } = answer;
	if (!isObject(result)) return undefined;
	const told = names.map((name) =>
		Object.entries(result).find(([key]) => key === name || key === name.replace(/[. ]/g, '_')),
	);
	if (!told.some(Boolean)) return undefined;
	const read = entryReader(answer);
	const message = errorsInWords(answer).join('; ') || 'it says nothing about this file';
	return told.map((found) => (found ? read(found[1]) : { failed: true, message, isUnclear: true }));
}

/** The reply does not say which file it means: all of them share its finding. */
function asAWhole(answer: Answer, names: string[]): Entry[] {
	const { result, errors } = answer;
	const failures = entriesIn(answer).filter(({ failed }) => failed);
	const reasons = [
		...errorsInWords(answer),
		...failures.flatMap(({ message }) => (message === undefined ? [] : [message])),
	];
	if (reasons.length === 0 && failures.length > 0) {
		reasons.push('it reported a failure without a reason');
	}
	// A "no" to the only file is clear; a reply that says nothing is not.
	const saysNo = errors.length > 0 || failures.some(({ isUnclear }) => !isUnclear);
	const confirmed = confirmationsIn(result);
	// One entry may stand for the whole call, but none, or some, for some of the files only.
	if (reasons.length === 0 && confirmed !== 1) {
		reasons.push(`it confirmed ${confirmed} of ${names.length} files`);
	}
	if (reasons.length === 0) return names.map(() => ({ failed: false }));
	const doubt =
		names.length > 1
			? ` (SharpSpring does not say which of the ${names.length} files it means)`
			: '';
	const message = `${[...new Set(reasons)].join('; ')}${doubt}`;
	const isUnclear = names.length > 1 || !saysNo;
	return names.map(() => ({ failed: true, message, isUnclear }));
}

/** The list of entries in `result`: `creates`, `updates`, or another name, but no list of reasons. */
function listIn(result: unknown): unknown[] | undefined {
	if (Array.isArray(result)) return result;
	if (!isObject(result)) return undefined;
	const lists = Object.entries(result).flatMap(([key, value]) =>
		Array.isArray(value) && !reasonMembers.test(key) ? [value as unknown[]] : [],
	);
	const ofEntries = lists.filter((list) => list.some((entry) => saysSomething(entry)));
	// There should be one, but a failure must not be lost in another.
	return ofEntries.length > 0 ? ofEntries.flat() : lists[0];
}

/** Whatever in `result` speaks of the files: itself, the entries in it, or both. */
function entriesIn(answer: Answer): Entry[] {
	const { result, field } = answer;
	const list = listIn(result);
	const inside = (list ?? partsOf(result).filter((part) => saysSomething(part))).map(
		entryReader(answer),
	);
	const own = ownFinding(result);
	const isSilent = list === undefined && inside.length === 0;
	return isSilent || own.isGood !== undefined ? [toEntry(own, result, field), ...inside] : inside;
}

/** How many files a result without failures confirms; 1 may stand for all of them. */
function confirmationsIn(result: unknown): number {
	const list = listIn(result);
	if (!list) return 1;
	// Beside a success of the whole, a list may hold anything.
	return ownFinding(result).isGood
		? list.filter((entry) => saysSomething(entry)).length || 1
		: list.length;
}

/** Reads entries of a result; those that say neither yes nor no share its own success. */
function entryReader({ result, field }: Answer): (value: unknown) => Entry {
	const { isGood: isGoodAsAWhole } = ownFinding(result);
	return (value) => {
		const { isGood = isGoodAsAWhole, reasons } = findingOf(value);
		return toEntry({ isGood, reasons }, value, field);
	};
}

function toEntry({ isGood, reasons }: Finding, value: unknown, field?: string): Entry {
	if (isGood === undefined) {
		const told = JSON.stringify(value).slice(0, 200);
		const message = `it does not say whether the file was stored, but ${told}`;
		return { failed: true, message, isUnclear: true };
	}
	const message = errorsInWords({ errors: reasons, field }).join('; ');
	return { failed: !isGood, message: message === '' ? undefined : message };
}

function errorsInWords({ errors, field }: Pick<Answer, 'errors' | 'field'>): string[] {
	return errors.map((error) => inWords(error, field));
}

function saysSomething(value: unknown): boolean {
	return findingOf(value).isGood !== undefined;
}

/** The finding of a value and of all in it: a failure in any depth is one. */
function findingOf(value: unknown, depth = 0): Finding {
	if (depth > deepest) {
		return { isGood: false, reasons: [asError('its answer is nested too deeply')] };
	}
	const inside = partsOf(value).map((part) => findingOf(part, depth + 1));
	const findings = [ownFinding(value), ...inside];
	const said = findings.map(({ isGood }) => isGood).filter((isGood) => isGood !== undefined);
	return {
		isGood: said.length > 0 ? said.every(Boolean) : undefined,
		reasons: findings.flatMap(({ reasons }) => reasons),
	};
}

function ownFinding(value: unknown): Finding {
	if (Array.isArray(value)) return { reasons: [] };
	if (!isObject(value)) return { isGood: yesOrNo(value), reasons: [] };
	const { success, id, message, status } = value;
	const reasons = reasonsIn(value);
	const isRefused =
		(success !== undefined && !yesOrNo(success)) ||
		(typeof status === 'string' && badStatus.test(status));
	if (isRefused && reasons.length === 0 && typeof message === 'string') {
		reasons.push(asError(message));
	}
	if (isRefused || reasons.length > 0) return { isGood: false, reasons };
	return { isGood: success !== undefined || idOf(id) !== undefined ? true : undefined, reasons };
}

/** Objects and lists in a value, besides those that tell reasons. */
function partsOf(value: unknown): unknown[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]: [string, unknown]) =>
		typeof part === 'object' && part !== null && !reasonMembers.test(key) ? [part] : [],
	);
}

function reasonsIn(entry: IDataObject): ApiError[] {
	return Object.entries(entry).flatMap(([key, value]) =>
		reasonMembers.test(key) ? errorsIn(value) : [],
	);
}

function asError(message: string): ApiError {
	return { code: '', message };
}

/** What a bare value says, in the spellings that the API has for flags. */
function yesOrNo(value: unknown): boolean | undefined {
	// A list or an object is neither, even if it holds one.
	const text = typeof value === 'boolean' ? String(value) : textOf(value).trim().toLowerCase();
	if (['true', '1', 'success', 'ok'].includes(text)) return true;
	if (value === null || value === '') return false;
	return ['false', '0'].includes(text) ? false : undefined;
}
