import { badRequest, invalidInput, missing } from './errors';
import type { State } from './state';

/** A call that passed keys, region and pace. */
export interface Call {
	state: State;
	query: URLSearchParams;
	/** Undefined when there is none. */
	body: unknown;
	/** As it was sent, before any decoding. */
	rawUrl: string;
	/** The body was sent as a form. Only where `allowsForm` lets it through. */
	isForm: boolean;
}

/** One address below `/v2/`. What `handle` returns is the 200 body. */
export interface Endpoint {
	method: 'GET' | 'POST';
	handle: (call: Call) => unknown;
	/** A POST without a body is fine. */
	bodyOptional?: boolean;
	/** A form gets as far as `handle`. */
	allowsForm?: boolean;
	/** Works on the host of any region. */
	everyRegion?: boolean;
}

/** Addresses below `/v2/`, case included. */
export type Endpoints = Record<string, Endpoint>;

/** An object of the body, or of a part of it. */
export function readObject(value: unknown, name: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw badRequest(`${name} is not an object.`);
	}
	return value as Record<string, unknown>;
}

/** Guess: misspelled keys are refused. The service may well ignore them, which would hide the mistake. */
export function refuseUnknownKeys(value: Record<string, unknown>, known: string[]) {
	for (const key of Object.keys(value)) {
		if (!known.includes(key)) throw badRequest(`'${key}' is not expected here.`);
	}
}

/** A text that must be there. */
export function readText(value: Record<string, unknown>, name: string): string {
	const text = value[name];
	if (text === undefined || text === null || text === '') throw missing(`'${name}' is mandatory.`);
	if (typeof text !== 'string') throw badRequest(`'${name}' is not a text.`);
	return text;
}

/** A query parameter that must be there. */
export function readParameter({ query }: Call, name: string): string {
	const value = query.get(name);
	if (!value) throw missing(`'${name}' is mandatory.`);
	return value;
}

/** Whether a query parameter says `true`. Its name may be written in any case: seen for `getFileURL`. */
export function isTrue({ query }: Call, name: string): boolean {
	for (const [key, value] of query) {
		if (key.toLowerCase() === name.toLowerCase()) return value.toLowerCase() === 'true';
	}
	return false;
}

/** Times are UTC, without a zone; other forms may fail, so they do. */
export function checkTime(value: unknown, name: string) {
	if (value === undefined) return;
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)) {
		throw invalidInput(`Invalid Input! Parameter Name: ${name}`);
	}
}

/** A whole number, also when written as text, as the documentation's samples do. */
export function readNumber(value: unknown, name: string): number {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isInteger(number)) {
		throw invalidInput(`Invalid Input! Parameter Name: ${name}`);
	}
	return number;
}

/** One page of rows: `PageIndex` starts at 1. */
export function readPage<T>(rows: T[], paging: unknown): T[] {
	if (paging === undefined) return rows;
	const { PageIndex = 1, PageSize = 100 } = readObject(paging, 'Paging');
	const size = readNumber(PageSize, 'PageSize');
	const index = readNumber(PageIndex, 'PageIndex');
	if (size > 1000) throw invalidInput('PageSize can not be more than 1000.');
	if (size < 1 || index < 1) throw invalidInput('Invalid Input! Parameter Name: Paging');
	return rows.slice((index - 1) * size, index * size);
}

/** The ordinary success. */
export const success = (message?: Record<string, unknown>) =>
	message ? { Status: 'Success', Message: message } : { Status: 'Success' };
