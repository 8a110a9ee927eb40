import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLAYGROUND } from '../../../playground/host.mjs';

/** The folder of these tests. */
export const E2E = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Everything that a run leaves behind; not in git. */
export const WORK = join(E2E, '.work');

/** One folder for each failed journey: screenshot, logs, records of the stand-ins. */
export const FAILURES = join(WORK, 'failures');

/** Where a journey works. It is emptied when the journey begins, not when it ends. */
export const journeyFolder = (name) => join(WORK, 'journeys', name);

/** Shared with `npm start`, so that n8n is installed once. */
export const PLAYGROUND_WORK = join(PLAYGROUND, '.work');

/** The pictures of the README. */
export const IMAGES = join(E2E, '..', '..', 'docs', 'images');
