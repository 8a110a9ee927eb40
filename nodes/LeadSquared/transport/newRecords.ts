import type { IDataObject } from 'n8n-workflow';
import type { Found, SentAt } from '../../shared/execution/doubt';
import { isObject, memberOf, textId } from './answers';
import type { FieldSetValues, FieldValue } from './fieldRows';
import { isConfirmed, readFlatField, readSet } from './fieldReadings';
import type { ServiceClock } from './serviceClock';
import { readServiceTime } from './serviceClock';

/** What a request was to make, as far as a list of records can show it. */
export interface Wanted {
	/** Names of the id in a row, the likeliest first. */
	idNames: string[];
	note?: string;
	/** When it took place, if not now: UTC, `YYYY-MM-DD HH:MM:SS`. */
	dateTime?: string;
	fields?: FieldValue[];
	fieldSet?: FieldSetValues;
}

type Fit = 'yes' | 'no' | 'unknown';

/**
 * The rows of a list that the request may have made: new by the service's clock, and the same in all that
 * they show.
 *
 * @param isWhole whether the list shows all records that could be meant
 * @returns undefined when the rows do not show enough to tell
 */
export function newIn(
	rows: IDataObject[],
	wanted: Wanted,
	{ clock, sentAt, isWhole }: { clock: ServiceClock; sentAt: SentAt; isWhole: boolean },
): Array<Found<string>> | undefined {
	const earliest = clock.earliest(sentAt.performanceMs);
	const found: Array<Found<string>> = [];
	for (const row of rows) {
		const fit = worst([isNew(row, earliest, wanted.dateTime), ...fits(row, wanted)]);
		if (fit === 'no') continue;
		const id = wanted.idNames.map((name) => textId(memberOf(row, name))).find(Boolean);
		if (fit === 'unknown' || id === undefined) return undefined;
		found.push({ id, result: id });
	}
	return found.length > 0 || isWhole ? found : undefined;
}

function worst(fits: Fit[]): Fit {
	if (fits.includes('no')) return 'no';
	return fits.includes('unknown') ? 'unknown' : 'yes';
}

/** A record that took place at another time may have been made now: the later of its times counts. */
function isNew(row: IDataObject, earliest: number, dateTime?: string): Fit {
	const times = ['CreatedOn', 'ModifiedOn'].flatMap(
		(name) => readServiceTime(memberOf(row, name)) ?? [],
	);
	if (times.length === 0) return 'unknown';
	if (Math.max(...times) >= earliest) return 'yes';
	// Then its time does not tell when it was made.
	const given = dateTime && readServiceTime(dateTime);
	return given && times.includes(given) ? 'unknown' : 'no';
}

function fits(row: IDataObject, { note, fields = [], fieldSet }: Wanted): Fit[] {
	const flat = { ...row, ...(isObject(row.ActivityFields) ? row.ActivityFields : {}) };
	const readings = fieldSet
		? readSet(fieldSet, (setField, inner) => readFlatField(flat, setField, inner))
		: [];
	const isFilled = readings.map((reading) => toFit(isConfirmed(reading, true)));
	const isNoted = fitOfNote(flat, note);
	return [
		...fields.map(({ schemaName, value }) => fitOfText(memberOf(flat, schemaName), value) ?? 'yes'),
		...isFilled,
		// Something has to tell the record apart: the names of its files, or its text.
		isNoted ?? (isFilled.length > 0 ? 'yes' : 'unknown'),
	];
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
	return String(shown ?? '').trim() === wanted.trim() ? 'yes' : 'no';
}
