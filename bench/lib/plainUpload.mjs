import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BENCH } from './paths.mjs';

const call = promisify(execFile);

/** Uploads one file with the Node.js of n8n, and nothing else; returns the time of the transfer (ms). */
export async function plainUpload({ node }, { fileUploadUrl }, file) {
	const script = join(BENCH, 'servers', 'plainUpload.mjs');
	const { stdout } = await call(node, [script, fileUploadUrl, file]);
	return Number(stdout);
}
