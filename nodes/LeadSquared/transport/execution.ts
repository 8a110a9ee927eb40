import { ItemOrder } from '../../shared/execution/itemOrder';
import { KeyedMutex } from '../../shared/execution/keyedMutex';
import { RequestCache } from '../../shared/execution/requestCache';
import type { AccountMemory } from './accountMemory';

/** A file of the execution, and the warnings of its item, to which may be added. */
export interface LinkUser {
	itemIndex: number;
	fileName: string;
	source: string;
	warnings: string[];
}

/** What the items of one execution share. */
export class Execution {
	/** What several items need is asked for once. */
	readonly cache = new RequestCache();

	/** What several items must not do at the same time. */
	readonly mutex: KeyedMutex;

	/** What several items do in their order. */
	readonly order: ItemOrder;

	/** The warnings of the items that fill a field of a record, by that field. */
	readonly fieldUsers = new Map<string, string[][]>();

	/** Names of the files that items have put into fields, by the field. */
	readonly filledFields = new Map<string, string>();

	/** Names of the files that items have added to notes and attachment lists, by the record. */
	readonly listedFiles = new Map<string, string[]>();

	/** By link: the first file that got it, and those that nobody has been warned of yet. */
	readonly linkUsers = new Map<string, { first: LinkUser; untold: LinkUser[] }>();

	/**
	 * @param account what is known of the account, in all executions
	 * @param stop aborted when nothing new shall be begun
	 * @param signal aborted when the execution is cancelled
	 */
	constructor(
		readonly account: AccountMemory,
		stop?: AbortSignal,
		readonly signal?: AbortSignal,
	) {
		this.mutex = new KeyedMutex(stop);
		this.order = new ItemOrder(stop);
	}
}
