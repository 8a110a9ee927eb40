import { join } from 'node:path';
import { FIELD, opportunityId } from '../../test/stand-ins/sharpspring/index.ts';
import { repeat, seconds, Series } from '../lib/figures.mjs';
import { writeSmallFiles } from '../lib/files.mjs';
import { startServices } from '../lib/services.mjs';
import { Stage } from '../lib/stage.mjs';
import { httpRequest, sharpSpringUpload } from '../lib/uploads.mjs';

export const name = 'batch';
export const title = '200 SharpSpring items, 20 files per request';

const ITEMS = 200;
// A record for each item, as the seed of the stand-in numbers them.
const record = `={{ (BigInt('${opportunityId(1)}') + BigInt($itemIndex)).toString() }}`;
const fieldSystemName = FIELD.opportunityProposal;

export async function run(bench) {
	const calls = new Series();
	const time = new Series();
	const stage = await Stage.create(bench, name);
	const services = await startServices();
	const { sharpSpring } = services;
	const pattern = writeSmallFiles(join(stage.filesFolder, 'small'), ITEMS, 100 * 1_024);
	await stage.start(services);
	const ours = sharpSpringUpload(stage.credentials, {
		opportunityId: record,
		fieldSystemName,
		options: { filesPerRequest: 20 },
	});
	let isComplete = true;
	await repeat(bench.runs, async () => {
		for (const node of [ours, oneCallPerFile(sharpSpring)]) {
			sharpSpring.reset();
			const execution = await stage.run(pattern, [node]);
			const attached = sharpSpring.arrivals().filter((arrival) => arrival.attached);
			isComplete &&= attached.length === ITEMS;
			calls.add(node.name, sharpSpring.calls.length);
			time.add(node.name, execution.ms(node.name));
		}
	});
	await services.close();
	await stage.end();

	const row = {
		what: '200 SharpSpring items, 20 files per request: upload calls',
		ours: String(calls.median('SharpSpring')),
		http: String(calls.median('HTTP Request')),
		goal: '10',
		met: isComplete && calls.median('SharpSpring') === 10,
	};
	return {
		rows: [row],
		details: [
			{ title: 'Upload calls', lines: calls.describe(String) },
			{ title: 'Time of the upload step, look-ups included', lines: time.describe(seconds) },
		],
		notes: [
			'Our node also looks up each of the 200 records before it sends a file; the HTTP Request node does not, and sends all items at the same time.',
		],
	};
}

function oneCallPerFile({ url, keys }) {
	const fields = {
		id: 'bench',
		objectType: 'opportunity',
		fieldSystemName,
		'={{ $binary.data.fileName }}': record,
	};
	const query = new URLSearchParams(keys);
	return httpRequest(`${url}/pubapi/v1.2/uploadFiles?${query}`, fields, 'files[0]');
}
