import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { curlUpload } from './curl.mjs';
import { mebibytes, repeat, seconds, Series } from './figures.mjs';
import { writeLargeFile } from './files.mjs';
import { peakMemory, residentMemory, resetPeak } from './memory.mjs';
import { startSink } from './sink.mjs';
import { Stage } from './stage.mjs';
import { httpRequestUpload, leadSquaredUpload, sharpSpringUpload } from './uploads.mjs';

// n8n goes on loading for a while after it says that it is ready.
const SETTLE_MS = 8_000;

/**
 * A workflow that begins with reading a large file.
 *
 * @typedef {object} Contender
 * @property {(stage: Stage, services: object) => object | undefined} node what follows, named as the contender
 * @property {(stage: Stage) => void} [prepare] done before n8n starts
 */

/** What all workflows begin with, and nothing more. */
export const READING = { 'Reading alone': { node: () => undefined } };

/** Who uploads the file. */
export const UPLOADERS = {
	LeadSquared: { node: ({ credentials }) => leadSquaredUpload(credentials) },
	SharpSpring: {
		node: ({ credentials }) =>
			sharpSpringUpload(credentials, {
				opportunityId: '1',
				fieldSystemName: 'bench',
				options: { checkRecordExists: false },
			}),
	},
	'HTTP Request': { node: (_, { leadSquared }) => httpRequestUpload(leadSquared) },
};

/**
 * Uploads one file with each contender, each time in a fresh n8n, and with curl in between: all of
 * them find it in the page cache.
 *
 * @param {object} bench
 * @param {{ name: string, sizeInMebibytes: number, contenders: Record<string, Contender> }} options
 * @returns {Promise<{ growth: Series, time: Series, beyondReading: (name: string) => number }>}
 */
export async function measureLargeFile(bench, { name, sizeInMebibytes, contenders }) {
	const growth = new Series();
	const time = new Series();
	const stage = await Stage.create(bench, name);
	const sink = await startSink();
	const file = writeLargeFile(join(stage.filesFolder, 'large.bin'), sizeInMebibytes);
	await repeat(bench.runs, async (round) => {
		for (const [label, contender] of Object.entries(contenders)) {
			bench.reporter.progress(`round ${round} of ${bench.runs}: ${label}`);
			const { grown, ms } = await measure(stage, file, sink, contender);
			growth.add(label, grown);
			if (ms !== undefined) time.add(label, ms);
		}
		time.add('curl -F', await curlUpload(sink.services.leadSquared, file));
	});
	await sink.stop();
	await stage.end();
	// Where an upload makes do with what reading has left, the difference is noise around nothing.
	const beyondReading = (label) =>
		Math.max(0, growth.median(label) - growth.median('Reading alone'));
	return { growth, time, beyondReading };
}

async function measure(stage, file, sink, { prepare, node: nodeOf }) {
	prepare?.(stage);
	await stage.start(sink.services);
	await sleep(SETTLE_MS);
	const { pid } = stage.n8n;
	const node = nodeOf(stage, sink.services);
	const before = residentMemory(pid);
	resetPeak(pid);
	const execution = await stage.run(file, node ? [node] : []);
	const grown = peakMemory(pid) - before;
	await stage.stop();
	return { grown, ms: node && execution.ms(node.name) };
}

/** The two tables of such a case. */
export function describeLargeFile({ growth, time }) {
	return [
		{ title: 'Growth of resident memory, reading included', lines: growth.describe(mebibytes) },
		{ title: 'Time of the upload step', lines: time.describe(seconds) },
	];
}
