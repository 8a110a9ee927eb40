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

/** What all contenders begin with. */
export const reading = { 'Reading alone': () => [] };

/** Who uploads the file. */
export const CONTENDERS = {
	LeadSquared: ({ credentials }) => [leadSquaredUpload(credentials)],
	SharpSpring: ({ credentials }) => [
		sharpSpringUpload(credentials, {
			opportunityId: '1',
			fieldSystemName: 'bench',
			options: { checkRecordExists: false },
		}),
	],
	'HTTP Request': (_, { leadSquared }) => [httpRequestUpload(leadSquared)],
};

/**
 * Uploads one file with each contender, each time in a fresh n8n, and with curl in between: all of
 * them find it in the page cache.
 *
 * @param {Record<string, (stage: Stage, services: object) => object[]>} options.contenders the nodes after
 *   reading, by name
 * @returns {Promise<{ growth: Series, time: Series, beyondReading: (name: string) => number }>}
 */
export async function measureLargeFile(bench, { name, sizeInMebibytes, contenders }) {
	const growth = new Series();
	const time = new Series();
	const stage = await Stage.create(bench, name);
	const sink = await startSink();
	const file = writeLargeFile(join(stage.filesFolder, 'large.bin'), sizeInMebibytes);
	await repeat(bench.runs, async (round) => {
		for (const contender of Object.keys(contenders)) {
			bench.reporter.progress(`${name}, round ${round} of ${bench.runs}: ${contender}`);
			const { grown, ms } = await measure(stage, file, sink, contenders[contender]);
			growth.add(contender, grown);
			if (ms !== undefined) time.add(contender, ms);
		}
		time.add('curl -F', await curlUpload(sink.services.leadSquared, file));
	});
	await sink.stop();
	await stage.end();
	const beyondReading = (contender) => growth.median(contender) - growth.median('Reading alone');
	return { growth, time, beyondReading };
}

async function measure(stage, file, sink, nodesOf) {
	await stage.start(sink.services);
	await sleep(SETTLE_MS);
	const { pid } = stage.n8n;
	const nodes = nodesOf(stage, sink.services);
	const before = residentMemory(pid);
	resetPeak(pid);
	const execution = await stage.run(file, nodes);
	const grown = peakMemory(pid) - before;
	await stage.stop();
	return { grown, ms: nodes[0] && execution.ms(nodes[0].name) };
}

/** The two tables of such a case. */
export function describeLargeFile({ growth, time }) {
	return [
		{
			title: 'Growth of resident memory, reading included',
			lines: growth.describe(mebibytes),
		},
		{ title: 'Time of the upload step', lines: time.describe(seconds) },
	];
}
