import type { Operation as SharedOperation } from '../../shared/execution/operation';
import type { SharpSpringClient } from '../transport/client';

/** An operation that sends files; it works on all items at once, because their files may share a request. */
export type Operation = Required<
	Pick<SharedOperation<SharpSpringClient>, 'description' | 'executeAll'>
>;

/** An operation that works on the items one by one. */
export type ItemOperation = Required<
	Pick<SharedOperation<SharpSpringClient>, 'description' | 'execute'>
>;
