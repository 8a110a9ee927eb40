// `npm test`: lint, types and all jest tests at the same time. Says which of them failed, and ends
// with 1 then. What is passed on goes to jest: `npm test -- test/LeadSquared`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

/** Each a program of node_modules, with its arguments. */
const steps = {
	jest: [bin('jest/bin/jest.js'), ...process.argv.slice(2)],
	types: [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.test.json'],
	eslint: [bin('eslint/bin/eslint.js'), '.', '--cache', '--cache-location', bin('.cache/eslint')],
	prettier: [bin('prettier/bin/prettier.cjs'), '--check', '.', '--cache'],
};

async function run([name, args]) {
	// jest tells as it goes; what the others say comes in one piece.
	const shown = name === 'jest';
	const stdio = ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'];
	const child = spawn(process.execPath, args, { cwd: root, stdio });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text));
	const [code] = await once(child, 'close');
	if (!shown && code !== 0) process.stdout.write(`\n${said}`);
	return { name, failed: code !== 0 };
}

const results = await Promise.all(Object.entries(steps).map(run));
for (const { name, failed } of results) console.log(`${name}: ${failed ? 'FAILED' : 'passed'}`);
process.exitCode = results.some(({ failed }) => failed) ? 1 : 0;
