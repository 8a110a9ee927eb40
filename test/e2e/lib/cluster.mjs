import { N8nClient } from '../../../playground/n8n.mjs';
import { freePort } from '../../../playground/processes.mjs';
import { startPostgres, startRedis } from './databases.mjs';
import { OWNER, prepareUserFolder, startJourneyN8n } from './session.mjs';

/** Programs that a cluster needs. */
export const CLUSTER_NEEDS = ['initdb', 'postgres', 'pg_dump', 'pg_isready', 'redis'];

/**
 * Starts n8n in queue mode: a main process and workers that share PostgreSQL and Redis.
 *
 * @param {object} t the journey
 * @param {{ workers: number, concurrency: number }} size of the cluster, and executions at once in each worker
 * @returns {Promise<{ client: N8nClient, main: object, workers: object[] }>}
 */
export async function startCluster(t, { workers: count, concurrency }) {
	const postgres = await startPostgres(t);
	const redis = await startRedis(t);
	const env = {
		...postgres.env,
		N8N_ENCRYPTION_KEY: 'the-same-for-all-processes',
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		// So that a dead worker is noticed within seconds; by default it takes a minute and more.
		QUEUE_WORKER_LOCK_DURATION: '15000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
	};
	t.step(`starts PostgreSQL, Redis, one main process and ${count} workers`);
	const userFolder = await prepareUserFolder(t, 'main');
	const main = await startJourneyN8n(t, 'main', { userFolder, env });
	const client = new N8nClient(main.baseUrl);
	await client.enter(OWNER);
	const workers = [];
	for (let number = 1; number <= count; number++) {
		const readyPort = await freePort();
		const name = `worker-${number}`;
		workers.push(
			await startJourneyN8n(t, name, {
				userFolder: await prepareUserFolder(t, name),
				args: ['worker', `--concurrency=${concurrency}`],
				readyPort,
				env: {
					...env,
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(readyPort),
				},
			}),
		);
	}
	return { client, main, workers };
}
