import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { standInCredentials } from '../../playground/stand-ins.mjs';
import { CLUSTER_NEEDS, startCluster } from '../../test/e2e/lib/cluster.mjs';
import { collectEndings } from '../../test/e2e/lib/journey.mjs';
import { checkPrograms, ensurePrograms } from '../../test/e2e/lib/programs.mjs';
import { saveCredentials } from '../../test/e2e/lib/session.mjs';
import { WORK } from './paths.mjs';

/**
 * Starts n8n in queue mode, as the journeys do, with credentials for these services.
 *
 * @returns {Promise<{ client: object, credentials: object, end: () => Promise<void> }>}
 */
export async function startQueue(
	{ host, tarball, reporter },
	name,
	{ services, workers, callsPerWindow },
) {
	const folder = join(WORK, 'stages', `${name}-queue`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const logFile = join(WORK, 'logs', 'apt.log');
	const programs = await ensurePrograms(CLUSTER_NEEDS, { logFile, reporter });
	checkPrograms(CLUSTER_NEEDS, programs);
	const endings = collectEndings();
	const trip = {
		folder,
		setup: { host, tarball, programs },
		step: reporter.progress,
		onEnd: endings.add,
		evidence: () => undefined,
	};
	// n8n's default: with many more its processes lack connections to their own database.
	const { client } = await startCluster(trip, { workers, concurrency: 10 });
	const credentials = await saveCredentials(client, standInCredentials(services, callsPerWindow));
	return {
		client,
		credentials,
		async end() {
			await endings.end();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
