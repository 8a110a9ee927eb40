import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FIELD, leadId, record } from '../../stand-ins/sharpspring/index.ts';
import { assertSameFiles, contentFacts } from '../lib/checks.mjs';
import { CLUSTER_NEEDS, startCluster } from '../lib/cluster.mjs';
import { noise } from '../lib/content.mjs';
import { finishedExecutions, openExecutions } from '../lib/executions.mjs';
import { saveCredentials } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { within } from '../lib/waiting.mjs';
import { chosen, leadSquared, sharpSpring, webhook, workflow } from '../lib/workflows.mjs';

const EXECUTIONS = 20;
const AFTER_THE_KILL = 4;
const VICTIM_BYTES = 8_000_000;

export const journey = {
	name: 'queue',
	title: 'Queue mode: two workers share the uploads, and one of them is killed',
	needs: CLUSTER_NEEDS,
	minutes: 8,

	async run(t) {
		const standIns = await startStandIns(t, 10);
		const people = addLeads(standIns.sharpSpring, EXECUTIONS + AFTER_THE_KILL + 1);
		const { client, workers } = await startCluster(t, { workers: 2, concurrency: 5 });
		const credentials = await saveCredentials(client, standIns.credentials);
		const saved = await client.saveWorkflow(uploads(credentials));
		await client.publish(saved);
		const send = sender(client.baseUrl);

		t.step(`starts ${EXECUTIONS} executions at once, with the limits of both services on`);
		limitCalls(standIns, true);
		// Long enough for the second worker to take its share.
		standIns.leadSquared.switches.delayMs = 300;
		const first = people.slice(0, EXECUTIONS);
		const answers = await Promise.all(first.map(send));
		assert.deepEqual([...new Set(answers)], [200]);
		const shares = workers.map((worker) => startedBy(worker).length);
		assert.equal(shares[0] + shares[1], EXECUTIONS);
		assert.ok(Math.min(...shares) > 0, `the workers did ${shares.join(' and ')} executions`);
		t.step(`the workers did ${shares.join(' and ')} executions`);

		limitCalls(standIns, false);
		t.step('kills a worker in the middle of an upload');
		const victim = { ...people.at(-1), content: noise(VICTIM_BYTES, 99) };
		const held = holdBack(standIns.leadSquared, t);
		// Nobody answers this request any more: the worker that would is gone.
		const lost = send(victim).catch(() => 'no answer');
		await within('The start of the upload', 60_000, held.begun);
		const [running] = await openExecutions(client, saved.id);
		const killed = workers.find((worker) => startedBy(worker).includes(running.id));
		process.kill(killed.pid, 'SIGKILL');
		await killed.exited;

		const second = people.slice(EXECUTIONS, EXECUTIONS + AFTER_THE_KILL);
		assert.deepEqual([...new Set(await Promise.all(second.map(send)))], [200]);
		const ended = await client.waitForExecution(running.id, 120_000);
		assert.ok(['crashed', 'error'].includes(ended.status), `it ended as ${ended.status}`);
		t.step(`its execution ended as "${ended.status}"; the other worker did the rest`);
		assert.equal(held.count(), 1, 'the lost upload was not tried again');
		await lost;

		await checkResults({ client, saved, standIns, sent: [...first, ...second] });
	},
};

async function checkResults({ client, saved, standIns, sent }) {
	const executions = await finishedExecutions(client, saved.id);
	const successes = executions.filter(({ status }) => status === 'success');
	assert.equal(executions.length, sent.length + 1);
	assert.equal(successes.length, sent.length, 'all but the killed one succeeded');
	for (const service of ['LeadSquared', 'SharpSpring']) {
		const arrivals = standIns.arrivals().filter((arrival) => arrival.service === service);
		assertSameFiles(
			arrivals,
			sent.map(({ name, content }) => contentFacts(name, content)),
		);
		const records = new Set(arrivals.map(({ record: place }) => place));
		assert.equal(records.size, sent.length, 'each file is on a record of its own');
		assert.ok(arrivals.every(({ attached }) => attached));
	}
}

const uploads = (credentials) => {
	const lead = {
		resource: 'lead',
		operation: 'attachFile',
		leadId: chosen('email', '={{ $json.body.email }}'),
		fileSelection: 'fields',
	};
	const row = (more) => ({ values: [{ binaryPropertyName: 'file', ...more }] });
	return workflow('Uploads', [
		webhook('uploads'),
		leadSquared(credentials, {
			...lead,
			entitySchemaName: chosen('name', 'mx_KYC'),
			files: row({ schemaName: chosen('name', 'mx_CustomObject_1') }),
		}),
		sharpSpring(
			credentials,
			{ ...lead, files: row({ fieldSystemName: chosen('name', FIELD.leadContract) }) },
			{ after: 'Webhook' },
		),
	]);
};

/** As documented; the workers know of each other only by what is refused. */
function limitCalls({ leadSquared, sharpSpring }, isOn) {
	const [slow, quick] = [5_000, 1_000].map((windowMs) => ({ calls: 10, windowMs }));
	leadSquared.switches.rateLimit = isOn ? { ...slow, status: 429, countUploads: true } : undefined;
	sharpSpring.switches.rate = isOn ? { ...quick, answer: 'code107' } : undefined;
}

/** People who are leads in both services, each with a file of their own. */
function addLeads(standIn, count) {
	const { values } = standIn.leads.get(leadId(1));
	return Array.from({ length: count }, (_, index) => {
		const number = index + 5;
		const email = `lead${number}@example.com`;
		const id = leadId(1_000 + number);
		standIn.leads.set(id, record(id, { ...values, emailAddress: email }));
		return { email, name: `file-${number}.bin`, content: noise(20_000 + number, number) };
	});
}

/** Starts the workflow for one person; resolves to the status of the answer when it has ended. */
const sender =
	(baseUrl) =>
	async ({ email, name, content }) => {
		const form = new FormData();
		form.append('email', email);
		form.append('file', new Blob([content]), name);
		const response = await fetch(`${baseUrl}/webhook/uploads`, { method: 'POST', body: form });
		await response.arrayBuffer();
		return response.status;
	};

/** Ids of the executions that a worker says it has started. */
function startedBy({ logFile }) {
	const log = readFileSync(logFile, 'utf8');
	return [...log.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id);
}

/** Lets uploads as large as the victim's begin, but not end. */
function holdBack(standIn, t) {
	let count = 0;
	let release;
	const released = new Promise((resolve) => (release = resolve));
	t.onEnd(() => release());
	const begun = new Promise((resolve) => {
		standIn.intercept = async (request) => {
			if (!(Number(request.headers['content-length']) >= VICTIM_BYTES)) return false;
			count++;
			request.once('data', () => {
				request.pause();
				resolve();
			});
			await released;
			return true;
		};
	});
	return { begun, count: () => count };
}
