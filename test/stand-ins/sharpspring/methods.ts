import type { IncomingMessage } from 'node:http';
import type { RecordedRequest } from '../common/server';
import { readText } from '../common/server';
import { refuseKeys } from './access';
import { errorReply, forcedAnswer, json, noErrorMember } from './answers';
import { CallError } from './errors';
import { isObject } from './params';
import { READS } from './reads';
import type { State } from './state';
import type { Answer } from './types';
import type { WriteEntry } from './writes';
import { WRITES } from './writes';

const DOCUMENTED_DAILY_LIMIT = 50_000;

/** Answers a JSON call. Its content type does not matter, as with the real service. */
export async function answerMethod(
	state: State,
	request: IncomingMessage,
	url: URL,
	record: RecordedRequest,
): Promise<Answer> {
	const body = parse(await readText(request));
	record.body = body;
	const id = isObject(body) ? body.id : undefined;
	const refused =
		refuseKeys(state.keys, state.switches, request, url, { isUpload: false, id }) ??
		state.allowance.refuse(state.switches, id);
	if (refused) return refused;
	const forced = state.switches.nextMethodAnswers.shift();
	if (forced) return forcedAnswer(state.switches, forced, id);
	try {
		return json({ ...call(state, body), id, ...counters(state) });
	} catch (error) {
		if (error instanceof CallError) return errorReply(state.switches, error.error, id);
		throw error;
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function call(state: State, body: unknown) {
	if (!isObject(body)) throw new CallError(101);
	if (typeof body.id !== 'string' && typeof body.id !== 'number') throw new CallError(102);
	const { method, params } = body;
	if (typeof method !== 'string' || method === '') throw new CallError(201);
	if (!Object.hasOwn(READS, method) && !Object.hasOwn(WRITES, method)) throw new CallError(204);
	if (!isObject(params)) throw new CallError(202);

	if (Object.hasOwn(READS, method)) {
		const { result, hasMore } = READS[method](state, params);
		const more = hasMore === undefined ? {} : { hasMore };
		return { result, ...noErrorMember(state.switches, null), ...more };
	}
	const { member, entries } = WRITES[method](state, params);
	const failures = entries.flatMap(({ error }) => (error ? [error] : []));
	return {
		result: { [member]: entries.map((entry) => writeEntry(state, entry)) },
		...(failures.length > 0 ? { error: failures } : noErrorMember(state.switches, [])),
	};
}

function writeEntry({ switches }: State, { id, error }: WriteEntry) {
	const [yes, no] = switches.success;
	if (error) return { success: no, error };
	return { success: yes, error: null, ...(id === undefined ? {} : { id }) };
}

function counters({ switches, allowance }: State) {
	if (!switches.counters) return {};
	return {
		callCount: String(allowance.callsToday),
		queryLimit: String(switches.dailyLimit ?? DOCUMENTED_DAILY_LIMIT),
	};
}
