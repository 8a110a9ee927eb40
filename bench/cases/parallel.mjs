import { join } from 'node:path';
import { curlUpload } from '../lib/curl.mjs';
import { ratio, repeat, seconds, Series } from '../lib/figures.mjs';
import { listFiles, writeSmallFiles } from '../lib/files.mjs';
import { startSink } from '../lib/sink.mjs';
import { Stage } from '../lib/stage.mjs';
import { httpRequestUpload, leadSquaredUpload } from '../lib/uploads.mjs';

export const name = 'parallel';
export const title = '200 items of 100 KiB, server answering after 50 ms';

const ITEMS = 200;

export async function run(bench) {
	const time = new Series();
	const stage = await Stage.create(bench, name);
	const sink = await startSink({ delayMs: 50 });
	const pattern = writeSmallFiles(join(stage.filesFolder, 'small'), ITEMS, 100 * 1_024);
	await stage.start(sink.services);
	const ours = (label, options) => leadSquaredUpload(stage.credentials, { name: label, options });
	const nodes = [
		ours('one by one', { parallelRequests: 1 }),
		ours('3 at a time, the default', {}),
		ours('10 at a time', { parallelRequests: 10 }),
		httpRequestUpload(sink.services.leadSquared),
	];
	await repeat(bench.runs, async () => {
		const execution = await stage.run(pattern, nodes);
		for (const node of nodes) time.add(node.name, execution.ms(node.name));
		const begin = performance.now();
		for (const file of listFiles(pattern)) await curlUpload(sink.services.leadSquared, file);
		time.add('curl -F, one by one', performance.now() - begin);
	});
	await sink.stop();
	await stage.end();

	const oneByOne = time.median('one by one');
	const tenAtATime = time.median('10 at a time');
	const row = {
		what: '200 items, answers after 50 ms, 10 at a time',
		ours: `${seconds(tenAtATime)}; one by one ${seconds(oneByOne)}`,
		http: seconds(time.median('HTTP Request')),
		curl: seconds(time.median('curl -F, one by one')),
		ratio: `${ratio(oneByOne / tenAtATime)} times as fast`,
		goal: 'at least 3 times as fast as one by one',
		met: oneByOne >= 3 * tenAtATime,
	};
	const byDefault = ratio(oneByOne / time.median('3 at a time, the default'));
	return {
		rows: [row],
		details: [{ title: 'Time of the upload step', lines: time.describe(seconds) }],
		notes: [
			`Three at a time, the default, are ${byDefault} times as fast as one by one.`,
			'The HTTP Request node sends all items at the same time.',
		],
	};
}
