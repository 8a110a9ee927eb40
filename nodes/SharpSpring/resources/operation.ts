import type { Operation as SharedOperation } from '../../shared/execution/operation';
import type { SharpSpringClient } from '../transport/client';

/** An operation of this node; it works on all items at once, because their files may share a request. */
export type Operation = Required<
	Pick<SharedOperation<SharpSpringClient>, 'description' | 'executeAll'>
>;
