import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What echo.php answers. */
export interface PhpEcho {
	version: string;
	query: Record<string, string>;
	post: Record<string, unknown>;
	files: Record<string, Record<'name' | 'type' | 'error' | 'size' | 'sha256', unknown>>;
}

/** One text part or one file part of a form. */
export type RawPart =
	| { name: string; value: string }
	| { name: string; fileName: string; content: string };

/** Runs echo.php in PHP's own web server as long as `use` needs it, and no longer. */
export async function withPhp(
	use: (url: string) => Promise<void>,
	settings: Record<string, string> = {},
): Promise<void> {
	const port = await freePort();
	const ini = Object.entries(settings).flatMap(([name, value]) => ['-d', `${name}=${value}`]);
	const php = spawn(
		'php',
		[...ini, '-S', `127.0.0.1:${port}`, join(__dirname, 'echo.php')],
		// Its log has a line per request, which nobody wants to read.
		{ stdio: 'ignore' },
	);
	const stop = () => void php.kill('SIGKILL');
	const interrupted = () => process.exit(1);
	process.once('exit', stop);
	process.once('SIGINT', interrupted);
	process.once('SIGTERM', interrupted);
	const ended = once(php, 'exit');
	try {
		const url = `http://127.0.0.1:${port}/`;
		await Promise.race([
			answering(url),
			ended.then(() => Promise.reject(new Error('PHP ended before it was ready'))),
		]);
		await use(url);
	} finally {
		stop();
		await ended.catch(() => undefined);
		process.removeListener('exit', stop);
		process.removeListener('SIGINT', interrupted);
		process.removeListener('SIGTERM', interrupted);
	}
}

/** Sends a form written by hand: names go out exactly as they are, quotes and backslashes escaped. */
export async function sendRaw(url: string, parts: RawPart[]): Promise<PhpEcho> {
	const boundary = 'boundary-of-the-check';
	const escape = (text: string) => text.replace(/[\\"]/g, '\\$&');
	const body = parts.map((part) =>
		'fileName' in part
			? `--${boundary}\r\nContent-Disposition: form-data; name="${escape(part.name)}"; ` +
				`filename="${escape(part.fileName)}"\r\nContent-Type: text/plain\r\n\r\n${part.content}\r\n`
			: `--${boundary}\r\nContent-Disposition: form-data; name="${escape(part.name)}"\r\n\r\n${part.value}\r\n`,
	);
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
		body: Buffer.from(`${body.join('')}--${boundary}--\r\n`),
	});
	return (await response.json()) as PhpEcho;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function answering(url: string): Promise<void> {
	for (let tries = 0; tries < 100; tries++) {
		try {
			await (await fetch(url)).text();
			return;
		} catch {
			await wait(50);
		}
	}
	throw new Error('PHP does not answer');
}
