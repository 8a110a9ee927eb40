import type {
	Operation as SharedOperation,
	Run as SharedRun,
} from '../../shared/execution/operation';
import type { SharpSpringClient } from '../transport/client';

/** What an operation of this node runs with. */
export type Run = SharedRun<SharpSpringClient>;

/** An operation of this node; it works on all items at once, because their files may share a request. */
export type Operation = Required<
	Pick<SharedOperation<SharpSpringClient>, 'description' | 'executeAll'>
>;
