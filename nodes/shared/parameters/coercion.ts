import { tryToParseBoolean, tryToParseNumber } from 'n8n-workflow';
import { ActionableError } from '../errors';

// Expressions give texts where the editor gives booleans and numbers: "false" is not true, "3" is 3.

/**
 * A yes or no, from a switch in the editor or from an expression: true, "true", 1, "1" and so on.
 *
 * @param label the parameter's label in the editor
 * @throws ActionableError when it is something else
 */
export function readBoolean(value: unknown, label: string, fallback = false): boolean {
	if (isNothing(value)) return fallback;
	// Declared as a type guard, but it gives the boolean itself.
	const read = typeof value === 'object' ? undefined : attempt(() => tryToParseBoolean(value));
	if (read !== undefined) return read;
	throw new ActionableError(
		`'${label}' is neither true nor false: ${quoted(value)}`,
		'An expression here should give true or false.',
	);
}

/** What a number may be. */
export interface NumberRange {
	/** Smaller numbers count as this one. */
	min?: number;
	/** Larger numbers count as this one. */
	max?: number;
	/** The value where nothing is given. */
	fallback: number;
}

/**
 * A number, from the editor or from an expression: 3 or "3".
 *
 * @param label the parameter's label in the editor
 * @throws ActionableError when it is something else
 */
export function readNumber(
	value: unknown,
	label: string,
	{ min = -Infinity, max = Infinity, fallback }: NumberRange,
): number {
	if (isNothing(value)) return fallback;
	const isPlain = typeof value === 'number' || typeof value === 'string';
	const read = isPlain ? attempt(() => tryToParseNumber(value)) : undefined;
	if (Number.isFinite(read)) return Math.min(Math.max(read as number, min), max);
	throw new ActionableError(
		`'${label}' is not a number: ${quoted(value)}`,
		'An expression here should give a number, such as 10.',
	);
}

/** A text, also where an expression gives a number; undefined when there is none. */
export function readText(value: unknown): string | undefined {
	return isNothing(value) ? undefined : String(value);
}

/**
 * A text that is to stand in a record, also where an expression gives a number, a date or a list.
 *
 * @param label the parameter's label in the editor
 * @throws ActionableError when it is an object, of which no more than "[object Object]" would stand there
 */
export function readContent(value: unknown, label: string): string | undefined {
	const text = readText(value);
	if (typeof value === 'object' && text?.includes('[object ')) throw notAText(value, label);
	return text;
}

/**
 * A text of a parameter, also where an expression gives a number.
 *
 * @param label the parameter's label in the editor
 * @throws ActionableError when it is something else, such as an object
 */
export function readPlainText(value: unknown, label: string): string | undefined {
	if (isNothing(value)) return undefined;
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw notAText(value, label);
}

/**
 * One of the values that a parameter with choices can have, also where an expression gives it with spaces around
 * it, or a number as a text.
 *
 * @param label the parameter's label in the editor
 * @param fallback the choice where nothing is given; without one, a choice is needed
 * @throws ActionableError when it is none of them
 */
export function readChoice<T extends string | number>(
	value: unknown,
	label: string,
	choices: readonly T[],
	fallback?: T,
): T {
	const text = readPlainText(value, label)?.trim();
	if (text === undefined && fallback !== undefined) return fallback;
	const choice = choices.find((known) => String(known) === text);
	if (choice !== undefined) return choice;
	throw new ActionableError(
		`'${label}' does not know ${quoted(text ?? value)}`,
		`An expression here should give one of these: ${choices.join(', ')}.`,
	);
}

/** The value where it is a text with something in it: of an answer, a number or an object is not one. */
export function nonEmptyText(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function notAText(value: unknown, label: string): ActionableError {
	return new ActionableError(
		`'${label}' is not a text: ${quoted(value)}`,
		'An expression here should give a text.',
	);
}

/** Whether there is no value: nothing, or a text of spaces only. */
function isNothing(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

/** What n8n's parser gives, or undefined where it refuses. */
function attempt<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}

function quoted(value: unknown): string {
	return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
