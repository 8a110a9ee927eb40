import { inDoubt, ActionableError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/execution/keyedMutex';
import { wait } from '../../shared/http/pace';
import { backOff, unlessStopped } from '../../shared/http/retry';
import type { ProofOptions } from '../parameters/options';
import type { SharpSpringClient } from '../transport/client';
import type { KnownRecord, ObjectType } from '../transport/records';
import { readRecords, readSomeRecords } from '../transport/records';
import { fitOf, isBlank, isSame, mayBeSameFile, shown } from './fieldValue';
import type { FieldBefore, Upload } from './upload';
import { isInDoubt, placeOf } from './upload';

/** When to look (ms after the look before): what was written may take a moment to be seen. */
const looksAfterMs = [0, 1000, 4000];

/** What the fields are read with. */
export interface ProofSettings extends ProofOptions {
	client: SharpSpringClient;
	objectType: ObjectType;
	/** Calls at a time. */
	parallel: number;
	/** Aborted when the execution is cancelled. */
	signal?: AbortSignal;
}

/** What the look at a field says about an upload. */
type Sight =
	/** The field names the file, and did not do so before. */
	| 'arrived'
	/** The field names the file, but it may have done so before. */
	| 'named'
	/** The field shows what it showed before, and that may be the file's name with a mark, or another file's name. */
	| 'like before'
	/** The field shows what it showed before, and this account shows what it holds: nothing has arrived. */
	| 'not there'
	/** SharpSpring does not know the record. */
	| 'no record'
	/** The field shows nothing that could tell, as an ID, or a name that nobody knows. */
	| 'unknown';

/** What a look at the field confirms. */
const confirmedBy: Record<Sight, boolean | null> = {
	arrived: true,
	named: true,
	'like before': null,
	'not there': false,
	'no record': false,
	unknown: null,
};

// Of all executions in this process: while one file is on its way to a field of a record, no other is,
// so that what the field shows afterwards cannot be another one's.
const mutex = new KeyedMutex();
const lastWrites = new Map<string, number>();
const mostWritesKept = 20_000;

/**
 * Finds out what became of uploads by reading their records: `/uploadFiles` has no documented answer
 * (sharpspring-api.md 5.1), and an answer can get lost.
 */
export class ProofOfArrival {
	/** Whether doubts have led to a look at other records. */
	private hasSampled = false;

	/** What fields have shown when they were read last. */
	private readonly latest = new Map<string, FieldBefore>();

	constructor(private readonly settings: ProofSettings) {}

	/**
	 * Does the work while no other execution of this process writes to the fields of these uploads.
	 *
	 * @throws ActionableError when the execution is cancelled while it waits
	 */
	async inTurn<T>(uploads: Upload[], work: () => Promise<T>): Promise<T> {
		// Always in the same order, so that no two wait for each other.
		const keys = [...new Set(uploads.map((upload) => this.keyOf(upload)))].sort();
		const take = async (index: number): Promise<T> => {
			// Thousands of free keys must not fill the stack.
			await Promise.resolve();
			if (index === keys.length) return await work();
			const { signal } = this.settings;
			return await mutex.run(keys[index], async () => await take(index + 1), signal);
		};
		return await take(0);
	}

	/** Brings what is known of the fields up to date: others may have written to them since. */
	async lookBefore(uploads: Upload[]): Promise<void> {
		const outdated = uploads.filter((upload) => {
			const latest = this.latest.get(placeOf(upload));
			if (latest) upload.before = latest;
			const writtenAt = lastWrites.get(this.keyOf(upload)) ?? -Infinity;
			return upload.before !== undefined && upload.before.readAt <= writtenAt;
		});
		const isOfUse = ({ whenFieldHasFile }: Upload) =>
			this.settings.confirm || whenFieldHasFile !== 'replace';
		const values = await this.read(outdated.filter(isOfUse));
		for (const upload of outdated) upload.before = values.get(placeOf(upload)) ?? undefined;
		for (const { before, fieldSystemName } of uploads) {
			if (before) this.noteShown({ [fieldSystemName]: before.value });
		}
	}

	/** Notes that files are on their way to these fields, or were until now. */
	noteWrites(uploads: Upload[]): void {
		for (const upload of uploads) {
			this.latest.delete(placeOf(upload));
			lastWrites.delete(this.keyOf(upload));
			lastWrites.set(this.keyOf(upload), performance.now());
		}
		// The first ones are the oldest.
		for (const key of lastWrites.keys()) {
			if (lastWrites.size <= mostWritesKept) break;
			lastWrites.delete(key);
		}
	}

	/**
	 * Decides what became of uploads in doubt: `attached`, `waiting` for a repeat where they are certainly
	 * not there, or `failed`.
	 */
	async resolve(uploads: Upload[]): Promise<void> {
		const canBeTold = uploads.filter(({ before }) => before !== undefined);
		const sights = await this.look(canBeTold, ['arrived', 'named']);
		for (const upload of uploads) {
			const sight = sights.get(upload) ?? 'unknown';
			if (sight === 'arrived') {
				upload.state = 'attached';
			} else if (sight === 'not there' && !upload.isAnswered) {
				upload.state = 'waiting';
			} else if (sight === 'not there') {
				upload.state = 'failed';
			} else if (this.settings.whenUnknown === 'repeat' && !upload.isAnswered) {
				Object.assign(upload, { state: 'waiting', isRepeatedBlindly: true });
			} else {
				Object.assign(upload, { state: 'failed', error: stillInDoubt(upload) });
			}
		}
	}

	/** Gives the service a moment before uploads are sent again, unless looks at them have done so. */
	async waitToRepeat(uploads: Upload[], repeats: number): Promise<void> {
		if (uploads.some(({ before }) => before !== undefined)) return;
		await pause(backOff(repeats), this.settings.signal);
	}

	/** Reads back what was attached, unless the user does without; what is not there has failed. */
	async confirm(uploads: Upload[]): Promise<void> {
		if (!this.settings.confirm || uploads.length === 0) return;
		const sights = await this.look(uploads, ['arrived', 'named', 'unknown']);
		for (const upload of uploads) {
			const sight = sights.get(upload) ?? 'unknown';
			upload.confirmed = confirmedBy[sight];
			if (upload.confirmed === false) {
				const error = sight === 'no record' ? this.withoutRecord(upload) : notConfirmed(upload);
				Object.assign(upload, { state: 'failed', error });
			}
		}
	}

	/** Looks at the fields, again and again at those that do not show one of these yet. */
	private async look(uploads: Upload[], enough: Sight[]): Promise<Map<Upload, Sight>> {
		const sights = new Map<Upload, Sight>();
		let open = uploads;
		for (const pauseMs of looksAfterMs) {
			if (open.length === 0) break;
			if (pauseMs > 0) await pause(pauseMs, this.settings.signal);
			const values = await this.read(open);
			for (const upload of open) {
				const found = values.get(placeOf(upload));
				// A look that fails tells nothing, and the one before counts.
				if (!found) continue;
				upload.fieldValue = found.value;
				upload.isFieldMissing = found.value === undefined;
			}
			const isDoubt = !enough.includes('unknown');
			// Of doubts late, so that what was written a moment ago can be seen.
			if (pauseMs === looksAfterMs.at(isDoubt ? -1 : 0)) {
				await this.sampleIfNothingIsShown(
					open.filter((upload) => values.get(placeOf(upload))),
					isDoubt,
				);
			}
			for (const upload of open) {
				const found = values.get(placeOf(upload));
				const missing = found === null ? 'no record' : 'unknown';
				sights.set(upload, found ? this.compare(upload, found.value) : missing);
			}
			open = open.filter((upload) => !enough.includes(sights.get(upload) as Sight));
		}
		return sights;
	}

	private compare({ before, sentFileName, fieldSystemName }: Upload, value: unknown): Sight {
		const fit = fitOf(value, sentFileName);
		const isUnchanged = before !== undefined && isSame(before.value, value);
		const fitsAsBefore =
			before !== undefined &&
			fitOf(before.value, sentFileName) === fit &&
			mayBeSameFile(before.value, value);
		if (fit === 'named') return before && !fitsAsBefore ? 'arrived' : 'named';
		const isLonger = fit === 'marked' || fit === 'extended';
		if (isLonger && before) return fitsAsBefore ? 'like before' : 'arrived';
		if (fit === 'empty') return this.shows(fieldSystemName) ? 'not there' : 'unknown';
		if (fit === 'possible' || isLonger) return 'unknown';
		// A new name that is not the file's may still be its name in the account.
		return isUnchanged ? 'not there' : 'unknown';
	}

	/**
	 * What the fields of the uploads show now, null where the record does not exist; without those that
	 * could not be read.
	 */
	private async read(uploads: Upload[]): Promise<Map<string, FieldBefore | null>> {
		const { client, objectType, parallel, signal } = this.settings;
		const values = new Map<string, FieldBefore | null>();
		if (uploads.length === 0) return values;
		const ids = uploads.map(({ recordId }) => recordId);
		const records = await readRecords(client, objectType, ids, parallel);
		await pause(0, signal);
		for (const upload of uploads) {
			const record = records.get(upload.recordId);
			if (record === undefined) continue;
			values.set(placeOf(upload), record && this.keep(upload, record));
		}
		return values;
	}

	private keep(upload: Upload, { values, readAt }: KnownRecord): FieldBefore {
		const value = values[upload.fieldSystemName];
		this.noteShown({ [upload.fieldSystemName]: value });
		const latest = { value, readAt };
		this.latest.set(placeOf(upload), latest);
		return latest;
	}

	/**
	 * Nothing can be said about empty fields before one is seen that is not, so some records are read: for
	 * doubts once in an execution, for files that were accepted once in a process.
	 */
	private async sampleIfNothingIsShown(uploads: Upload[], isDoubt: boolean): Promise<void> {
		const { client, objectType } = this.settings;
		const isShown = uploads.every(({ fieldSystemName }) => this.shows(fieldSystemName));
		if (isShown || (isDoubt && this.hasSampled)) return;
		this.hasSampled ||= isDoubt;
		const sample = async () => {
			const records = await readSomeRecords(client, objectType).catch((error: unknown) => {
				if (error instanceof ActionableError) return [];
				throw error;
			});
			for (const { values } of records) this.noteShown(values);
		};
		await (isDoubt ? sample() : client.memory.samples.get(objectType, sample));
	}

	private noteShown(values: Record<string, unknown>): void {
		const { client, objectType } = this.settings;
		for (const [name, value] of Object.entries(values)) {
			if (!isBlank(value)) client.memory.noteShown(objectType, name);
		}
	}

	/** Whether the account shows what this field holds: what it does not show is not there. */
	private shows(fieldSystemName: string): boolean {
		const { client, objectType } = this.settings;
		return client.memory.shows(objectType, fieldSystemName);
	}

	private withoutRecord(upload: Upload): ActionableError {
		const { objectType } = this.settings;
		return notAttached(
			upload,
			`but has no ${objectType} with the ID ${upload.recordId}`,
			"Check the ID. 'Check Record Exists' in the options looks for the record before a file is sent.",
		);
	}

	private keyOf(upload: Upload): string {
		const { client, objectType } = this.settings;
		return `${client.endpoint} ${objectType} ${placeOf(upload)}`;
	}
}

/** Compares files with the last look at their field: a later one may have taken their place since their own. */
export function noteReplaced(uploads: Upload[]): void {
	const sent = uploads.filter(
		(upload) => upload.state === 'attached' || upload.confirmed === false || isInDoubt(upload),
	);
	const lastAt = new Map(sent.map((upload) => [placeOf(upload), upload]));
	for (const upload of sent) {
		const last = lastAt.get(placeOf(upload));
		if (!last || upload === last || upload.confirmed !== true) continue;
		const { fieldValue, sentFileName } = last;
		upload.fieldValue = fieldValue;
		const isNamedBy = (value: unknown) =>
			['named', 'marked'].includes(fitOf(value, upload.sentFileName));
		// Of two files with the same name nobody knows which one is meant.
		if (isNamedBy(fieldValue) && !isNamedBy(sentFileName)) continue;
		upload.confirmed = null;
		const isOther = fitOf(fieldValue, upload.sentFileName) === 'other';
		const isLastOnly = isSame(fieldValue, sentFileName) && !isNamedBy(sentFileName);
		if (last.confirmed && (isOther || isLastOnly)) {
			upload.replacedBy = last;
			last.replacesOthers = true;
		}
	}
}

/** The doubt, with what the field shows. */
export function stillInDoubt({ error, before, fieldValue, fieldSystemName }: Upload): unknown {
	if (!(error instanceof ActionableError)) return error;
	const now = shown(fieldValue);
	const seen =
		before === undefined || now === ''
			? ''
			: `The field ${fieldSystemName} shows ${JSON.stringify(now)}${isSame(before.value, fieldValue) ? ', as before' : ''}.`;
	const doubt = error.details.isInDoubt ? '' : inDoubt('SharpSpring');
	return new ActionableError(error.message, [error.advice, doubt, seen].filter(Boolean).join(' '), {
		...error.details,
		isInDoubt: true,
	});
}

function notConfirmed(upload: Upload): ActionableError {
	const { fieldSystemName, fieldValue } = upload;
	const seen = shown(fieldValue);
	return notAttached(
		upload,
		'but the record does not show it',
		`The field ${fieldSystemName} shows ${seen === '' ? 'nothing' : JSON.stringify(seen)} after several looks. Look at the record in SharpSpring before you repeat it. To do without this look, turn 'Confirm' off in the options.`,
	);
}

function notAttached(
	{ file, sentFileName }: Upload,
	reason: string,
	advice: string,
): ActionableError {
	return new ActionableError(`SharpSpring accepted the file "${file.label}", ${reason}`, advice, {
		fromService: true,
		isInDoubt: true,
		uploadedFiles: [{ fileName: file.label, uploadedFile: sentFileName }],
	});
}

/** @throws ActionableError when the execution is cancelled, in words from which n8n knows that */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	await unlessStopped(wait(ms, signal), signal);
}
