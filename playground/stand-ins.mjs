import { join } from 'node:path';
import { cleanEnvironment } from './host.mjs';
import { PACKAGE_ROOT } from './package.mjs';
import { lastLines, PlaygroundError, startProcess } from './processes.mjs';

/**
 * Starts the two stand-in CRMs in a process of their own.
 * @param {{ ports: { leadSquared: number, leadSquaredFiles: number, sharpSpring: number }, logFile: string }} options
 */
export async function startStandIns({ ports, logFile }) {
	const { promise: ready, resolve: onReady } = withResolver();
	const child = startProcess({
		name: 'stand-ins',
		command: process.execPath,
		args: [
			'--import',
			'tsx',
			join(PACKAGE_ROOT, 'test', 'stand-ins', 'start.ts'),
			'--json',
			`--leadsquared-port=${ports.leadSquared}`,
			`--leadsquared-files-port=${ports.leadSquaredFiles}`,
			`--sharpspring-port=${ports.sharpSpring}`,
		],
		cwd: PACKAGE_ROOT,
		env: cleanEnvironment(),
		logFile,
		onLine: (line) => {
			if (line.startsWith('{')) onReady(JSON.parse(line));
		},
	});
	const addresses = await Promise.race([ready, child.exited.then(() => undefined)]);
	if (!addresses) {
		throw new PlaygroundError(
			`The stand-ins of the two CRMs did not start. The end of their log:\n\n${lastLines(logFile)}`,
		);
	}
	return {
		...child,
		...addresses,
		/** Every file that reached one of the stand-ins. */
		async arrivals() {
			const pages = [addresses.leadSquared.pageUrl, addresses.sharpSpring.pageUrl];
			const lists = await Promise.all(
				pages.map(async (page) => {
					const response = await fetch(new URL('/received.json', page));
					return await response.json();
				}),
			);
			return lists.flat();
		},
	};
}

/**
 * The credentials for n8n that fit the stand-ins.
 *
 * @param callsPerWindow of the account; the stand-ins take any number until they are told otherwise
 */
export function standInCredentials({ leadSquared, sharpSpring }, callsPerWindow = 1_000) {
	return [
		{
			name: 'LeadSquared stand-in',
			type: 'leadSquaredApi',
			data: {
				region: 'custom',
				apiUrl: leadSquared.apiUrl,
				fileUploadUrl: leadSquared.fileUploadUrl,
				...leadSquared.keys,
				callsPerWindow,
			},
		},
		{
			name: 'SharpSpring stand-in',
			type: 'sharpSpringApi',
			data: {
				...sharpSpring.keys,
				apiVersion: 'v1.2',
				baseUrl: sharpSpring.url,
				sendKeysIn: 'query',
				callsPerWindow,
			},
		},
	];
}

function withResolver() {
	let resolve;
	const promise = new Promise((done) => {
		resolve = done;
	});
	return { promise, resolve };
}
