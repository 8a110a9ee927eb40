import { onDisk } from '../../support/binaries';
import { runNode } from '../../support/run';
import '../../support/sourcesFirst';
import { Readable } from 'node:stream';
import { LeadSquaredApi } from '../../../credentials/LeadSquaredApi.credentials';
import { LeadSquared } from '../../../nodes/LeadSquared/LeadSquared.node';

/** What the program tells the test. */
export interface Measurement {
	/** How much the memory of the process grew while it uploaded. */
	growth: number;
	samples: number;
	/** Bytes whose memory was given back by hand. */
	freed: number;
	/** What arrived at the other end. */
	received: number;
	error?: string;
}

const sampleMs = 5;
const chunk = Buffer.alloc(1024 * 1024, 'n8n');

function* chunks(megabytes: number) {
	for (let at = 0; at < megabytes; at++) yield chunk;
}

async function upload(url: string, binary: Awaited<ReturnType<typeof onDisk>>) {
	const data = { region: 'custom', apiUrl: url, fileUploadUrl: `${url}/File/Upload` };
	return await runNode({
		node: new LeadSquared(),
		typeName: 'leadSquared',
		parameters: { resource: 'file', operation: 'upload', options: { rawResponse: true } },
		items: [{ json: {}, binary: { data: binary } }],
		credential: {
			type: new LeadSquaredApi(),
			data: { ...data, accessKey: 'access-key', secretKey: 'secret-key' },
		},
	});
}

let freed = 0;
// Node.js has it since version 21.
Object.assign(ArrayBuffer.prototype, {
	transfer(this: ArrayBuffer) {
		freed += this.byteLength;
		return structuredClone(this, { transfer: [this] });
	},
});

async function measure(url: string, megabytes: number): Promise<Measurement> {
	const large = await onDisk(Readable.from(chunks(megabytes), { objectMode: false }));
	// Modules are loaded and compiled by the first upload, whatever its size.
	await upload(url, await onDisk('small'));
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	let most = before;
	let samples = 0;
	const timer = setInterval(() => {
		most = Math.max(most, process.memoryUsage.rss());
		samples++;
	}, sampleMs);
	freed = 0;
	const { output, error } = await upload(url, large);
	clearInterval(timer);
	const response = output[0]?.json.response as { description?: string } | undefined;
	return {
		growth: most - before,
		samples,
		freed,
		received: Number(response?.description),
		error: error?.message,
	};
}

const [url, megabytes] = process.argv.slice(2);
void measure(url, Number(megabytes)).then((measurement) => {
	process.send?.(measurement, () => process.exit());
});
