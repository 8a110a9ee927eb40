import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { bundledNode, cleanEnvironment, npmCommand } from '../../../playground/host.mjs';
import { run } from '../../../playground/processes.mjs';
import { E2E, WORK } from './paths.mjs';

const PROJECTS = join(E2E, 'hosts');
const FILES = ['package.json', 'package-lock.json', '.npmrc'];

/** Versions of n8n that have a project of their own, the oldest first. */
export function oldVersions() {
	return readdirSync(PROJECTS).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/**
 * Installs an older n8n, and the Node.js it needs, unless it is there.
 *
 * @returns {Promise<{ node: string, n8n: string, version: string }>} what `startN8n` and `n8nEnvironment` take
 */
export async function ensureOldHost(version, { step }) {
	const folder = join(WORK, 'hosts', version);
	const stamp = join(folder, 'installed.txt');
	const wanted = fingerprint(version);
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
		step(`installs n8n ${version}`);
		await install(version, folder);
		writeFileSync(stamp, wanted);
	}
	return {
		version,
		node: bundledNode(folder) ?? process.execPath,
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

async function install(version, folder) {
	const logFile = join(WORK, 'logs', `install-n8n-${version}.log`);
	rmSync(logFile, { force: true });
	rmSync(join(folder, 'installed.txt'), { force: true });
	mkdirSync(folder, { recursive: true });
	for (const file of FILES) cpSync(join(PROJECTS, version, file), join(folder, file));
	await run({
		what: `Installing n8n ${version} from the npm registry`,
		...npmCommand(['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']),
		cwd: folder,
		env: cleanEnvironment(),
		logFile,
	});
}

function fingerprint(version) {
	const lock = readFileSync(join(PROJECTS, version, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex');
	return `${process.platform}-${process.arch} ${hash}\n`;
}
