import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Stands for LeadSquared's file host where only the amount of data matters: nothing is kept.
const server = createServer((request, response) => {
	let bytes = 0;
	request.on('data', (chunk: Buffer) => (bytes += chunk.length));
	request.on('end', () => {
		const answer = { Status: 'Success', uploadedFile: 'large.bin', description: String(bytes) };
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(answer));
	});
});

server.listen(0, '127.0.0.1', () => {
	const { port } = server.address() as AddressInfo;
	process.send?.({ url: `http://127.0.0.1:${port}` });
});

// Ends with the test that started it, whatever becomes of that.
process.on('disconnect', () => process.exit());
