import type { Operation as SharedOperation } from '../../shared/execution/operation';
import type { LeadSquaredClient } from '../transport/client';

/** An operation of this node; it works on one item at a time. */
export type Operation = Required<
	Pick<SharedOperation<LeadSquaredClient>, 'description' | 'execute'>
>;
