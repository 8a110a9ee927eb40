import { ActionableError, NotStartedError } from '../../shared/errors';
import type { Pace } from '../../shared/execution/pool';
import { runPool } from '../../shared/execution/pool';
import { doubtAbout } from '../../shared/http/classification';
import { alreadyFilled } from '../../shared/parameters/whenFieldHasFile';
import type { CallLimits } from '../parameters/options';
import type { CallOutcome } from '../transport/uploads';
import { isBlank, shown } from './fieldValue';
import type { ProofOfArrival } from './proof';
import { noteReplaced, stillInDoubt } from './proof';
import type { Upload } from './upload';
import { hasFailed, isInDoubt, placeOf } from './upload';
import { noteShared, toCalls, toWaves } from './waves';

/** How calls are made. */
export interface Sending extends Pace {
	limits: CallLimits;
	/** Sends one call: files for the same field, each for another record. */
	send: (call: Upload[]) => Promise<CallOutcome>;
	/** Absent where nothing can be read back. */
	proof?: ProofOfArrival;
}

/** How often a file is sent that was certainly lost on its way. */
const mostAttempts = 6;

/**
 * Sends all files in as few calls as allowed, and writes into each upload what became of it. Files
 * for the same field of the same record are sent in waves, one after the other, in their order; of an
 * item that failed in one wave nothing is sent in later ones.
 */
export async function sendInCalls(uploads: Upload[], sending: Sending): Promise<void> {
	const { stopOnError, proof } = sending;
	for (const wave of toWaves(uploads)) {
		const failed = new Set(uploads.filter(hasFailed).map(({ itemIndex }) => itemIndex));
		if (stopOnError && failed.size > 0) break;
		const due = wave.filter(({ itemIndex }) => !failed.has(itemIndex));
		if (proof) {
			const sent = uploads.filter((it) => it.state === 'attached' || isInDoubt(it));
			await proof.inTurn(due, async () => await sendWithProof(due, sent, sending, proof));
		} else {
			await sendOnce(due, sending);
		}
	}
	noteShared(uploads);
	noteReplaced(uploads);
}

/**
 * Sends one wave, looks up what is in doubt, repeats what is not there, and confirms the rest.
 *
 * @param sent what is, or may be, in the fields from earlier waves
 */
async function sendWithProof(
	uploads: Upload[],
	sent: Upload[],
	sending: Sending,
	proof: ProofOfArrival,
): Promise<void> {
	await proof.lookBefore(uploads);
	leaveFilledFields(uploads, sent);
	for (let attempt = 1; ; attempt++) {
		const due = uploads.filter(({ state }) => state === 'waiting');
		proof.noteWrites(due);
		await sendOnce(due, sending);
		proof.noteWrites(due);
		await proof.resolve(due.filter(({ state }) => state === 'doubtful'));
		const lost = due.filter(({ state, error }) => state === 'waiting' && error !== undefined);
		if (lost.length === 0) break;
		if (sending.stop?.signal.aborted) {
			// What was to be sent again without a look may be there.
			for (const upload of lost.filter(({ isRepeatedBlindly }) => isRepeatedBlindly)) {
				Object.assign(upload, { state: 'failed', error: stillInDoubt(upload) });
			}
			break;
		}
		if (attempt === mostAttempts) {
			for (const upload of lost) Object.assign(upload, { state: 'failed', error: givenUp(upload) });
			break;
		}
		await proof.waitToRepeat(lost, attempt - 1);
	}
	await proof.confirm(uploads.filter(({ state }) => state === 'attached'));
}

async function sendOnce(uploads: Upload[], sending: Sending): Promise<void> {
	const calls = toCalls(uploads, sending.limits);
	await runPool(calls.length, sending, async (index) => await make(calls[index], sending));
}

/** @throws what the first upload that failed shall report, so that no further call is begun */
async function make(call: Upload[], { send, proof }: Sending): Promise<void> {
	const outcome = await send(call).catch((error: unknown) => ({ error }));
	// They still wait: nothing was sent.
	if ('error' in outcome && outcome.error instanceof NotStartedError) throw outcome.error;
	call.forEach((upload, index) => {
		upload.isAnswered = false;
		if ('error' in outcome) {
			const error = ofTheCall(outcome.error, call);
			const isInDoubt = error instanceof ActionableError && error.details.isInDoubt;
			Object.assign(upload, { state: isInDoubt && proof ? 'doubtful' : 'failed', error });
			return;
		}
		const { failed, message, isUnclear } = outcome.entries[index];
		upload.response = outcome.response;
		upload.error = failed ? refused(upload, message) : undefined;
		upload.state = failed ? 'failed' : 'attached';
		if (!isUnclear) return;
		// The record may tell what the answer does not.
		if (proof) Object.assign(upload, { state: 'doubtful', isAnswered: true });
		else upload.error = leftOpen(upload, message);
	});
	const failure = call.find(hasFailed);
	if (failure) throw failure.error;
}

/** Leaves fields alone that show a file already, or may hold one, where the user wants that. */
function leaveFilledFields(uploads: Upload[], sent: Upload[]): void {
	// Their fields may show it late, or never.
	const sentTo = new Map(sent.map((upload) => [placeOf(upload), upload.sentFileName]));
	for (const upload of uploads) {
		const { before, whenFieldHasFile } = upload;
		if (whenFieldHasFile === 'replace') continue;
		if (before === undefined) {
			Object.assign(upload, { state: 'failed', error: notSeen(upload) });
			continue;
		}
		const held = isBlank(before.value) ? sentTo.get(placeOf(upload)) : before.value;
		if (held === undefined) continue;
		upload.fieldValue = held;
		if (whenFieldHasFile === 'skip') upload.state = 'skipped';
		else {
			const error = alreadyFilled(upload.fieldSystemName, shown(upload.fieldValue));
			Object.assign(upload, { state: 'failed', error });
		}
	}
}

function notSeen({ file, fieldSystemName }: Upload): ActionableError {
	return new ActionableError(
		`The file "${file.label}" was not sent, because nobody knows whether the field ${fieldSystemName} has a file already`,
		'Other files were sent to the field in the meantime, and SharpSpring did not show the record after that. Try again later.',
		{ fromService: true },
	);
}

function refused({ file }: Upload, message = 'it gave no reason'): ActionableError {
	return new ActionableError(
		`SharpSpring did not accept the file "${file.label}": ${message}`,
		'Check the record, the field and the size of the file.',
		{ fromService: true },
	);
}

/** Without a look: only images of products are sent so, and may be sent again. */
function leftOpen({ file }: Upload, message = ''): ActionableError {
	return new ActionableError(
		`SharpSpring does not say clearly whether it took the file "${file.label}": ${message}`,
		`Look at the product in SharpSpring. ${doubtAbout('idempotent', 'SharpSpring')}`,
		{ fromService: true, isInDoubt: true },
	);
}

function givenUp({ error, isRepeatedBlindly }: Upload): unknown {
	if (!(error instanceof ActionableError) || isRepeatedBlindly) return error;
	return new ActionableError(
		error.message,
		`The record was looked at, and the file is not there; ${mostAttempts} attempts failed. Repeating it does no harm.`,
		{ ...error.details, isInDoubt: false },
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
