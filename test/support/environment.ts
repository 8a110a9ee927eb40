import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// n8n-core reads its settings once, when it is loaded: this module has to be imported before it.
// A process that runs several test files loads n8n-core once, so they share one folder.
const ours = 'N8N_NODES_TEST_FOLDER';

/** Where n8n keeps its files during these tests. */
export const userFolder = (process.env[ours] ??= createFolder());

Object.assign(process.env, {
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: 'only-for-tests',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_RUNNERS_ENABLED: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_LOG_LEVEL: 'silent',
});

function createFolder(): string {
	// In jest's own folder, which jest removes (`jest/folder.js`).
	const { N8N_NODES_TEST_ROOT: root } = process.env;
	if (root) return mkdtempSync(path.join(root, 'worker-'));
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-test-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
