import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cleanEnvironment } from '../../../playground/host.mjs';
import { PlaygroundError, run } from '../../../playground/processes.mjs';

/**
 * What the journeys need from the system: the programs to look for, the first of which must be there,
 * and the Debian packages they come in.
 */
const NEEDS = {
	chromium: {
		programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
		packages: ['chromium'],
	},
	compiler: { programs: ['g++', 'c++', 'clang++'], packages: ['g++'] },
	make: { programs: ['make'], packages: ['make'] },
	python: { programs: ['python3'], packages: ['python3'] },
	dovecot: { programs: ['dovecot'], packages: ['dovecot-imapd'] },
	doveadm: { programs: ['doveadm'], packages: ['dovecot-imapd'] },
	initdb: { programs: ['initdb'], packages: ['postgresql'] },
	postgres: { programs: ['postgres'], packages: ['postgresql'] },
	pg_dump: { programs: ['pg_dump'], packages: ['postgresql'] },
	pg_isready: { programs: ['pg_isready'], packages: ['postgresql'] },
	redis: { programs: ['redis-server', 'valkey-server'], packages: ['redis-server'] },
};

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Looks for programs; on Debian, as root, it installs those that are missing.
 *
 * @param {string[]} needs names from the list above
 * @returns {Promise<Record<string, string>>} where each one is; those that cannot be had are left out
 */
export async function ensurePrograms(needs, { logFile, reporter }) {
	const missing = needs.filter((need) => !find(need));
	const packages = packagesFor(missing);
	if (packages.length > 0 && canInstall()) {
		reporter.detail(`Installing Debian packages: ${packages.join(' ')}`);
		await installPackages(packages, logFile);
	}
	return Object.fromEntries(needs.map((need) => [need, find(need)]).filter(([, path]) => path));
}

/** Fails with what to do when a journey's programs are not there. */
export function checkPrograms(needs, programs) {
	const missing = needs.filter((need) => !programs[need]);
	if (missing.length === 0) return;
	const names = missing.map((need) => NEEDS[need].programs[0]).join(', ');
	throw new PlaygroundError(
		`This journey needs programs that are not installed: ${names}.\n` +
			`Debian, Ubuntu:  sudo apt-get install --no-install-recommends ${packagesFor(missing).join(' ')}\n` +
			'On other systems install the packages with similar names, so that the programs are on the PATH.',
	);
}

const packagesFor = (needs) => [...new Set(needs.flatMap((need) => NEEDS[need].packages))];

function find(need) {
	const folders = [...(process.env.PATH ?? '').split(delimiter), ...otherFolders()].filter(Boolean);
	for (const program of NEEDS[need].programs) {
		const folder = folders.find((candidate) => existsSync(join(candidate, program)));
		if (folder) return join(folder, program);
	}
	const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
	return need === 'chromium' && existsSync(onMac) ? onMac : undefined;
}

/** Where systems keep servers: outside the PATH of most users. */
function otherFolders() {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => b - a) : [];
	return [
		...versions.map((version) => join(debian, version, 'bin')),
		'/usr/sbin',
		'/usr/local/sbin',
		'/opt/homebrew/bin',
		'/opt/homebrew/sbin',
	];
}

const canInstall = () =>
	process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

async function installPackages(packages, logFile) {
	const env = cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' });
	const apt = async (what, args) => await run({ what, command: 'apt-get', args, env, logFile });
	// Debian starts a server as soon as it is installed; the journeys start their own.
	const forbid = !existsSync(POLICY);
	if (forbid) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	try {
		// A new machine may be busy with its own updates, and mirrors fail now and then.
		const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
		await apt('Updating the lists of Debian packages', ['update', ...options]);
		const install = ['install', '-y', ...options, '--no-install-recommends'];
		await apt('Installing Debian packages', [...install, ...packages]);
	} finally {
		if (forbid) rmSync(POLICY);
	}
}

/**
 * For servers that refuse to run as root: the command as another user, when we are root.
 *
 * @param {string} user
 * @param {string} command
 * @param {string[]} args
 */
export function asUser(user, command, args) {
	if (process.getuid?.() !== 0) return { command, args };
	const who = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--'];
	return { command: 'setpriv', args: [...who, command, ...args] };
}

/** Runs a short program to its end. */
export function call(command, args, { input, ...options } = {}) {
	const result = spawnSync(command, args, { input, encoding: 'utf8', ...options });
	if (result.status === 0) return result.stdout;
	const reason = result.error?.message ?? `${result.stderr}${result.stdout}`.trim();
	throw new Error(`${command} failed: ${reason}`);
}
