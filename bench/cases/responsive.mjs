import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../playground/processes.mjs';
import { goesOn, webhook, workflow } from '../../test/e2e/lib/workflows.mjs';
import { milliseconds, ratio, repeat, Series } from '../lib/figures.mjs';
import { writeLargeFile } from '../lib/files.mjs';
import { mark, UPLOADERS } from '../lib/growth.mjs';
import { NODES } from '../lib/paths.mjs';
import { startSink } from '../lib/sink.mjs';
import { Stage } from '../lib/stage.mjs';

export const name = 'responsive';
export const title = 'Webhooks of another workflow, answered while 1 GiB is uploaded';
export const runs = 10;

const IDLE_MS = 3_000;
const EVERY_MS = 20;
const IDLE = 'n8n at rest';

export async function run(bench) {
	const latency = new Series();
	const stage = await Stage.create(bench, name, { env: { N8N_CUSTOM_EXTENSIONS: NODES } });
	const file = writeLargeFile(join(stage.filesFolder, 'large.bin'), 1_024);
	const sink = await startSink({ file });
	await stage.start(sink.services);
	const visitor = await Visitor.create(stage);
	const noteBetween = (label, begin, end) => {
		for (const { at, ms } of visitor.visits) {
			if (at >= begin && at + ms <= end) latency.add(label, ms);
		}
	};
	await sleep(IDLE_MS);
	await repeat(bench.runs, async (round) => {
		const begin = Date.now();
		await sleep(IDLE_MS);
		noteBetween(IDLE, begin, Date.now());
		for (const [label, { node: nodeOf, rounds = Infinity }] of Object.entries(UPLOADERS)) {
			if (round > rounds) continue;
			bench.reporter.progress(`round ${round} of ${bench.runs}: ${label}`);
			const node = nodeOf(stage, sink);
			const marks = { between: mark('Begin') };
			const execution = await stage.run(file, [node, mark('End', { after: node.name })], marks);
			const [from, to] = ['Begin', 'End'].map((each) => execution.items(each)[0].json.at);
			noteBetween(label, from, to);
		}
	});
	await visitor.end();
	await sink.stop();
	await stage.end();

	const idle = latency.median(IDLE);
	const rows = Object.keys(UPLOADERS)
		.filter((label) => label !== 'HTTP Request')
		.map((label) => ({
			what: `1 GiB, ${label}: answers to webhooks meanwhile`,
			ours: `${milliseconds(latency.median(label))}; at rest ${milliseconds(idle)}`,
			http: milliseconds(latency.median('HTTP Request')),
			ratio: ratio(latency.median(label) / idle),
			goal: 'at most twice as long as at rest',
			met: latency.median(label) <= 2 * idle,
		}));
	return {
		rows,
		details: [{ title: 'Time of an answer', lines: latency.describe(milliseconds) }],
		notes: ['The HTTP Request node was measured in three of the rounds.'],
	};
}

/** Calls a webhook again and again. */
class Visitor {
	visits = [];

	#isOver = false;

	static async create({ client }) {
		const visitor = new Visitor();
		const path = `visitor-${await freePort()}`;
		const saved = await client.saveWorkflow(workflow('Visitor', [webhook(path), goesOn()]));
		await client.publish(saved);
		visitor.ended = visitor.#run(`${client.baseUrl}/webhook/${path}`);
		return visitor;
	}

	async #run(url) {
		while (!this.#isOver) {
			const at = Date.now();
			const begin = performance.now();
			const response = await fetch(url, { method: 'POST', body: '' });
			await response.arrayBuffer();
			this.visits.push({ at, ms: performance.now() - begin });
			await sleep(EVERY_MS);
		}
	}

	async end() {
		this.#isOver = true;
		await this.ended;
	}
}
