import { join } from 'node:path';
import { ratio, repeat, seconds, Series } from '../lib/figures.mjs';
import { writeSmallFiles } from '../lib/files.mjs';
import { startServices } from '../lib/services.mjs';
import { Stage } from '../lib/stage.mjs';
import { httpRequestUpload, leadSquaredUpload } from '../lib/uploads.mjs';

export const name = 'limit';
export const title = '200 items of 100 KiB, server refusing beyond 10 calls in 5 s';

const ITEMS = 200;
const CALLS = 10;
const WINDOW_MS = 5_000;
// The last ten calls begin when all other windows are over.
const ALLOWED_MS = (Math.ceil(ITEMS / CALLS) - 1) * WINDOW_MS;

export async function run(bench) {
	const time = new Series();
	const arrived = new Series();
	const stage = await Stage.create(bench, name);
	const services = await startServices();
	const { leadSquared } = services;
	const pattern = writeSmallFiles(join(stage.filesFolder, 'small'), ITEMS, 100 * 1_024);
	await stage.start(services, CALLS);
	const contenders = [leadSquaredUpload(stage.credentials), httpRequestUpload(leadSquared)];
	await repeat(bench.runs, async (round) => {
		for (const node of contenders) {
			bench.reporter.progress(`round ${round} of ${bench.runs}: ${node.name}`);
			leadSquared.reset();
			leadSquared.switches.rateLimit = {
				calls: CALLS,
				windowMs: WINDOW_MS,
				status: 429,
				countUploads: true,
			};
			const execution = await stage.run(pattern, [node], { mayFail: true });
			time.add(node.name, execution.ms(node.name));
			arrived.add(node.name, new Set(leadSquared.uploads.map(({ name: each }) => each)).size);
		}
	});
	await services.close();
	await stage.end();

	const [mine, theirs] = contenders.map((node) => arrived.median(node.name));
	const ms = time.median('LeadSquared');
	return {
		rows: [
			{
				what: '200 items, 10 calls in 5 s: items that arrive',
				ours: `${mine} of ${ITEMS}`,
				http: `${theirs} of ${ITEMS}, ${ITEMS - theirs} lost`,
				goal: 'every item',
				met: mine === ITEMS,
			},
			{
				what: '200 items, 10 calls in 5 s: time',
				ours: seconds(ms),
				ratio: `${ratio(ms / ALLOWED_MS)} of the ${seconds(ALLOWED_MS)} that the limit takes`,
				goal: 'within 1.15',
				met: ms <= 1.15 * ALLOWED_MS,
			},
		],
		details: [
			{ title: 'Time of the upload step', lines: time.describe(seconds) },
			{ title: 'Items that arrived', lines: arrived.describe(String) },
		],
	};
}
