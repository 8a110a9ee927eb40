import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adaptExample, compareArrivals, loadExamples } from '../../../playground/examples.mjs';
import { n8nEnvironment } from '../../../playground/n8n.mjs';
import { freePort, run } from '../../../playground/processes.mjs';
import { describeOutcome } from '../../../playground/report.mjs';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { startPostgres } from '../lib/databases.mjs';
import { ensureOldHost, oldVersions } from '../lib/oldHosts.mjs';
import { makeFilesFolder, prepareUserFolder } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';

/** One journey for each older n8n that has a project in `hosts`. */
export const journeys = oldVersions().map((version) => ({
	name: `n8n-${version}`,
	title: `The same package and examples, without an editor, on n8n ${version}`,
	// PostgreSQL spares compiling an SQLite driver for each Node.js.
	needs: ['initdb', 'postgres', 'pg_dump', 'pg_isready'],
	minutes: 25,

	async run(t) {
		const host = await ensureOldHost(version, t);
		const standIns = await startStandIns(t);
		const postgres = await startPostgres(t);
		const userFolder = await prepareUserFolder(t, 'n8n');
		const filesFolder = makeFilesFolder(t);
		writeSampleFiles(join(filesFolder, 'outbox'));
		const n8n = commandLine(t, { host, userFolder, filesFolder, env: postgres.env });

		t.step('imports credentials and examples');
		const credentials = standIns.credentials.map((credential, index) => ({
			id: `credential${index}`,
			...credential,
		}));
		const byType = Object.fromEntries(
			credentials.map(({ type, id, name }) => [type, { id, name }]),
		);
		const workflows = loadExamples().map((example) => ({
			...adaptExample(example, { credentials: byType, filesFolder }),
			active: false,
		}));
		await importAll(t, n8n, { credentials, workflows });

		for (const workflow of workflows) {
			const execute = async () => {
				standIns.leadSquared.reset();
				standIns.sharpSpring.reset();
				await n8n('execute', `--id=${workflow.id}`, '--rawOutput');
			};
			await execute().catch(async (error) => {
				// Seen once: n8n had done its work, and its process crashed as it ended.
				if (!error.message.includes('(SIGSEGV)')) throw error;
				t.step('n8n crashed as it ended: once more');
				await execute();
			});
			// The command fails when the execution does: here it has succeeded.
			const outcome = await compareArrivals(workflow, { arrivals: standIns.arrivals() });
			const title = `"${workflow.name}"`;
			assert.ok(outcome.ok, describeOutcome({ title, outcome, logFile: n8n.logFile }));
			t.step(`ran ${title}`);
		}
	},
}));

/** Calls n8n's command line, one command after the other. */
function commandLine(t, { host, ...options }) {
	const logFile = join(t.folder, 'n8n.log');
	const call = async (...args) => {
		const [port, brokerPort] = [await freePort(), await freePort()];
		await run({
			what: `n8n ${args.join(' ')}`,
			command: host.node,
			args: [host.n8n, ...args],
			cwd: options.userFolder,
			env: n8nEnvironment({ host, port, brokerPort, ...options }),
			logFile,
		});
	};
	return Object.assign(call, { logFile });
}

async function importAll(t, n8n, { credentials, workflows }) {
	const file = join(t.folder, 'import.json');
	// It holds keys, which must not stay behind.
	t.onEnd(() => rmSync(file, { force: true }));
	writeFileSync(file, JSON.stringify(credentials));
	await n8n('import:credentials', `--input=${file}`);
	writeFileSync(file, JSON.stringify(workflows));
	await n8n('import:workflow', `--input=${file}`);
}
