import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from './build';
import type { Measurement } from './memory/upload';

const megabyte = 1024 * 1024;
const megabytes = 256;

const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill()));

/** Starts a program, each in a process of its own. @returns the first thing it tells */
async function program<T>(name: string, ...args: string[]): Promise<T> {
	const child = fork(path.join(__dirname, 'memory', name), args, {
		cwd: root,
		execArgv: ['--expose-gc', '--import', 'tsx'],
	});
	started.push(child);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${name} ended with ${String(code)} before it had told anything`);
	});
	const told = once(child, 'message').then(([message]) => message as T);
	return await Promise.race([told, ended]);
}

describe(`a file of ${megabytes} MB`, () => {
	let measured: Measurement;

	beforeAll(async () => {
		const { url } = await program<{ url: string }>('sink.ts');
		measured = await program<Measurement>('upload.ts', url, String(megabytes));
	}, 300_000);

	test('arrives', () => {
		expect(measured.error).toBeUndefined();
		expect(measured.received).toBeGreaterThan(megabytes * megabyte);
	});

	test('is never held in memory', () => {
		expect(measured.samples).toBeGreaterThan(10);
		expect(measured.growth / megabyte).toBeLessThan(100);
	});

	test('is freed piece by piece', () => {
		expect(measured.freed).toBe(megabytes * megabyte);
	});
});
