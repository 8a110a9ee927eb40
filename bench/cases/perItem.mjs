import { join } from 'node:path';
import { milliseconds, ratio, repeat, seconds, Series } from '../lib/figures.mjs';
import { writeSmallFiles } from '../lib/files.mjs';
import { NODES } from '../lib/paths.mjs';
import { startSink } from '../lib/sink.mjs';
import { Stage } from '../lib/stage.mjs';
import { leadSquaredUpload } from '../lib/uploads.mjs';

export const name = 'perItem';
export const title = 'What an item of 1 KiB costs beyond its request';

const COUNTS = [1_000, 10_000];
// Time that grows with the square of the count would be ten times as much.
const LINEAR = 1.5;

export async function run(bench) {
	const time = new Series();
	const stage = await Stage.create(bench, name, {
		env: { N8N_CUSTOM_EXTENSIONS: NODES },
	});
	const sink = await startSink();
	const patterns = COUNTS.map((count) =>
		writeSmallFiles(join(stage.filesFolder, String(count)), count, 1_024),
	);
	await stage.start(sink.services);
	const nodes = [bare(stage, sink), ours(stage)];
	for (const [index, count] of COUNTS.entries()) {
		const pattern = patterns[index];
		// The first run also loads and compiles code.
		await stage.run(pattern, nodes);
		await repeat(bench.runs, async (round) => {
			bench.reporter.progress(`${count} items, round ${round} of ${bench.runs}`);
			const execution = await stage.run(pattern, nodes);
			for (const node of nodes) time.add(label(node, count), execution.ms(node.name));
		});
	}
	await sink.stop();
	await stage.end();

	const [few, many] = COUNTS.map((count) => {
		const [request, all] = nodes.map((node) => time.median(label(node, count)));
		return { count, beyond: (all - request) / count, total: all / count };
	});
	const rows = [few, many].map(({ count, beyond, total }) => ({
		what: `${count} items of 1 KiB: cost of an item beyond its request`,
		ours: `${milliseconds(beyond)} of ${milliseconds(total)}`,
		goal: 'under 2 ms',
		met: beyond < 2,
	}));
	rows.push({
		what: '10,000 items instead of 1,000',
		ours: `${milliseconds(many.total)} instead of ${milliseconds(few.total)} per item`,
		ratio: ratio(many.total / few.total),
		goal: `linear: the ratio is below ${LINEAR}`,
		met: many.total < LINEAR * few.total,
	});
	return {
		rows,
		details: [{ title: 'Time of the upload step, one by one', lines: time.describe(seconds) }],
		notes: ['The bare request is made by `bench/nodes/Bare.node.js` in the same execution.'],
	};
}

const label = (node, count) => `${node.name}, ${count} items`;

const bare = ({ credentials }, sink) => ({
	name: 'bare request',
	type: 'CUSTOM.bare',
	typeVersion: 1,
	parameters: { url: sink.services.leadSquared.fileUploadUrl },
	credentials,
});

const ours = ({ credentials }) =>
	leadSquaredUpload(credentials, { options: { parallelRequests: 1 } });
