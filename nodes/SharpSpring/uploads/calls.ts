import { ActionableError } from '../../shared/errors';
import { nameOf } from '../../shared/files/select';
import { runPool } from '../../shared/execution/runNode';
import { makeUnique } from './fileNames';
import type { CallOutcome, NamedUpload } from '../transport/uploads';

/** One file of one item on its way to a field of a record, and what became of it. */
export interface Upload extends NamedUpload {
	itemIndex: number;
	fieldSystemName: string;
	state: 'waiting' | 'attached' | 'failed';
	error?: unknown;
	/** The reply as it came. */
	response?: unknown;
	/** Whether other files go to the same field of the same record. */
	sharesField: boolean;
}

/** How many files may share a call. */
export interface CallLimits {
	filesPerCall: number;
	/** 0 for no limit. */
	bytesPerCall: number;
}

/** How calls are made. */
export interface Sending {
	limits: CallLimits;
	parallel: number;
	stopOnError: boolean;
	/** Sends one call: files for the same field, each for another record. */
	send: (call: Upload[]) => Promise<CallOutcome>;
}

/** An upload that has yet to be made. */
export function planned(
	upload: Pick<Upload, 'itemIndex' | 'recordId' | 'fieldSystemName' | 'file' | 'sentFileName'>,
): Upload {
	return { ...upload, state: 'waiting', sharesField: false };
}

/**
 * Sends all files in as few calls as allowed, and writes into each upload what became of it. Files
 * for the same field of the same record are sent in turns, one after the other, in their order; of an
 * item that failed in one turn nothing is sent in later ones.
 */
export async function sendInCalls(uploads: Upload[], sending: Sending): Promise<void> {
	const { limits, stopOnError, send } = sending;
	for (const turn of toWaves(uploads)) {
		const failed = new Set(uploads.filter(hasFailed).map(({ itemIndex }) => itemIndex));
		if (stopOnError && failed.size > 0) return;
		const due = turn.filter(({ itemIndex }) => !failed.has(itemIndex));
		const calls = toCalls(due, limits);
		await runPool(calls.length, sending, async (index) => await make(calls[index], send));
	}
}

/** Whether the file is known, or has to be taken, not to have arrived. */
export function hasFailed({ state }: Upload): boolean {
	return state === 'failed';
}

/** @throws what the first upload that failed shall report, so that no further call is begun */
async function make(call: Upload[], send: Sending['send']): Promise<void> {
	const outcome = await send(call).catch((error: unknown) => ({ error }));
	call.forEach((upload, index) => {
		if ('error' in outcome) {
			Object.assign(upload, { state: 'failed', error: ofTheCall(outcome.error, call) });
			return;
		}
		const { failed, message } = outcome.entries[index];
		upload.response = outcome.response;
		upload.state = failed ? 'failed' : 'attached';
		if (failed) upload.error = refused(upload, message);
	});
	const failure = call.find(hasFailed);
	if (failure) throw failure.error;
}

/** The n-th files for each field of each record make up the n-th turn. */
function toWaves(uploads: Upload[]): Upload[][] {
	const turns: Upload[][] = [];
	const places = new Map<string, Upload[]>();
	for (const upload of uploads) {
		const key = `${upload.recordId} ${upload.fieldSystemName}`;
		const crowd = places.get(key) ?? [];
		(turns[crowd.length] ??= []).push(upload);
		crowd.push(upload);
		places.set(key, crowd);
	}
	for (const crowd of places.values()) {
		for (const upload of crowd) upload.sharesField = crowd.length > 1;
	}
	return turns;
}

/** Calls with files for one field each, and with names that are unique in each. */
function toCalls(uploads: Upload[], { filesPerCall, bytesPerCall }: CallLimits): Upload[][] {
	const calls: Upload[][] = [];
	const open = new Map<string, { call: Upload[]; bytes: number }>();
	for (const upload of uploads) {
		const { fieldSystemName, file } = upload;
		let current = open.get(fieldSystemName);
		const isTooLarge = (bytes: number) => bytesPerCall > 0 && bytes > bytesPerCall;
		if (!current || current.call.length >= filesPerCall || isTooLarge(current.bytes + file.bytes)) {
			current = { call: [], bytes: 0 };
			open.set(fieldSystemName, current);
			calls.push(current.call);
		}
		current.call.push(upload);
		current.bytes += file.bytes;
	}
	for (const call of calls) {
		const names = makeUnique(call.map(({ sentFileName }) => sentFileName));
		call.forEach((upload, index) => (upload.sentFileName = names[index]));
	}
	return calls;
}

function refused({ file }: Upload, message = 'it gave no reason'): ActionableError {
	return new ActionableError(
		`SharpSpring did not accept the file "${nameOf(file)}": ${message}`,
		'Check the record, the field and the size of the file.',
		{ fromService: true },
	);
}

function ofTheCall(error: unknown, { length }: Upload[]): unknown {
	if (length === 1 || !(error instanceof ActionableError)) return error;
	const advice = `The request held ${length} files and failed as a whole.`;
	return new ActionableError(
		error.message,
		[error.advice, advice].filter(Boolean).join(' '),
		error.details,
	);
}
