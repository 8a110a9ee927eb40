// npm run packages:check: everything that a package of one service has to pass, as its own repository.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuiltPackage } from './build';
import { packSource, root, run } from './build';
import { isolatedHost } from './hosts';
import { scan } from './scanner';

jest.setTimeout(900_000);

let made: string;
beforeAll(() => {
	made = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-packages-'));
	run(root, process.execPath, ['scripts/packages.mjs', made]);
});

afterAll(() => rmSync(made, { recursive: true, force: true }));

describe.each(['n8n-nodes-leadsquared', 'n8n-nodes-sharpspring'])('%s', (name) => {
	let temporary: string;
	let built: BuiltPackage;
	beforeAll(() => {
		temporary = mkdtempSync(path.join(tmpdir(), `${name}-`));
		const source = path.join(temporary, 'source');
		cpSync(path.join(made, name), source, { recursive: true });
		built = packSource(source, temporary);
	});
	afterAll(() => rmSync(temporary, { recursive: true, force: true }));

	const tool = (file: string, ...args: string[]) =>
		run(built.source, process.execPath, [path.join(root, 'node_modules', file), ...args]);

	test('lint finds nothing', () => {
		tool('eslint/bin/eslint.js', '.', '--max-warnings=0');
		tool('prettier/bin/prettier.cjs', '--check', '.');
	});

	test('types are right, those of its tests, too', () => {
		tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.test.json');
	});

	test("n8n's scanner finds nothing in sources and tarball", () => {
		const results = scan([
			[built.source, 'source'],
			[built.unpacked, 'tarball'],
		]);
		expect(results).toEqual([{ passed: true }, { passed: true }]);
	});

	test('the tarball holds what is run, and what is to be read, and nothing else', () => {
		const allowed = /^(dist\/.+\.(js|svg|node\.json)|index\.js|package\.json|LICENSE|\w+\.md)$/;
		expect(built.files.filter((file) => !allowed.test(file))).toEqual([]);
	});

	test('its classes load in an n8n whose modules are kept apart', () => {
		const host = isolatedHost(built, 'isolated');
		const printed = host.run(`
			const { n8n } = require('./package.json');
			for (const file of [...n8n.nodes, ...n8n.credentials]) {
				for (const Type of Object.values(require('./' + file))) new Type();
			}
			console.log(Object.keys(require('.')).length);
		`);
		expect(printed).toBe('2\n');
	});

	test('its own tests pass', () => {
		tool('jest/bin/jest.js', '--silent');
	});
});
