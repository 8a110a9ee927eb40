import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { curlDownload, curlUpload } from './curl.mjs';
import { mebibytes, milliseconds, repeat, seconds, Series } from './figures.mjs';
import { writeLargeFile } from './files.mjs';
import { NODES } from './paths.mjs';
import { plainUpload } from './plainUpload.mjs';
import { startSink } from './sink.mjs';
import { Stage } from './stage.mjs';
import {
	httpRequestUpload,
	leadSquaredFromUrl,
	leadSquaredUpload,
	sharpSpringUpload,
} from './uploads.mjs';

// n8n goes on loading for a while after it says that it is ready.
const SETTLE_MS = 8_000;

/** A node that measures what comes after the one before it. */
export const mark = (name, more = {}) => ({ name, type: 'CUSTOM.mark', typeVersion: 1, ...more });

/**
 * A workflow that begins with reading a large file.
 *
 * @typedef {object} Contender
 * @property {(stage: Stage, sink: object) => object} node what follows
 * @property {number} [rounds] in how many rounds it is measured, where its spread does not matter
 * @property {Array<{ file: string, name: string, values: object }>} [settings] exports of the package, and what is set in them
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
	'LeadSquared, From URL': {
		node: ({ credentials }, { fileUrl }) =>
			leadSquaredFromUrl(credentials, fileUrl, { name: 'From URL' }),
	},
	'HTTP Request': {
		rounds: 3,
		node: (_, { services }) => httpRequestUpload(services.leadSquared),
	},
};

/** What curl is measured as. */
export const CURL = 'curl -F';
export const CURL_FROM_URL = 'curl, download and -F';
/** The same stream of the same file, piped into a request by nothing but Node.js. */
export const PLAIN = 'Node.js alone';

/** What is measured of each contender, and how it is shown. */
const MEASURED = {
	growth: { title: 'Growth of resident memory beyond reading', format: mebibytes },
	time: { title: 'Time of the upload step', format: seconds },
	cpu: { title: 'CPU time of n8n, all of its threads', format: seconds },
	delay: { title: "Longest delay of n8n's event loop", format: milliseconds },
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
 * @returns {Promise<Record<keyof typeof MEASURED, Series>>} in bytes and ms
 */
export async function measureLargeFile(bench, { name, sizeInMebibytes, contenders }) {
	const measured = Object.fromEntries(Object.keys(MEASURED).map((what) => [what, new Series()]));
	const stage = await Stage.create(bench, name, { env: { N8N_CUSTOM_EXTENSIONS: NODES } });
	const file = writeLargeFile(join(stage.filesFolder, 'large.bin'), sizeInMebibytes);
	const sink = await startSink({ file });
	await repeat(bench.runs, async (round) => {
		for (const [label, contender] of Object.entries(contenders)) {
			if (round > (contender.rounds ?? Infinity)) continue;
			bench.reporter.progress(`round ${round} of ${bench.runs}: ${label}`);
			const values = await measure(stage, file, sink, contender);
			for (const [what, series] of Object.entries(measured)) series.add(label, values[what]);
		}
		const upload = await curlUpload(sink.services.leadSquared, file);
		measured.time.add(CURL, upload);
		measured.time.add(PLAIN, await plainUpload(bench.host, sink.services.leadSquared, file));
		if ('LeadSquared, From URL' in contenders) {
			const copy = join(stage.folder, 'copy.bin');
			measured.time.add(CURL_FROM_URL, upload + (await curlDownload(sink.fileUrl, copy)));
			rmSync(copy);
		}
	});
	await sink.stop();
	await stage.end();
	return measured;
}

async function measure(stage, file, sink, { settings = [], node: nodeOf }) {
	await stage.start(sink.services);
	await sleep(SETTLE_MS);
	const node = nodeOf(stage, sink);
	const between = [...settings.map((each) => setting(stage, each)), mark('Begin')];
	const nodes = [node, mark('End', { after: node.name })];
	const execution = await stage.run(file, nodes, { between });
	const [[begin], [end]] = ['Begin', 'End'].map((each) => execution.items(each));
	await stage.stop();
	return {
		growth: Math.max(0, end.json.peak - begin.json.peak),
		time: execution.ms(node.name),
		cpu: end.json.cpuMs,
		delay: end.json.delayMs,
	};
}

const setting = ({ packageFolder }, { file, name, values }) => ({
	name: `Set ${name}`,
	type: 'CUSTOM.setting',
	typeVersion: 1,
	parameters: {
		module: join(packageFolder, 'dist', 'nodes', 'shared', file),
		export: name,
		values: JSON.stringify(values),
	},
});

/** A table of each thing that was measured. */
export function describeLargeFile(measured) {
	return Object.entries(MEASURED).map(([what, { title, format }]) => ({
		title,
		lines: measured[what].describe(format),
	}));
}
