import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { lookAt } from '../../shared/execution/doubt';
import { wait } from '../../shared/http/pace';
import { stopped } from '../../shared/http/retry';
import type { Showing } from '../transport/accountMemory';
import type { LeadSquaredClient } from '../transport/client';
import type { SetReadings } from '../transport/fieldReadings';
import { hasChanged, isConfirmed, unreadSet } from '../transport/fieldReadings';
import type { FieldSetValues } from '../transport/fieldRows';

/** What reading the record back has shown of one file. */
export interface Confirmation {
	/** `null` where the account does not show it. */
	confirmed: boolean | null;
	/** What is in the field now. */
	fieldValue: string | null;
}

/** When to look (ms after the one before): what was written may take a moment to be seen. */
export const looksAfterMs = [0, 1000, 4000];

/**
 * What a look at a record shows after a pause; undefined when it fails.
 *
 * @throws ActionableError when the execution is stopped: what was sent is not told as "not sent" then
 */
export async function lookAfter<T>(
	pauseMs: number,
	look: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T | undefined> {
	const pause = wait(pauseMs, signal);
	return await pause
		.then(async () => await lookAt(look, signal))
		.catch((error: unknown) => {
			throw signal?.aborted ? stoppedBeforeLook() : error;
		});
}

function stoppedBeforeLook(): ActionableError {
	return new ActionableError(
		stopped().message,
		'What was sent before was not looked at any more: look in LeadSquared before you repeat it.',
		{ isInDoubt: true },
	);
}

/**
 * Reads a record until it shows what was written, for a few seconds. A new one may take a moment to be found.
 *
 * @param kind where the fields are read
 * @param set what was written
 * @param read asks for the record anew; undefined where there is none
 */
export async function readBack(
	client: LeadSquaredClient,
	kind: Showing,
	set: FieldSetValues,
	read: () => Promise<SetReadings | undefined>,
): Promise<SetReadings> {
	const { account, signal } = client.execution;
	const unseen = unreadSet(set);
	let readings = unseen;
	for (const pauseMs of looksAfterMs) {
		const seen = await lookAfter(pauseMs, read, signal);
		readings = seen ?? unseen;
		if (!seen) continue;
		const isHidden = readings.every(({ reading }) => reading.state === 'hidden');
		account.noteShown(kind, readings);
		// Something new that cannot be read will not become a name.
		if (isHidden || readings.every((it) => isConfirmed(it) === true || hasChanged(it))) break;
	}
	return readings;
}

/**
 * What the readings say of each file.
 *
 * @param isEmptyKnown whether a field that shows nothing is known to be empty
 * @throws ActionableError when a field can be read and does not hold its file
 */
export function toConfirmations(readings: SetReadings, isEmptyKnown: boolean): Confirmation[] {
	const confirmations = readings.map((it) => ({
		confirmed: isConfirmed(it, isEmptyKnown),
		fieldValue: it.reading.state === 'shown' ? (it.reading.values[0] ?? '') : null,
	}));
	const wrong = confirmations.findIndex(({ confirmed }) => confirmed === false);
	if (wrong !== -1) {
		throw notConfirmed(
			`The field ${readings[wrong].schemaName} does not hold the file, although LeadSquared reported success`,
			confirmations[wrong].fieldValue ?? '',
		);
	}
	return confirmations;
}

/** The error for a record that can be read and does not show what was written. */
export function notConfirmed(message: string, seen: string): ActionableError {
	const there = seen === '' ? 'It is empty.' : `It holds ${JSON.stringify(seen.slice(0, 200))}.`;
	return new ActionableError(message, there, { fromService: true, isInDoubt: true });
}

/** Adds to each file what was seen of it, and tells of all of them in one word. */
export function withConfirmations(
	files: IDataObject,
	confirmations: Confirmation[] | undefined,
): IDataObject {
	if (!confirmations) return files;
	const described = (files.files as IDataObject[]).map((file, index) => ({
		...file,
		...confirmations[index],
	}));
	const all = confirmations.map(({ confirmed }) => confirmed);
	return { confirmed: all.includes(null) ? null : true, ...files, files: described };
}
