import { RequestCache } from '../../shared/execution/requestCache';

/** What was found out about an account; kept for as long as the process lives. */
export class AccountMemory {
	/** Types of records of which some were read, to see what they show. */
	readonly samples = new RequestCache();

	/** Fields that have shown something, by the type of their record. */
	private readonly shownFields = new Set<string>();

	/** Learns that this field shows what it holds: then one that shows nothing is empty. */
	noteShown(objectType: string, fieldSystemName: string): void {
		this.shownFields.add(`${objectType} ${fieldSystemName}`);
	}

	/** Whether a field that shows nothing is empty. */
	shows(objectType: string, fieldSystemName: string): boolean {
		return this.shownFields.has(`${objectType} ${fieldSystemName}`);
	}
}

const byAccount = new Map<string, AccountMemory>();

/** What is known of the account, by an id from which its key cannot be told. */
export function memoryOf(id: string): AccountMemory {
	const memory = byAccount.get(id) ?? new AccountMemory();
	byAccount.set(id, memory);
	return memory;
}

/** Forgets what was found out about accounts. */
export function forgetAccounts(): void {
	byAccount.clear();
}
