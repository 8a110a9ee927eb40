import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment } from '../../../playground/host.mjs';
import { freePort, lastLines, run, startProcess } from '../../../playground/processes.mjs';
import { asUser, call } from './programs.mjs';
import { until } from './waiting.mjs';

const SUPERUSER = 'postgres';

/**
 * A folder that other users can reach, as the servers run as other users when we are root. A copy of
 * the project may be where they cannot go.
 */
export function makeServerFolder(t, prefix) {
	const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
	chmodSync(folder, 0o755);
	t.onEnd(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/**
 * Starts an empty PostgreSQL on loopback. When the journey ends, what its databases hold is written to
 * `database.sql` in the journey's folder, where the search for secrets looks.
 *
 * @returns {Promise<{ env: Record<string, string>, port: number }>} `env` makes n8n use it
 */
export async function startPostgres(t) {
	const { initdb, postgres, pg_dump: dump, pg_isready: isReady } = t.setup.programs;
	const folder = makeServerFolder(t, 'e2e-postgres');
	const logFile = join(t.folder, 'postgres.log');
	if (process.getuid?.() === 0) call('chown', [SUPERUSER, folder]);
	const data = join(folder, 'data');
	const env = cleanEnvironment({ LC_ALL: 'C.UTF-8' });
	await run({
		what: 'Creating a PostgreSQL database',
		...asUser(SUPERUSER, initdb, ['-D', data, '-A', 'trust', '-U', SUPERUSER, '-N']),
		cwd: folder,
		env,
		logFile,
	});
	const port = await freePort();
	const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
	const server = startProcess({
		name: 'PostgreSQL',
		...asUser(SUPERUSER, postgres, [
			...['-D', data, '-p', String(port)],
			...settings.flatMap((setting) => ['-c', setting]),
		]),
		cwd: folder,
		env,
		logFile,
	});
	t.onEnd(async () => await server.stop());
	const login = ['-h', '127.0.0.1', '-p', String(port), '-U', SUPERUSER];
	// It takes connections a little before it can answer them.
	await untilRunning(server, () => spawnSync(isReady, login, { env }).status === 0);
	t.onEnd(() => call(dump, [...login, '-f', join(t.folder, 'database.sql'), SUPERUSER], { env }));
	return {
		port,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: SUPERUSER,
			DB_POSTGRESDB_USER: SUPERUSER,
			DB_POSTGRESDB_PASSWORD: 'none',
		},
	};
}

/** Starts an empty Redis on loopback that keeps nothing on disk. */
export async function startRedis(t) {
	const port = await freePort();
	const server = startProcess({
		name: 'Redis',
		command: t.setup.programs.redis,
		args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		cwd: t.folder,
		env: cleanEnvironment(),
		logFile: join(t.folder, 'redis.log'),
	});
	t.onEnd(async () => await server.stop());
	await untilRunning(server, async () => await accepts(port));
	return { port };
}

/** Waits until a server that was just started is ready. */
export async function untilRunning(server, isReady) {
	await until(`${server.name} to start`, async () => {
		if (server.isRunning()) return await isReady();
		throw new Error(`${server.name} has ended:\n${lastLines(server.logFile)}`);
	});
}

/** Whether something takes connections on a port of this computer. */
export async function accepts(port) {
	return await new Promise((resolve) => {
		const socket = createConnection({ port, host: '127.0.0.1' });
		const answer = (value) => {
			socket.destroy();
			resolve(value);
		};
		socket.once('connect', () => answer(true));
		socket.once('error', () => answer(false));
	});
}
