import { join } from 'node:path';
import { cleanEnvironment } from '../../playground/host.mjs';
import { PACKAGE_ROOT } from '../../playground/package.mjs';
import { lastLines, PlaygroundError, startProcess } from '../../playground/processes.mjs';
import { BENCH, WORK } from './paths.mjs';

/** Starts the light server in a process of its own, which can hand out one file. */
export async function startSink({ delayMs = 0, file = '' } = {}) {
	const logFile = join(WORK, 'logs', 'sink.log');
	let onReady;
	const ready = new Promise((resolve) => {
		onReady = resolve;
	});
	const child = startProcess({
		name: 'sink',
		command: process.execPath,
		args: ['--import', 'tsx', join(BENCH, 'servers', 'sink.mjs'), String(delayMs), file],
		cwd: PACKAGE_ROOT,
		env: cleanEnvironment(),
		logFile,
		onLine: (line) => onReady(JSON.parse(line)),
	});
	const address = await Promise.race([ready, child.exited.then(() => undefined)]);
	if (!address) {
		throw new PlaygroundError(`The server did not start. Its log:\n\n${lastLines(logFile)}`);
	}
	const { url } = address;
	return {
		...child,
		url,
		/** Where the file is. */
		fileUrl: `${url}/large.bin`,
		/** Takes the place of both services in credentials and addresses. */
		services: {
			leadSquared: {
				apiUrl: url,
				fileUploadUrl: `${url}/File/Upload`,
				keys: { accessKey: 'bench-access-key', secretKey: 'bench-secret-key' },
			},
			sharpSpring: { url, keys: { accountID: 'bench-account', secretKey: 'bench-secret-key' } },
		},
		/** How many uploads have arrived since the start. */
		async uploads() {
			return await (await fetch(`${url}/uploads`)).json();
		},
	};
}
