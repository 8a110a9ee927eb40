// The least that Node.js takes to send a file as n8n hands it out: a stream of it, piped into a request.
// Run as `node plainUpload.mjs <address> <file>`; prints how long it took (ms).
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';

// As the nodes read it.
const PIECE_BYTES = 512 * 1024;

const [, , url, file] = process.argv;
const begin = performance.now();
const upload = request(url, {
	method: 'POST',
	headers: { 'content-length': statSync(file).size },
});
createReadStream(file, { highWaterMark: PIECE_BYTES }).pipe(upload);
const [response] = await once(upload, 'response');
await response.resume().toArray();
if (response.statusCode !== 200) throw new Error(`It was answered with ${response.statusCode}.`);
console.log(performance.now() - begin);
