import { CallError } from './errors';

/** A JSON object. */
export type JsonObject = Record<string, unknown>;

const LARGEST_PAGE = 500;

/** Whether a value is a JSON object and no list. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses parameters that the reference does not list. The real service may be more lenient. */
export function allowOnly(params: JsonObject, names: string[]): void {
	for (const name of Object.keys(params)) {
		// The details describe what is accepted, not what was wrong.
		if (!names.includes(name)) throw new CallError(205, { params: names });
	}
}

/** The one ID of `getLead` and its like. */
export function readId(params: JsonObject): string {
	allowOnly(params, ['id']);
	if (params.id === undefined || params.id === null) throw new CallError(206, { params: 'id' });
	return readScalar(params.id);
}

/** Reads `where`: text by text, several where a list is allowed. An empty list is an empty object. */
export function readWhere(
	params: JsonObject,
	allowed: string[],
	lists: string[] = [],
): Map<string, string[]> {
	const { where } = params;
	if (where === undefined || where === null) throw new CallError(206, { params: 'where' });
	if (Array.isArray(where) && where.length === 0) return new Map();
	if (!isObject(where)) throw new CallError(205, { where: allowed });
	const conditions = new Map<string, string[]>();
	for (const [name, value] of Object.entries(where)) {
		if (!allowed.includes(name)) throw new CallError(205, { where: allowed });
		if (Array.isArray(value) && !lists.includes(name)) throw new CallError(210, { param: name });
		conditions.set(name, Array.isArray(value) ? value.map(readScalar) : [readScalar(value)]);
	}
	return conditions;
}

/** Whether a record fulfils all conditions. E-mail addresses are compared without regard to case. */
export function fulfils(
	values: Record<string, unknown>,
	conditions: Map<string, string[]>,
): boolean {
	const comparable = (name: string, value: unknown) =>
		name === 'emailAddress' ? String(value).toLowerCase() : value;
	return [...conditions].every(([name, wanted]) =>
		wanted.some((value) => comparable(name, value) === comparable(name, values[name])),
	);
}

/** Cuts out the page that was asked for. */
export function readPage<T>(params: JsonObject, all: T[]): { page: T[]; hasMore: boolean } {
	const limit = Math.min(readNumber(params, 'limit', LARGEST_PAGE), LARGEST_PAGE);
	const offset = readNumber(params, 'offset', 0);
	if (limit < 1) throw new CallError(205, { params: 'limit' });
	return { page: all.slice(offset, offset + limit), hasMore: all.length > offset + limit };
}

/** Reads `objects`. */
export function readObjects(params: JsonObject): JsonObject[] {
	const { objects } = params;
	if (!Array.isArray(objects)) throw new CallError(207);
	allowOnly(params, ['objects']);
	if (objects.length > LARGEST_PAGE) throw new CallError(209);
	return objects.map((object: unknown) => {
		if (!isObject(object)) throw new CallError(208);
		return object;
	});
}

function readNumber(params: JsonObject, name: string, otherwise: number): number {
	const value = params[name];
	if (value === undefined) return otherwise;
	if (!/^\d+$/.test(String(value))) throw new CallError(205, { params: name });
	return Number(value);
}

function readScalar(value: unknown): string {
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new CallError(Array.isArray(value) ? 210 : 205, { params: [] });
}
