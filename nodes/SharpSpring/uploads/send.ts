import { ActionableError, NotStartedError } from '../../shared/errors';
import { runPool } from '../../shared/execution/pool';
import type { CallLimits } from '../parameters/options';
import type { CallOutcome } from '../transport/uploads';
import type { Upload } from './upload';
import { hasFailed } from './upload';
import { toCalls, toWaves } from './waves';

/** How calls are made. */
export interface Sending {
	limits: CallLimits;
	parallel: number;
	stopOnError: boolean;
	stop?: AbortController;
	/** Sends one call: files for the same field, each for another record. */
	send: (call: Upload[]) => Promise<CallOutcome>;
}

/**
 * Sends all files in as few calls as allowed, and writes into each upload what became of it. Files
 * for the same field of the same record are sent in waves, one after the other, in their order; of an
 * item that failed in one wave nothing is sent in later ones.
 */
export async function sendInCalls(uploads: Upload[], sending: Sending): Promise<void> {
	const { limits, stopOnError, send } = sending;
	for (const wave of toWaves(uploads)) {
		const failed = new Set(uploads.filter(hasFailed).map(({ itemIndex }) => itemIndex));
		if (stopOnError && failed.size > 0) return;
		const due = wave.filter(({ itemIndex }) => !failed.has(itemIndex));
		const calls = toCalls(due, limits);
		await runPool(calls.length, sending, async (index) => await make(calls[index], send));
	}
}

/** @throws what the first upload that failed shall report, so that no further call is begun */
async function make(call: Upload[], send: Sending['send']): Promise<void> {
	const outcome = await send(call).catch((error: unknown) => ({ error }));
	// They still wait: nothing was sent.
	if ('error' in outcome && outcome.error instanceof NotStartedError) throw outcome.error;
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

function refused({ file }: Upload, message = 'it gave no reason'): ActionableError {
	return new ActionableError(
		`SharpSpring did not accept the file "${file.label}": ${message}`,
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
