import type { Run as SharedRun } from '../../shared/execution/operation';
import type { SharpSpringClient } from '../transport/client';

/** What an operation of this node runs with. */
export type Run = SharedRun<SharpSpringClient>;
