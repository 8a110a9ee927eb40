import { json, noErrorMember } from './answers';
import type { Switches } from './switches';
import type { Answer, ApiError, FileOutcome } from './types';

/** Tells what became of the files of a call, in the shape that is switched on. */
export function uploadReply(switches: Switches, outcomes: FileOutcome[], id: unknown): Answer {
	const failures = outcomes.flatMap(({ error }) => (error ? [error] : []));
	const body = { result: result(switches, outcomes, failures) };
	// The list holds the failed ones alone and renumbered, so that nobody can match it by index.
	const listed = failures.length > 0 && switches.failures !== 'entriesOnly';
	const error = listed ? { error: failures } : noErrorMember(switches, []);
	return json({ ...body, ...error, id }, failures.length > 0 ? 200 : switches.successStatus);
}

function result(switches: Switches, outcomes: FileOutcome[], failures: ApiError[]): unknown {
	const hidden = switches.failures === 'listOnly';
	const told = hidden ? outcomes.filter(({ error }) => !error) : outcomes;
	const [yes, no] = switches.success;
	switch (switches.uploadShape) {
		case 'A':
			return { updates: told.map((outcome) => entry(switches, outcome.error)) };
		case 'A-single':
			return { updates: told.length > 0 ? [entry(switches, failures[0])] : [] };
		case 'B':
			if (failures.length > 0 && hidden) return null;
			return { success: failures.length > 0 ? no : yes };
		case 'C':
			return keyed(switches, told, 'fileName');
		case 'C-mangled':
			return keyed(switches, told, 'key');
		case 'D':
			if (failures.length > 0 && hidden) return null;
			return failures.length > 0 ? no : yes;
	}
}

function keyed(switches: Switches, outcomes: FileOutcome[], member: 'fileName' | 'key') {
	return Object.fromEntries(
		outcomes.map((outcome) => [outcome[member], entry(switches, outcome.error)]),
	);
}

function entry(switches: Switches, error: ApiError | undefined) {
	const [yes, no] = switches.success;
	return error ? { success: no, error } : { success: yes, ...noErrorMember(switches, null) };
}
