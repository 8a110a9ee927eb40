import type { IDataObject } from 'n8n-workflow';
import type { Found, Sent } from '../../shared/execution/doubt';
import type { AccountMemory } from './accountMemory';
import { isObject, memberOf, textId } from './answers';
import type { FieldSetValues, FieldValue } from './fieldRows';
import type { SetReadings } from './fieldReadings';
import { isConfirmed, readFlatField, readSet } from './fieldReadings';
import type { TimeOrder } from './serviceClock';
import { readServiceTime } from './serviceClock';

/** What a request was to make, as far as a list of records can show it. */
export interface Wanted {
	/** What to call it in claims, e.g. `activity`. */
	kind: string;
	/** Names of the id in a row, the likeliest first. */
	idNames: string[];
	/** Whether a row shows the same content, where fields do not tell. */
	fit?: (row: IDataObject) => Fit;
	note?: string;
	/** When it took place, if not now: UTC, `YYYY-MM-DD HH:MM:SS`. */
	dateTime?: string;
	fields?: FieldValue[];
	fieldSet?: FieldSetValues;
}

/** Whether a row shows what was sent, the worst last. */
const fitsByRank = [
	'yes',
	'unknown',
	/** It shows another text, which may be the same as the service writes it. */
	'differs',
	'no',
] as const;

/** One of {@link fitsByRank}. */
export type Fit = (typeof fitsByRank)[number];

/**
 * The rows of a list that the request may have made: new by the service's clock, made by no other item, and
 * the same in all that they show.
 *
 * @param isWhole whether the list shows all records that could be meant
 * @returns undefined when the rows do not show enough to tell
 */
export function newIn(
	rows: IDataObject[],
	wanted: Wanted,
	{ account, sent, isWhole }: { account: AccountMemory; sent: Sent; isWhole: boolean },
): Array<Found<string>> | undefined {
	for (const row of rows) learnFrom(row, wanted, account, sent);
	const candidates = rows.flatMap((row) => {
		const id = idOf(row, wanted);
		if (id !== undefined && sent.madeAt(claimOf(wanted, id))) return [];
		const content = worst(fits(row, wanted, account.shows('list')));
		return content === 'no' ? [] : [{ id, content, time: timeOf(row, wanted, account, sent) }];
	});
	const isOurs = candidates.filter(({ content, time }) => content === 'yes' && time === 'after');
	// One that is new by this clock shows that records are stamped by it, and that the others are old.
	const open = candidates.filter(({ content, time }) =>
		content === 'differs'
			? time === 'after' && isOurs.length === 0
			: time === 'after' || (time === 'unclear' && (content === 'unknown' || isOurs.length === 0)),
	);
	const found = open.map(({ id, content, time }) =>
		id !== undefined && content === 'yes' && time === 'after'
			? { id: claimOf(wanted, id), result: id }
			: undefined,
	);
	if (found.includes(undefined)) return undefined;
	return found.length > 0 || isWhole ? (found as Array<Found<string>>) : undefined;
}

const idOf = (row: IDataObject, { idNames }: Wanted) =>
	idNames.map((name) => textId(memberOf(row, name))).find(Boolean);

const claimOf = ({ kind }: Wanted, id: string) => `${kind} ${id}`;

/** What a row shows tells how to read the others. */
function learnFrom(row: IDataObject, wanted: Wanted, account: AccountMemory, sent: Sent): void {
	const id = idOf(row, wanted);
	const made = id === undefined ? undefined : sent.madeAt(claimOf(wanted, id));
	const time = readServiceTime(memberOf(row, 'CreatedOn'));
	if (made && time !== undefined) account.clock.learn(time, made);
	if (wanted.fieldSet) account.noteShown('list', readFields(row, wanted.fieldSet));
}

function worst(fits: Fit[]): Fit {
	return [...fitsByRank].reverse().find((fit) => fits.includes(fit)) ?? 'yes';
}

/**
 * Whether a row was made after the request. The time that it took place, where that is given, does not
 * tell when it was made; the time of its last change does then.
 */
function timeOf(
	row: IDataObject,
	{ dateTime }: Wanted,
	{ clock }: AccountMemory,
	sent: Sent,
): TimeOrder {
	const given = dateTime && readServiceTime(dateTime);
	const time = ['CreatedOn', 'ModifiedOn']
		.map((name) => readServiceTime(memberOf(row, name)))
		.find((known) => known !== undefined && known !== given);
	return time === undefined ? 'unclear' : clock.order(time, sent);
}

function fits(
	row: IDataObject,
	{ fit, note, fields = [], fieldSet }: Wanted,
	isEmptyKnown: boolean,
): Fit[] {
	if (fit) return [fit(row)];
	const readings = fieldSet ? readFields(row, fieldSet) : [];
	const isFilled = readings.map((reading) => toFit(isConfirmed(reading, isEmptyKnown)));
	const flat = flattened(row);
	const isNoted = fitOfNote(flat, note);
	return [
		...fields.map(({ schemaName, value }) => fitOfText(memberOf(flat, schemaName), value) ?? 'yes'),
		...isFilled,
		// Something has to tell the record apart: the names of its files, or its text.
		isNoted ?? (isFilled.length > 0 ? 'yes' : 'unknown'),
	];
}

const flattened = (row: IDataObject) => ({
	...row,
	...(isObject(row.ActivityFields) ? row.ActivityFields : {}),
});

/** What a row shows of a set. */
function readFields(row: IDataObject, fieldSet: FieldSetValues): SetReadings {
	const flat = flattened(row);
	return readSet(fieldSet, (setField, inner) => readFlatField(flat, setField, inner));
}

function toFit(confirmed: boolean | null): Fit {
	if (confirmed === null) return 'unknown';
	return confirmed ? 'yes' : 'no';
}

const noteNames = ['ActivityEvent_Note', 'ActivityNote', 'OpportunityNote', 'Note'];

function fitOfNote(row: IDataObject, note = ''): Fit | undefined {
	const shown = noteNames.map((name) => memberOf(row, name)).find((text) => text !== undefined);
	return fitOfText(shown, note);
}

/** Undefined where the row does not show it. */
function fitOfText(shown: unknown, wanted: string): Fit | undefined {
	if (shown === undefined) return undefined;
	return isSameText(shown, wanted) ? 'yes' : 'differs';
}

/** Whether two texts are the same but for how times, numbers and ends of lines are written. */
export function isSameText(shown: unknown, wanted: string): boolean {
	return canonical(shown) === canonical(wanted);
}

function canonical(value: unknown): string {
	const text = String(value ?? '')
		.replace(/\r\n?/g, '\n')
		.trim();
	const time = readServiceTime(text) ?? readServiceTime(`${text} 00:00:00`);
	if (time !== undefined) return `time ${time}`;
	return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? `number ${Number(text)}` : text;
}
