import type { RecordedRequest } from '../common/server';
import { Allowance } from './access';
import { seed, SEED_KEYS } from './seed';
import { defaultSwitches } from './switches';
import type { FieldDefinition, ObjectType, SharpSpringRecord, UploadCall } from './types';

/** Everything a running stand-in knows. The collections stay the same objects over a reset. */
export class State {
	readonly keys = { ...SEED_KEYS };

	readonly switches = defaultSwitches();

	readonly requests: RecordedRequest[] = [];

	readonly calls: UploadCall[] = [];

	readonly leads = new Map<string, SharpSpringRecord>();

	readonly accounts = new Map<string, SharpSpringRecord>();

	readonly opportunities = new Map<string, SharpSpringRecord>();

	readonly products = new Map<string, SharpSpringRecord>();

	readonly fields: FieldDefinition[] = [];

	readonly userProfiles: Array<Record<string, string | null>> = [];

	allowance = new Allowance();

	constructor() {
		this.reset();
	}

	reset(): void {
		const fresh = seed();
		Object.assign(this.keys, SEED_KEYS);
		Object.assign(this.switches, defaultSwitches());
		for (const name of ['leads', 'accounts', 'opportunities', 'products'] as const) {
			this[name].clear();
			for (const [id, record] of fresh[name]) this[name].set(id, record);
		}
		this.fields.splice(0, Infinity, ...fresh.fields);
		this.userProfiles.splice(0, Infinity, ...fresh.userProfiles);
		this.requests.length = 0;
		this.calls.length = 0;
		this.allowance = new Allowance();
	}

	/** The records that a type of `/uploadFiles` stands for. */
	recordsOf(type: ObjectType): Map<string, SharpSpringRecord> {
		return { lead: this.leads, account: this.accounts, opportunity: this.opportunities }[type];
	}
}
