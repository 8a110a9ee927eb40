import { join } from 'node:path';
import { milliseconds, repeat, Series } from '../lib/figures.mjs';
import { writeLargeFile } from '../lib/files.mjs';
import { UPLOADERS } from '../lib/growth.mjs';
import { NODES } from '../lib/paths.mjs';
import { startSink } from '../lib/sink.mjs';
import { Stage } from '../lib/stage.mjs';

export const name = 'profile';
export const title = 'Where the time of a 1 GiB upload goes';

const PROFILED = ['LeadSquared', 'LeadSquared, From URL'];

export async function run(bench) {
	const stage = await Stage.create(bench, name, { env: { N8N_CUSTOM_EXTENSIONS: NODES } });
	const file = writeLargeFile(join(stage.filesFolder, 'large.bin'), 1_024);
	const sink = await startSink({ file });
	const times = PROFILED.map((label) => ({ label, time: new Series() }));
	await repeat(bench.runs, async (round) => {
		for (const { label, time } of times) {
			bench.reporter.progress(`round ${round} of ${bench.runs}: ${label}`);
			// A new process for each, so that none inherits the heap of another.
			await stage.start(sink.services);
			const node = UPLOADERS[label].node(stage, sink);
			const execution = await stage.run(file, [node, recording('Stop', { after: node.name })], {
				between: recording('Record'),
			});
			await stage.stop();
			const [{ json }] = execution.items('Stop');
			for (const [what, ms] of timeByPlace(json.functions)) time.add(what, ms);
		}
	});
	await sink.stop();
	await stage.end();
	return {
		rows: [],
		details: times.flatMap(({ label, time }) => [
			{ title: `${label}: time of n8n's main thread`, lines: time.describe(milliseconds) },
		]),
		notes: [
			'n8n opens the file with Node.js, which takes new memory for each piece that it reads; the package gives it back when the piece is sent. What is left is reading and writing, with waits for a thread of Node.js that reads, and for the network. `npm run bench -- --only chunks` compares with pieces that are left to V8.',
			"From URL, n8n's HTTP helper hands out pieces of 64 KiB, and n8n's storage writes each of them by itself and waits for it before it takes the next: 16,384 waits for a thread of Node.js that writes.",
		],
	};
}

const recording = (label, more = {}) => ({
	name: label,
	type: 'CUSTOM.profile',
	typeVersion: 1,
	...more,
});

function timeByPlace(functions) {
	const places = new Map(PLACES.map(([place]) => [place, 0]));
	for (const { ms, ...each } of functions) {
		const [place] = PLACES.find(([, holds]) => holds(each));
		places.set(place, places.get(place) + ms);
	}
	return places;
}

const FORM_DATA_AND_AXIOS = /\/(form-data|combined-stream|delayed-stream|axios)\//;
const WRITES = ['writev', 'writeBuffer', 'writeUtf8String', 'writeLatin1String'];
const FILES = /^node:(internal\/)?fs/;

// The first that fits.
const PLACES = [
	['collecting garbage', ({ functionName }) => functionName === '(garbage collector)'],
	['waiting for the disk or the network', ({ functionName }) => functionName === '(idle)'],
	[
		'handing bytes to the disk',
		({ functionName, caller }) => WRITES.includes(functionName) && FILES.test(caller),
	],
	['handing bytes to the network', ({ functionName }) => WRITES.includes(functionName)],
	['asking the disk for bytes', ({ functionName, url }) => functionName === 'read' && url === ''],
	['recording this', ({ url }) => url === 'node:inspector'],
	['this package', ({ url }) => url.includes('/n8n-nodes-leadsquared-sharpspring/')],
	[
		'leaving young garbage',
		({ functionName, caller }) =>
			functionName === 'toString' && caller.includes('/n8n-nodes-leadsquared-sharpspring/'),
	],
	['form-data and axios', ({ url }) => FORM_DATA_AND_AXIOS.test(url)],
	['the rest of Node.js', ({ url }) => url.startsWith('node:') || url === ''],
	['the rest of n8n', () => true],
];
