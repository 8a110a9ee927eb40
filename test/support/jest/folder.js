const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/**
 * One folder for what all workers write, which goes when jest itself ends: a worker has half a second
 * to end, less than removing hundreds of megabytes may take, and is killed then.
 */
module.exports = () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-test-'));
	process.env.N8N_NODES_TEST_ROOT = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
