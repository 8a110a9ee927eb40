import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// n8n-core reads its settings once, when it is loaded: this module has to be imported before it.

/** Where n8n keeps its files during these tests. */
export const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-test-'));

Object.assign(process.env, {
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: 'only-for-tests',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_RUNNERS_ENABLED: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_LOG_LEVEL: 'silent',
});

/** Removes {@link userFolder} and everything in it. */
export function removeUserFolder(): void {
	rmSync(userFolder, { recursive: true, force: true });
}

// Also used by programs that are not run by jest.
if (typeof afterAll === 'function') afterAll(removeUserFolder);
else process.once('exit', removeUserFolder);
