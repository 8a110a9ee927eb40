import '../support/environment';
import { createRequire } from 'node:module';
import { LoggerProxy } from 'n8n-workflow';

const methods = ['error', 'warn', 'info', 'debug'] as const;
type Log = Record<(typeof methods)[number], (...told: unknown[]) => void>;

const fromN8n = createRequire(require.resolve('n8n-core'));

/**
 * Keeps everything that n8n's loggers and the console are told, at every level.
 *
 * @returns what they were told since the last call
 */
export function watchLogs(): () => unknown[] {
	let told: unknown[] = [];
	const note = (...words: unknown[]) => void told.push(words);
	const noting = Object.fromEntries(methods.map((method) => [method, note])) as Log;
	const { Container } = fromN8n('@n8n/di') as { Container: { get: (type: unknown) => Log } };
	const { Logger } = fromN8n('@n8n/backend-common') as { Logger: unknown };
	beforeAll(() => {
		LoggerProxy.init(noting);
		Object.assign(Container.get(Logger), noting);
		for (const method of [...methods, 'log'] as const) {
			jest.spyOn(console, method).mockImplementation(note);
		}
		for (const stream of [process.stdout, process.stderr]) {
			jest.spyOn(stream, 'write').mockImplementation((text) => (note(text), true));
		}
	});
	afterAll(() => jest.restoreAllMocks());
	return () => {
		const words = told;
		told = [];
		return words;
	};
}
