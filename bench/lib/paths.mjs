import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLAYGROUND } from '../../playground/host.mjs';

/** The folder of the benchmarks. */
export const BENCH = join(dirname(fileURLToPath(import.meta.url)), '..');

/** n8n nodes for some of the cases. */
export const NODES = join(BENCH, 'nodes');

/** Everything that a run needs and leaves behind; not in git. */
export const WORK = join(BENCH, '.work');

/** The table that a complete run writes. */
export const RESULTS = join(BENCH, 'results.md');

/** Shared with `npm start`, so that n8n is installed once. */
export const PLAYGROUND_WORK = join(PLAYGROUND, '.work');
