import { copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { N8nClient, startN8n } from '../../../playground/n8n.mjs';
import { installPackage } from '../../../playground/package.mjs';
import { freePort } from '../../../playground/processes.mjs';

/** Who owns the n8n of a journey. */
export const OWNER = {
	email: 'journeys@example.com',
	password: 'Journeys1',
	firstName: 'Jo',
	lastName: 'Urney',
};

/**
 * Starts a new n8n with the packed package in it: an empty database, a free port, an owner who is
 * logged in, and credentials for the stand-ins unless `credentials` is empty. It ends with the journey.
 *
 * @returns {Promise<{ n8n: object, client: N8nClient, credentials: Record<string, { id: string, name: string }>, filesFolder: string }>}
 */
export async function startSession(t, { env, credentials = [], codeNodes } = {}) {
	const filesFolder = makeFilesFolder(t);
	const userFolder = await prepareUserFolder(t, 'n8n');
	const n8n = await startJourneyN8n(t, 'n8n', { userFolder, filesFolder, env, codeNodes });
	const client = new N8nClient(n8n.baseUrl);
	await client.enter(OWNER);
	return { n8n, client, filesFolder, credentials: await saveCredentials(client, credentials) };
}

/** An n8n process whose log becomes evidence, and which ends with the journey. */
export async function startJourneyN8n(t, name, options) {
	const port = options.port ?? (await freePort());
	const logFile = join(t.folder, `${name}.log`);
	t.evidence(`${name}.log`, (target) => copyFileSync(logFile, target));
	const n8n = await startN8n({ host: t.setup.host, port, ...options, logFile });
	t.onEnd(async () => await n8n.stop());
	return n8n;
}

/** A user folder with the package in it, as n8n's own installer leaves it. */
export async function prepareUserFolder(t, name) {
	const userFolder = join(t.folder, name);
	await installPackage({
		tarball: t.setup.tarball,
		userFolder,
		logFile: join(t.folder, `${name}-install.log`),
	});
	return userFolder;
}

/** The only folder that workflows may read from. n8n compares real paths. */
export function makeFilesFolder(t) {
	const folder = join(t.folder, 'files');
	mkdirSync(folder, { recursive: true });
	return realpathSync(folder);
}

/** Saves credentials; returns `{ id, name }` by type, which is what a node needs to use one. */
export async function saveCredentials(client, credentials) {
	const saved = {};
	for (const credential of credentials) {
		saved[credential.type] = await client.saveCredential(credential);
	}
	return saved;
}
