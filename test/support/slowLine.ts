import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line to a server that carries so many bytes a second towards it. */
export interface SlowLine {
	url: string;
	close: () => Promise<void>;
}

/** Puts a slow line before a server on this machine. */
export async function slowLine(target: string, bytesPerSecond: number): Promise<SlowLine> {
	const sockets = new Set<Socket>();
	const server = createServer((near) => {
		const far = connect(Number(new URL(target).port), '127.0.0.1');
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on('error', () => {}).on('close', () => sockets.delete(socket));
		}
		far.pipe(near);
		near.on('close', () => far.destroy());
		void carry(near, far, bytesPerSecond).catch(() => far.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function carry(near: Socket, far: Socket, bytesPerSecond: number): Promise<void> {
	let owedMs = 0;
	for await (const chunk of near) {
		far.write(chunk as Buffer);
		owedMs += ((chunk as Buffer).length / bytesPerSecond) * 1000;
		const began = performance.now();
		if (owedMs > 20) await sleep(owedMs);
		owedMs = Math.max(0, owedMs - (performance.now() - began));
	}
	far.end();
}
