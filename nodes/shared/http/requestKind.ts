/** What it would mean to make a request a second time. */
export type RequestKind =
	/** It changes nothing. */
	| 'lookup'
	/** It changes something, but a second time leaves the same as once. */
	| 'idempotent'
	/** A second time could do a second thing: never repeated once it may have arrived. */
	| 'change';
