import type { RecordedRequest } from '../common/server';
import {
	SEED_KEYS,
	SEED_ORGANIZATION,
	seedActivities,
	seedLeads,
	seedNotes,
	seedOpportunities,
} from './seed';
import { seedActivityTypes, seedLeadFields, seedOpportunityTypes } from './seedFields';
import type { LeadSquaredSwitches } from './switches';
import { defaultSwitches } from './switches';
import type { Activity, Field, Lead, Note, Opportunity, Place, RecordType, Upload } from './types';

const byId = <T extends { id: string }>(records: T[]) =>
	new Map(records.map((record) => [record.id, record]));

const byCode = (types: RecordType[]) => new Map(types.map((type) => [type.code, type]));

/** A time as the service writes it: UTC, without a zone. */
const serviceTime = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** All that the stand-in knows. Plain collections, so that tests can seed and inspect them. */
export class State {
	readonly keys = { ...SEED_KEYS };

	readonly organization = { ...SEED_ORGANIZATION };

	readonly switches: LeadSquaredSwitches = defaultSwitches();

	readonly leads = new Map<string, Lead>();

	readonly activities = new Map<string, Activity>();

	readonly opportunities = new Map<string, Opportunity>();

	readonly notes = new Map<string, Note>();

	readonly leadFields: Field[] = [];

	readonly activityTypes = new Map<number, RecordType>();

	readonly opportunityTypes = new Map<number, RecordType>();

	readonly uploads: Upload[] = [];

	readonly requests: RecordedRequest[] = [];

	places: Place[] = [];

	/** Uploads whose link has been read back. */
	readonly linksShown = new WeakSet<Upload>();

	/** All names that were ever put into a field of a custom field set. */
	readonly namesPut = new Map<string, string[]>();

	/** Records that were written a moment ago, and what lookups still show: as they were, or nothing. */
	private readonly unseen = new Map<object, { until: number; was?: object }>();

	/** Answers that said "too many calls". */
	refusedForRate = 0;

	/** Uploads that reached the end of all checks, successful or not. */
	uploadCount = 0;

	constructor(
		/** Addresses are known only once both hosts listen. */
		readonly urls: { api: string; files: string } = { api: '', files: '' },
	) {
		this.reset();
	}

	/** Back to the seeded state. The collections stay the same objects. */
	reset() {
		const { switches } = this;
		for (const key of Object.keys(switches) as Array<keyof LeadSquaredSwitches>) {
			delete (switches as Partial<LeadSquaredSwitches>)[key];
		}
		Object.assign(switches, defaultSwitches());
		refill(this.leads, byId(seedLeads()));
		refill(this.activities, byId(seedActivities()));
		refill(this.opportunities, byId(seedOpportunities()));
		refill(this.notes, byId(seedNotes()));
		refill(this.activityTypes, byCode(seedActivityTypes()));
		refill(this.opportunityTypes, byCode(seedOpportunityTypes()));
		this.leadFields.splice(0, Infinity, ...seedLeadFields());
		this.uploads.length = 0;
		this.requests.length = 0;
		this.places = [];
		this.namesPut.clear();
		this.unseen.clear();
		this.refusedForRate = 0;
		this.uploadCount = 0;
	}

	/** What the service's clock shows, in milliseconds since 1970. */
	clock(): number {
		return Date.now() + this.switches.clockAheadMs;
	}

	/** The time that is stamped on records. */
	now(): string {
		return serviceTime(this.clock() + this.switches.recordClockAheadMs);
	}

	/**
	 * To be told before a record is written, or made: lookups may go on to show it as it is now.
	 *
	 * @param isNew whether it was not there before
	 */
	writes(record: object, isNew = false) {
		const { visibleAfterMs } = this.switches;
		if (visibleAfterMs === 0) return;
		const earlier = this.unseen.get(record);
		const isOpen = earlier !== undefined && earlier.until > Date.now();
		const was = isOpen ? earlier.was : isNew ? undefined : structuredClone(record);
		this.unseen.set(record, { until: Date.now() + visibleAfterMs, was });
	}

	/** The record as lookups show it by now. */
	seen<T extends object>(record: T | undefined): T | undefined {
		const hidden = record && this.unseen.get(record);
		if (!hidden || hidden.until <= Date.now()) return record;
		return hidden.was as T | undefined;
	}

	/** The same for many. */
	allSeen<T extends object>(records: Map<string, T>): T[] {
		return [...records.values()].flatMap((record) => this.seen(record) ?? []);
	}

	/** The type of an activity or of an opportunity. */
	type(code: number): RecordType | undefined {
		return this.activityTypes.get(code) ?? this.opportunityTypes.get(code);
	}

	/** The newest file of this name: a later upload of the same name replaces the earlier one. */
	uploadNamed(name: string): Upload | undefined {
		return this.uploads.filter((upload) => upload.name === name).at(-1);
	}

	/** The file behind a link, with or without percent-encoding. */
	uploadAt(url: string): Upload | undefined {
		return this.uploads
			.filter(({ s3FilePath, relativeFilePath }) =>
				[s3FilePath, relativeFilePath].some((known) => sameUrl(url, known)),
			)
			.at(-1);
	}

	/** Notes what a field of a custom field set holds now. */
	fillPlace(place: Omit<Place, 'upload'>, upload: Upload | undefined) {
		this.places = this.places.filter(
			(old) =>
				old.recordType !== place.recordType ||
				old.recordId !== place.recordId ||
				old.field !== place.field,
		);
		if (upload) this.places.push({ ...place, upload });
	}

	/** Remembers a name that was put into a file field. */
	noteName(recordId: string, parent: string, inner: string, name: string) {
		const key = `${recordId} ${parent}.${inner}`;
		this.namesPut.set(key, [...(this.namesPut.get(key) ?? []), name]);
	}

	/** The file that a field of a custom field set holds now. */
	fileAt(recordId: string, field: string): Upload | undefined {
		return this.places.find((place) => place.recordId === recordId && place.field === field)
			?.upload;
	}
}

function refill<K, V>(target: Map<K, V>, source: Map<K, V>) {
	target.clear();
	for (const [key, value] of source) target.set(key, value);
}

/** Whether two links are the same but for percent-encoding. */
export function sameUrl(one: string, other: string) {
	return one === other || decoded(one) === other;
}

/** Percent-decoded, or as it is when it cannot be decoded. */
export function decoded(text: string) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
