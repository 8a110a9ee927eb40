import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { curlUpload } from './curl.mjs';
import { mebibytes, repeat, seconds, Series } from './figures.mjs';
import { writeLargeFile } from './files.mjs';
import { peakMemory, resetPeak } from './memory.mjs';
import { NODES } from './paths.mjs';
import { startSink } from './sink.mjs';
import { Stage } from './stage.mjs';
import { httpRequestUpload, leadSquaredUpload, sharpSpringUpload } from './uploads.mjs';

// n8n goes on loading for a while after it says that it is ready.
const SETTLE_MS = 8_000;

const MARK = { name: 'Mark', type: 'CUSTOM.mark', typeVersion: 1 };

/**
 * A workflow that begins with reading a large file.
 *
 * @typedef {object} Contender
 * @property {(stage: Stage, services: object) => object} node what follows, named as the contender
 * @property {(stage: Stage) => void} [prepare] done before n8n starts
 */

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
 * Growth is what the upload takes beyond the most that reading the file has taken before, in the same
 * execution: what n8n holds at its start differs by more than this.
 *
 * @param {object} bench
 * @param {{ name: string, sizeInMebibytes: number, contenders: Record<string, Contender> }} options
 * @returns {Promise<{ growth: Series, time: Series }>} in bytes and ms
 */
export async function measureLargeFile(bench, { name, sizeInMebibytes, contenders }) {
	const growth = new Series();
	const time = new Series();
	const stage = await Stage.create(bench, name, { env: { N8N_CUSTOM_EXTENSIONS: NODES } });
	const sink = await startSink();
	const file = writeLargeFile(join(stage.filesFolder, 'large.bin'), sizeInMebibytes);
	await repeat(bench.runs, async (round) => {
		for (const [label, contender] of Object.entries(contenders)) {
			bench.reporter.progress(`round ${round} of ${bench.runs}: ${label}`);
			const { grown, ms } = await measure(stage, file, sink, contender);
			growth.add(label, grown);
			time.add(label, ms);
		}
		time.add('curl -F', await curlUpload(sink.services.leadSquared, file));
	});
	await sink.stop();
	await stage.end();
	return { growth, time };
}

async function measure(stage, file, sink, { prepare, node: nodeOf }) {
	prepare?.(stage);
	await stage.start(sink.services);
	await sleep(SETTLE_MS);
	const { pid } = stage.n8n;
	const node = nodeOf(stage, sink.services);
	resetPeak(pid);
	const execution = await stage.run(file, [node], { between: MARK });
	const [{ json }] = execution.items(MARK.name);
	const grown = Math.max(0, peakMemory(pid) - json.peak);
	await stage.stop();
	return { grown, ms: execution.ms(node.name) };
}

/** The two tables of such a case. */
export function describeLargeFile({ growth, time }) {
	return [
		{ title: 'Growth of resident memory beyond reading', lines: growth.describe(mebibytes) },
		{ title: 'Time of the upload step', lines: time.describe(seconds) },
	];
}
