import { cpSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, npmCommand } from './host.mjs';
import { PACKAGE_ROOT } from './package.mjs';
import { run } from './processes.mjs';

/** Editors write a file in several steps, and several files at a time. */
const QUIET_MS = 300;

/**
 * Builds the package anew whenever its sources change, and puts the result where n8n has loaded it from.
 * An n8n that runs with `N8N_DEV_RELOAD=true` then loads it again.
 *
 * @param {{ installed: string, logFile: string, say: (text: string) => void }} options `installed` is the folder
 *   of the installed package
 */
export function watchSources({ installed, logFile, say }) {
	let timer;
	let building = Promise.resolve();
	const changed = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			building = building.then(async () => await rebuild({ installed, logFile, say }));
		}, QUIET_MS);
	};
	for (const folder of ['nodes', 'credentials']) {
		watch(join(PACKAGE_ROOT, folder), { recursive: true }, changed);
	}
}

async function rebuild({ installed, logFile, say }) {
	const begin = Date.now();
	try {
		await run({
			what: 'Building the package',
			...npmCommand(['run', 'build']),
			cwd: PACKAGE_ROOT,
			env: cleanEnvironment(),
			logFile,
		});
	} catch (error) {
		// The next change may fix it.
		say(`✘ ${error.message}`);
		return;
	}
	const dist = join(installed, 'dist');
	rmSync(dist, { recursive: true, force: true });
	cpSync(join(PACKAGE_ROOT, 'dist'), dist, { recursive: true });
	say(`✔ Built in ${((Date.now() - begin) / 1_000).toFixed(1)} s. Reload the editor's page.`);
}
