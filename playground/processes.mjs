import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const WINDOWS = process.platform === 'win32';
const GRACE_MS = 8_000;
// An installation is begun anew anyhow, and npm can be too busy to notice the signal.
const GRACE_OF_RUN_MS = 2_000;

/** A problem whose message is meant for the person at the screen, without a stack. */
export class PlaygroundError extends Error {
	name = 'PlaygroundError';
}

const started = new Set();

/**
 * Starts a program. Its output goes to `logFile`; `onLine` also gets each line of its standard output.
 * @returns {{ name: string, pid: number | undefined, logFile: string, exited: Promise<{ code: number | null, signal: string | null }>, isRunning: () => boolean, stop: () => Promise<void> }}
 */
export function startProcess({
	name,
	command,
	args = [],
	cwd,
	env,
	logFile,
	onLine,
	shell,
	graceMs = GRACE_MS,
}) {
	mkdirSync(dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'a');
	const child = spawn(command, args, {
		cwd,
		env,
		shell,
		stdio: ['ignore', onLine ? 'pipe' : log, log],
		// A process group of its own: the terminal's Ctrl-C reaches only us, and stopping the group
		// also ends what the program has started itself.
		detached: !WINDOWS,
		windowsHide: true,
	});
	closeSync(log);
	if (onLine) {
		const copy = createWriteStream(logFile, { flags: 'a' });
		createInterface({ input: child.stdout }).on('line', (line) => {
			copy.write(`${line}\n`);
			onLine(line);
		});
	}

	let running = true;
	const exited = new Promise((resolve) => {
		const ended = (result) => {
			running = false;
			started.delete(handle);
			resolve(result);
		};
		child.once('error', (error) => ended({ code: null, signal: null, error }));
		child.once('exit', (code, signal) => ended({ code, signal }));
	});
	const handle = {
		name,
		pid: child.pid,
		logFile,
		exited,
		isRunning: () => running,
		async stop() {
			if (!running) return;
			signalGroup(child, 'SIGTERM');
			const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
			await exited;
			clearTimeout(kill);
		},
	};
	started.add(handle);
	return handle;
}

function signalGroup(child, signal) {
	if (child.pid === undefined) return;
	if (WINDOWS) {
		spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

/** Ends every process that `startProcess` has started and that still runs, and nothing else. */
export async function stopAll() {
	// Again and again: something may have been about to start.
	while (started.size > 0) {
		await Promise.all([...started].map(async (handle) => await handle.stop()));
	}
}

/** Runs a program to its end; a failure becomes an error that quotes the end of its log. */
export async function run({ what, onTick, tickMs = 1_000, ...options }) {
	const child = startProcess({ name: what, graceMs: GRACE_OF_RUN_MS, ...options });
	const ticker = onTick && setInterval(onTick, tickMs);
	const { code, signal, error } = await child.exited;
	clearInterval(ticker);
	if (error) throw new PlaygroundError(`${what} could not be started: ${error.message}`);
	if (code !== 0) {
		throw new PlaygroundError(
			`${what} failed (${signal ?? `exit code ${code}`}). The end of its log:\n\n` +
				`${lastLines(options.logFile)}\n\nThe whole log: ${options.logFile}`,
		);
	}
}

/** The end of a text file, indented. */
export function lastLines(file, count = 15) {
	let text = '';
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		return '  (no log)';
	}
	return text
		.trimEnd()
		.split('\n')
		.slice(-count)
		.map((line) => `  ${line.slice(0, 300)}`)
		.join('\n');
}

/** Why this port cannot be used on this computer, or `undefined` when it is free. */
export async function portProblem(port) {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error) => {
			if (error.code === 'EADDRINUSE') resolve('is already in use by another program');
			else if (error.code === 'EACCES') resolve('needs administrator rights');
			else resolve(`cannot be used (${error.message})`);
		});
		server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(undefined)));
	});
}

/** A port that is free now. */
export async function freePort() {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port: 0, host: '127.0.0.1' }, () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}
