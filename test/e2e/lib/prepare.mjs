import { rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ensureHost, hostIsInstalled, pinnedN8nVersion } from '../../../playground/host.mjs';
import { packPackage } from '../../../playground/package.mjs';
import { PLAYGROUND_WORK, WORK } from './paths.mjs';
import { ensurePrograms } from './programs.mjs';

/**
 * What all journeys need: programs of the system, the pinned n8n, and the tarball of the package.
 * What is already there is not made again.
 */
export async function prepare({ journeys, options, reporter }) {
	const log = (name) => join(WORK, 'logs', `${name}.log`);
	rmSync(log('apt'), { force: true });
	const needs = new Set([
		'compiler',
		'make',
		'python',
		...journeys.flatMap((journey) => journey.needs),
	]);
	const programs = await ensurePrograms([...needs], { logFile: log('apt'), reporter });
	if (!hostIsInstalled(PLAYGROUND_WORK)) reporter.detail(`Installing n8n ${pinnedN8nVersion()}`);
	const host = await ensureHost({ workFolder: PLAYGROUND_WORK, reporter });
	const tarball = options.tarball
		? resolve(options.tarball)
		: (await packPackage({ workFolder: WORK })).file;
	reporter.detail(`n8n ${host.version}, ${basename(tarball)}`);
	return { programs, host, tarball, options, reporter };
}
