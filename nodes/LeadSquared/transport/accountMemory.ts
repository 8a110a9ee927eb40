import type { IDataObject } from 'n8n-workflow';
import type { Claims } from '../../shared/execution/claims';
import { claimsOf } from '../../shared/execution/claims';
import { KeyedMutex } from '../../shared/execution/keyedMutex';
import { ServiceClock } from './serviceClock';

/** A new lead is shown by lookups long before. */
const newLeadKeptMs = 60_000;
const mostNewLeads = 20_000;

/** How a lead's custom field set is sent. */
export type UpdateForm =
	/** Names of set and field put together, in `Lead.Update`: the one form seen in use. */
	| 'flattened'
	/** `Fields` inside the set's field, in `Lead.Update`: documented for new leads. */
	| 'nested'
	/** `Fields` inside the set's field, in `Lead.CreateOrUpdate`: documented. */
	| 'upsert';

/** What is known of a lead that was just made. */
type NewLead = IDataObject & { ProspectID: string };

/** Answers in which a file field can be seen. */
export type Showing = 'lead' | 'details' | 'list';

/** What was found out about an account; kept for as long as the process lives. */
export class AccountMemory {
	/** The form of update that was seen to take effect. */
	updateForm?: UpdateForm;

	/** Whether an item has looked for it, with or without success. */
	hasSearchedForm = false;

	/** Whether it was seen that no form takes effect on leads without an email address. */
	isAddressNeeded = false;

	/** Of the account's host. */
	readonly clock = new ServiceClock();

	/** Kinds of answers that have shown what a file field holds: then one that shows nothing is empty. */
	private readonly showing = new Set<Showing>();

	/** Only one item finds out at a time. */
	readonly mutex = new KeyedMutex();

	/** What items of this process have made in the account. */
	readonly claims: Claims;

	private readonly newLeads = new Map<string, { lead: NewLead; madeAt: number }>();

	constructor(id: string) {
		this.claims = claimsOf(id);
	}

	/** Learns from readings that this kind of answers shows what file fields hold. */
	noteShown(
		kind: Showing,
		readings: Array<{ reading: { state: string; values?: string[] } }>,
	): void {
		if (readings.some(({ reading: { values = [] } }) => values.length > 0)) this.showing.add(kind);
	}

	/** Remembers a lead that was just made, which lookups may not show yet. */
	noteNewLead(key: string, lead: NewLead): void {
		this.newLeads.set(key, { lead, madeAt: performance.now() });
		// The first ones are the oldest.
		for (const known of this.newLeads.keys()) {
			if (this.newLeads.size <= mostNewLeads && this.newLead(known)) return;
			this.newLeads.delete(known);
		}
	}

	/** The lead that an item of this process has made a moment ago for this key. */
	newLead(key: string): NewLead | undefined {
		const { lead, madeAt = -Infinity } = this.newLeads.get(key) ?? {};
		return performance.now() - madeAt < newLeadKeptMs ? lead : undefined;
	}

	/** Whether a file field that this kind of answers shows as empty is empty. */
	shows(kind: Showing): boolean {
		return this.showing.has(kind);
	}
}

const byAccount = new Map<string, AccountMemory>();

/** What is known of the account, by an id from which its key cannot be told. */
export function memoryOf(id: string): AccountMemory {
	const memory = byAccount.get(id) ?? new AccountMemory(id);
	byAccount.set(id, memory);
	return memory;
}

/** Forgets what was found out about accounts. */
export function forgetAccounts(): void {
	byAccount.clear();
}
