import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './options';

/** Asks for a key; what is typed is not shown. */
export type AskForKey = (label: string) => Promise<string>;

/** A key from the environment, or typed in. @throws UsageError when there is none */
export async function readKey(
	env: Record<string, string | undefined>,
	variable: string,
	label: string,
	ask: AskForKey | undefined,
): Promise<string> {
	const fromEnvironment = env[variable]?.trim();
	if (fromEnvironment) return fromEnvironment;
	const typed = (await ask?.(label))?.trim();
	if (typed) return typed;
	throw new UsageError(`The ${label} is missing. Set ${variable}, or type it when you are asked.`);
}

/** Asks at the terminal, where there is one. */
export function terminalPrompt(): AskForKey | undefined {
	if (!process.stdin.isTTY) return undefined;
	return async (label) => {
		process.stderr.write(`${label} (not shown): `);
		const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
		const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
		try {
			return await terminal.question('');
		} finally {
			terminal.close();
			process.stderr.write('\n');
		}
	};
}
