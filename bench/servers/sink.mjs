// Takes uploads as both services do, and answers like them, but looks at nothing: what it costs
// must not hide what the sender costs. Hands out one file, too.
// Run as `node --import tsx sink.mjs [wait before answering, ms] [file]`.
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, sendJson } from '../../test/stand-ins/common/server.ts';

const delayMs = Number(process.argv[2] ?? 0);
const file = process.argv[3];
let uploads = 0;

const answers = {
	'/File/Upload': () => ({
		Status: 'Success',
		uploadedFile: 'file.bin',
		relativeFilePath: 'http://127.0.0.1/file.bin',
		s3FilePath: 'http://127.0.0.1/s3/file.bin',
		description: null,
	}),
	'/pubapi/v1.2/uploadFiles': () => ({
		result: { updates: [{ success: true, error: null }] },
		error: [],
		id: 'bench',
	}),
};

const { url } = await listen(async (request, response, { pathname }) => {
	if (pathname === '/uploads') return sendJson(response, 200, uploads);
	if (pathname === '/large.bin') return await handOut(response);
	const received = await countBytes(request);
	if (delayMs > 0) await sleep(delayMs);
	const announced = Number(request.headers['content-length']);
	if (!answers[pathname] || received !== announced) {
		return sendJson(response, 400, { received, announced });
	}
	uploads++;
	sendJson(response, 200, answers[pathname]());
});
console.log(JSON.stringify({ url }));

function countBytes(request) {
	return new Promise((resolve, reject) => {
		let bytes = 0;
		request.on('data', (chunk) => (bytes += chunk.length));
		request.on('end', () => resolve(bytes));
		request.on('error', reject);
	});
}

async function handOut(response) {
	response.writeHead(200, {
		'content-type': 'application/octet-stream',
		'content-length': statSync(file).size,
	});
	await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), response);
}
