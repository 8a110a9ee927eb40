import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adaptExample, loadExamples, runExample } from '../../../playground/examples.mjs';
import { cleanEnvironment, npmCommand } from '../../../playground/host.mjs';
import { N8nClient } from '../../../playground/n8n.mjs';
import { installPackage, PACKAGE_ROOT } from '../../../playground/package.mjs';
import { run } from '../../../playground/processes.mjs';
import { describeOutcome } from '../../../playground/report.mjs';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import {
	makeFilesFolder,
	OWNER,
	prepareUserFolder,
	saveCredentials,
	startJourneyN8n,
} from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { PACKAGE } from '../lib/workflows.mjs';

const SERVICES = {
	'n8n-nodes-leadsquared': 'leadSquared',
	'n8n-nodes-sharpspring': 'sharpSpring',
};

export const journey = {
	name: 'packages',
	title:
		'The package of each service: installed from its own repository, alone and beside this one',
	needs: [],
	minutes: 20,

	async run(t) {
		const standIns = await startStandIns(t);
		const filesFolder = makeFilesFolder(t);
		writeSampleFiles(join(filesFolder, 'outbox'));
		const command = (name, what, program, cwd) =>
			run({
				what,
				...program,
				cwd,
				env: cleanEnvironment(),
				logFile: join(t.folder, `${name}.log`),
			});
		const made = join(t.folder, 'made');
		const write = { command: process.execPath, args: ['scripts/packages.mjs', made] };
		await command('write', 'Writing the packages', write, PACKAGE_ROOT);

		for (const [name, node] of Object.entries(SERVICES)) {
			const repository = join(made, name);
			t.step(`${name}: npm ci, npm run build, npm pack`);
			const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
			await command(name, 'npm ci', npmCommand(['ci', ...quiet]), repository);
			await command(name, 'npm run build', npmCommand(['run', 'build']), repository);
			await command(name, 'npm pack', npmCommand(['pack']), repository);
			const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
			const tarball = join(repository, `${name}-${version}.tgz`);

			t.step(`${name}: its examples run where nothing else is installed`);
			const userFolder = join(t.folder, `alone-${name}`);
			mkdirSync(userFolder);
			const logFile = join(t.folder, `${name}-install.log`);
			const installed = await installPackage({ name, tarball, userFolder, logFile });
			assert.deepEqual(installed.nodes, [`${name}.${node}`]);
			const alone = await start(t, `alone-${name}`, { userFolder, filesFolder, standIns });
			await runAll(alone, loadExamples(join(repository, 'examples')));
			await alone.stop();

			t.step(`${name}: beside ${PACKAGE}, a workflow is moved over, its credential stays`);
			const both = await prepareUserFolder(t, `both-${name}`);
			await installPackage({ name, tarball, userFolder: both, logFile });
			const beside = await start(t, `both-${name}`, { userFolder: both, filesFolder, standIns });
			const old = loadExamples().find(({ workflow }) => ofPackage(workflow).every(isOf(node)));
			await runAll(beside, [old]);
			const text = JSON.stringify(old).replaceAll(`"${PACKAGE}.`, `"${name}.`);
			await runAll(beside, [JSON.parse(text)]);
			await beside.stop();
		}
	},
};

/** Types of nodes of the package of two in a workflow. */
const ofPackage = ({ nodes }) =>
	nodes.map(({ type }) => type).filter((type) => type.startsWith(`${PACKAGE}.`));

const isOf = (node) => (type) => type === `${PACKAGE}.${node}`;

async function start(t, name, { userFolder, filesFolder, standIns }) {
	const n8n = await startJourneyN8n(t, name, { userFolder, filesFolder });
	const client = new N8nClient(n8n.baseUrl);
	await client.enter(OWNER);
	const types = (await client.nodeTypes()).map((type) => type.name);
	const wanted = standIns.credentials.filter(({ type }) =>
		types.some((node) => `${node.split('.').at(-1)}Api` === type),
	);
	const credentials = await saveCredentials(client, wanted);
	return { client, credentials, filesFolder, standIns, n8n, stop: async () => await n8n.stop() };
}

/** Runs workflows, and compares what arrived with the files on disk. */
async function runAll({ client, credentials, filesFolder, standIns, n8n }, examples) {
	assert.ok(examples.length > 0, 'there is no example');
	for (const example of examples) {
		standIns.leadSquared.reset();
		standIns.sharpSpring.reset();
		const workflow = adaptExample(example, { credentials, filesFolder });
		const arrivals = async () => standIns.arrivals();
		const outcome = await runExample({ client, workflow, standIns: { arrivals } });
		const title = `"${workflow.name}"`;
		assert.ok(outcome.ok, describeOutcome({ title, outcome, logFile: n8n.logFile }));
	}
}
