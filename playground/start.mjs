// `npm start`: a real n8n with this package, two stand-in CRMs, and the examples run once.
import { realpathSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
	adaptExample,
	CHECKS_FOLDER,
	loadExamples,
	RECIPES_FOLDER,
	runExample,
} from './examples.mjs';
import { ensureHost, hostIsInstalled, pinnedN8nVersion, PLAYGROUND } from './host.mjs';
import { N8nClient, startN8n } from './n8n.mjs';
import { checkPorts, HELP, readOptions } from './options.mjs';
import { installPackage, packPackage } from './package.mjs';
import { lastLines, PlaygroundError, stopAll } from './processes.mjs';
import { createReporter, describeOutcome, formatDuration } from './report.mjs';
import { writeSampleFiles } from './samples.mjs';
import { watchSources } from './watch.mjs';
import { standInCredentials, startStandIns } from './stand-ins.mjs';

const OWNER = {
	email: 'playground@example.com',
	password: 'Playground1',
	firstName: 'Play',
	lastName: 'Ground',
};

const workFolder = join(PLAYGROUND, '.work');
const userFolder = join(workFolder, 'n8n');
const log = (name) => join(workFolder, 'logs', `${name}.log`);
const reporter = createReporter();

// When the window is closed there is nobody left to print to; ending has to go on all the same.
process.stdout.on('error', () => {});

let ending = false;
let isReady = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (ending) return;
		reporter.print('\nEnding everything that was started …');
		reporter.mute();
		// Ctrl-C is how a running playground is meant to end; before that it is an interruption.
		void end(isReady ? 0 : 130);
	});
}

try {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		reporter.print(HELP);
		await end(0);
	}
	await main(options);
} catch (error) {
	if (!ending) {
		reporter.print(`\n✘ ${error instanceof PlaygroundError ? error.message : error.stack}`);
		await end(1);
	}
}

async function main({ once, dev, ports }) {
	const begin = Date.now();
	await checkPorts(ports);
	mkdirSync(workFolder, { recursive: true });

	if (!hostIsInstalled(workFolder)) reporter.step(`Installing n8n ${pinnedN8nVersion()}`);
	const host = await ensureHost({ workFolder, reporter });

	reporter.step('Packing the nodes and installing them in n8n');
	const tarball = await packPackage({ workFolder });
	const installed = await installPackage({
		tarball: tarball.file,
		userFolder,
		logFile: log('install-package'),
	});
	reporter.detail(
		`${installed.name} ${installed.version}${tarball.isNew ? ', freshly built' : ', unchanged since the last start'}`,
	);

	reporter.step(`Starting n8n ${host.version} and stand-ins of LeadSquared and SharpSpring`);
	const filesFolder = realpathSync(prepareFiles());
	const { n8n, standIns } = await startAll({ host, ports, filesFolder, codeNodes: !once, dev });

	reporter.step('Importing credentials and running the examples');
	const client = new N8nClient(n8n.baseUrl);
	await client.enter(OWNER);
	await checkNodes(client, installed, n8n);
	const allWell = await runExamples({ client, standIns, filesFolder, n8n });
	const took = formatDuration(Date.now() - begin);

	if (once) {
		reporter.print(
			allWell ? `\n✔ All examples passed (${took}).` : '\n✘ Not all examples passed.',
		);
		await end(allWell ? 0 : 1);
		return;
	}
	isReady = true;
	if (!allWell)
		reporter.print('✘ Not all examples passed; see above. n8n stays up for you to look.');
	showAddresses({ n8n, standIns, filesFolder, took });
	if (dev) {
		const say = (text) => reporter.print(text);
		watchSources({ installed: installed.folder, logFile: log('build'), say });
		reporter.print(
			'\nWatching nodes/ and credentials/: what you change there is built and loaded anew.',
		);
	}
	await Promise.race([n8n.exited, standIns.exited]);
	if (ending) return;
	const lost = n8n.isRunning() ? standIns : n8n;
	throw new PlaygroundError(
		`${lost.name} has ended by itself. The end of its log:\n\n${lastLines(lost.logFile)}`,
	);
}

function prepareFiles() {
	const folder = join(workFolder, 'files');
	writeSampleFiles(join(folder, 'outbox'));
	return folder;
}

async function startAll({ host, ports, filesFolder, codeNodes, dev }) {
	for (const name of ['n8n', 'stand-ins']) rmSync(log(name), { force: true });
	const [standIns, n8n] = await Promise.all([
		startStandIns({ ports, logFile: log('stand-ins') }),
		startN8n({
			host,
			userFolder,
			port: ports.n8n,
			filesFolder,
			codeNodes,
			// n8n then looks for changes of the nodes that it has loaded.
			env: dev ? { N8N_DEV_RELOAD: 'true' } : {},
			logFile: log('n8n'),
		}),
	]);
	return { n8n, standIns };
}

async function checkNodes(client, { name, nodes }, n8n) {
	const loaded = (await client.nodeTypes()).map((type) => type.name);
	const missing = nodes.filter((node) => !loaded.includes(node));
	if (missing.length === 0) return;
	throw new PlaygroundError(
		`n8n has not loaded these nodes of ${name}: ${missing.join(', ')}.\nIts log: ${n8n.logFile}`,
	);
}

async function runExamples({ client, standIns, filesFolder, n8n }) {
	const credentials = {};
	for (const credential of standInCredentials(standIns)) {
		credentials[credential.type] = await client.saveCredential(credential);
	}
	let allWell = true;
	for (const example of loadExamples()) {
		const workflow = adaptExample(example, { credentials, filesFolder });
		const outcome = await runExample({ client, workflow, standIns });
		const title = `${workflow.name}  (examples/${example.fileName})`;
		reporter.detail(`${describeOutcome({ title, outcome, logFile: n8n.logFile })}\n`);
		allWell &&= outcome.ok;
	}
	// They wait for mail, a time or a form: they are there to look at and to switch on.
	for (const waiting of [...loadExamples(RECIPES_FOLDER), ...loadExamples(CHECKS_FOLDER)]) {
		await client.saveWorkflow(adaptExample(waiting, { credentials, filesFolder }));
	}
	return allWell;
}

function showAddresses({ n8n, standIns, filesFolder, took }) {
	reporter.print(
		`
The playground is ready (${took}).

  n8n editor      ${n8n.baseUrl}
      e-mail      ${OWNER.email}
      password    ${OWNER.password}

  LeadSquared     ${standIns.leadSquared.pageUrl}    what arrived at the stand-in
  SharpSpring     ${standIns.sharpSpring.pageUrl}    what arrived at the stand-in

  Your own files  ${join(filesFolder, 'outbox')}
                  Put files here: the examples send them too.
  Logs            ${join(workFolder, 'logs')}

Each start puts the examples back to how they were: keep your own changes in a copy.
Press Ctrl-C to end everything.`,
	);
}

async function end(code) {
	ending = true;
	await stopAll();
	process.exit(code);
}
