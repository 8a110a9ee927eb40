import { ItemOrder } from '../../shared/execution/itemOrder';
import { KeyedMutex } from '../../shared/execution/keyedMutex';
import { RequestCache } from '../../shared/execution/requestCache';

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

	/** @param stop aborted when nothing new shall be begun */
	constructor(stop?: AbortSignal) {
		this.mutex = new KeyedMutex(stop);
		this.order = new ItemOrder(stop);
	}
}
