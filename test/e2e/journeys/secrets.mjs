import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { readText } from '../../stand-ins/common/server.ts';
import { FIELD } from '../../stand-ins/sharpspring/index.ts';
import { dumpDatabases, dumpsIn, findKeys } from '../lib/secrets.mjs';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import {
	chosen,
	leadSquared,
	manualTrigger,
	readFiles,
	sharpSpring,
	uploadFields,
	workflow,
} from '../lib/workflows.mjs';

export const journey = {
	name: 'secrets',
	title: 'No key is in what n8n wrote down, in this journey and in those before it',
	needs: [],
	minutes: 5,

	async run(t) {
		await provokeErrors(t);

		const folder = join(t.folder, '..');
		t.step('searches the databases, files and logs of all journeys');
		dumpDatabases(folder, t.setup.host.node);
		const dumps = dumpsIn(folder);
		for (const dump of dumps) {
			const text = readFileSync(dump, 'utf8');
			assert.ok(
				/leadSquaredApi|sharpSpringApi/.test(text),
				`${dump} holds no credentials: was it read?`,
			);
		}
		const own = readFileSync(
			dumps.find((dump) => dump.startsWith(t.folder)),
			'utf8',
		);
		assert.ok(
			own.includes('The service repeats: /File/Upload'),
			'the errors are not in the database: was it read?',
		);
		assert.deepEqual(findKeys(folder), []);
		t.step(`looked into ${dumps.map((dump) => relative(folder, dump)).join(', ')}`);
	},
};

/** Runs both nodes against services that repeat the keys in their errors, or that cut the line. */
async function provokeErrors(t) {
	const standIns = await startStandIns(t);
	const session = await startSession(t, {
		credentials: standIns.credentials,
		// What n8n says to developers, it may say to anyone who reads its log.
		env: { N8N_LOG_LEVEL: 'debug' },
	});
	writeSampleFiles(session.filesFolder);
	const failures = {
		'The service repeats the keys': repeatKeys,
		'The line is cut': (request) => {
			request.socket.destroy();
			return true;
		},
	};
	for (const [name, intercept] of Object.entries(failures)) {
		t.step(`provokes errors: ${name.toLowerCase()}`);
		for (const node of ['leadSquared', 'sharpSpring']) {
			standIns[node].intercept = intercept;
			for (const onError of ['stopWorkflow', 'continueRegularOutput']) {
				await runOne(session, `${name}, ${node}, ${onError}`, node, { onError });
			}
		}
	}
	await session.n8n.stop();
}

async function runOne({ client, credentials, filesFolder }, name, node, more) {
	const file = readFiles(join(filesFolder, 'contract.pdf'));
	const saved = await client.saveWorkflow(
		workflow(name, [manualTrigger(), file, NODES[node](credentials, more)]),
	);
	const execution = await client.waitForExecution(await client.runWorkflow(saved.id, 'Start'));
	const goesOn = more.onError === 'continueRegularOutput';
	assert.equal(execution.status, goesOn ? 'success' : 'error', execution.error);
}

const NODES = {
	leadSquared: (credentials, more) =>
		leadSquared(credentials, { resource: 'file', operation: 'upload' }, more),
	sharpSpring: (credentials, more) =>
		sharpSpring(
			credentials,
			{
				resource: 'lead',
				operation: 'attachFile',
				leadId: chosen('id', '2000310000000001'),
				files: uploadFields(FIELD.leadContract),
				fileSelection: 'all',
				options: { checkRecordExists: false, rawResponse: true },
			},
			more,
		),
};

async function repeatKeys(request, response) {
	const body = await readText(request);
	const keys = [...body.matchAll(/name="(?:Access|Secret)Key"\s+(\S+)/g)].map(([, key]) => key);
	const seen = [request.url, decodeURIComponent(request.url), ...keys];
	const text = `The service repeats: ${[...seen, ...seen.map(encodeURIComponent)].join(' ')}`;
	response.writeHead(500, { 'content-type': 'application/json' });
	response.end(
		JSON.stringify({ Status: 'Error', ExceptionMessage: text, error: { message: text } }),
	);
	return true;
}
