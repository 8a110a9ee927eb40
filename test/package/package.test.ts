import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuiltPackage } from './build';
import { buildPackage, root, run } from './build';
import type { Host } from './hosts';
import { isolatedHost } from './hosts';
import type { ScanResult } from './scanner';
import { scan } from './scanner';

// One file, because everything in it needs the build, which takes a while.
let built: BuiltPackage;
beforeAll(() => (built = buildPackage()), 300_000);
afterAll(() => built?.remove());

interface Manifest {
	dependencies?: object;
	devDependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
	overrides?: object;
	peerDependencies: object;
}
const manifest = () => JSON.parse(read('package.json')) as Manifest;
const read = (file: string) => readFileSync(path.join(built.unpacked, file), 'utf8');

describe('the tarball', () => {
	test('holds what is run, and what is to be read, and nothing else', () => {
		const allowed = /^(dist\/.+\.(js|svg|node\.json)|index\.js|package\.json|LICENSE|\w+\.md)$/;
		expect(built.files.filter((file) => !allowed.test(file))).toEqual([]);
		expect(built.files.filter((file) => /test|\.map$|\.ts$/.test(file))).toEqual([]);
		expect(built.files).toEqual(
			expect.arrayContaining(['LICENSE', 'README.md', 'index.js', 'package.json']),
		);
	});

	test('holds the nodes and credentials that n8n is told about', () => {
		const { nodes, credentials } = manifest().n8n;
		expect(nodes).toHaveLength(2);
		expect(credentials).toHaveLength(2);
		for (const file of [...nodes, ...credentials]) expect(built.files).toContain(file);
	});

	test('holds the icons that nodes and credentials refer to, light and dark', () => {
		const { nodes, credentials } = manifest().n8n;
		for (const file of [...nodes, ...credentials]) {
			const icons = [...read(file).matchAll(/['"`]file:([^'"`]+\.svg)['"`]/g)].map(
				([, icon]) => icon,
			);
			expect(icons).toHaveLength(2);
			for (const icon of icons) {
				expect(built.files).toContain(path.posix.join(path.posix.dirname(file), icon));
			}
		}
	});

	test('holds the codex of each node, with its name', () => {
		for (const file of manifest().n8n.nodes) {
			const codex = JSON.parse(read(file.replace(/\.js$/, '.json'))) as { node: string };
			const name = path.basename(file, '.node.js').replace(/^./, (letter) => letter.toLowerCase());
			expect(codex.node).toBe(`n8n-nodes-leadsquared-sharpspring.${name}`);
		}
	});

	test('needs nothing but n8n', () => {
		const { dependencies, overrides, peerDependencies, devDependencies } = manifest();
		expect(dependencies).toBeUndefined();
		expect(overrides).toBeUndefined();
		expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(devDependencies['form-data']).toBeDefined();
	});

	test('requires only n8n-workflow and its own files by a fixed name', () => {
		const required = built.files
			.filter((file) => /^dist\/.+\.js$/.test(file))
			.flatMap((file) => [...read(file).matchAll(/\b(?:require|import)\((["'])(.+?)\1\)/g)])
			.map(([, , name]) => name)
			.filter((name) => !name.startsWith('.'));
		// The hash of an account's key; n8n's rules allow it.
		expect([...new Set(required)].sort()).toEqual(['crypto', 'n8n-workflow']);
	});

	test("is loaded by its name, too, and then has the package's four classes", () => {
		const names = ['LeadSquared', 'LeadSquaredApi', 'SharpSpring', 'SharpSpringApi'];
		const code = 'console.log(JSON.stringify(Object.keys(require(".")).sort()))';
		const modules = { NODE_PATH: path.join(root, 'node_modules') };
		const exported = run(built.unpacked, process.execPath, ['-e', code], modules);
		expect(JSON.parse(exported)).toEqual(names);
	});
});

describe("n8n's scanner", () => {
	let source: ScanResult;
	let tarball: ScanResult;
	let bad: ScanResult;

	beforeAll(() => {
		const folder = path.join(built.temporary, 'bad');
		mkdirSync(path.join(folder, 'nodes'), { recursive: true });
		writeFileSync(path.join(folder, 'package.json'), read('package.json'));
		writeFileSync(path.join(folder, 'nodes', 'bad.ts'), "import 'node:fs';\n");
		[source, tarball, bad] = scan([
			[built.source, 'source'],
			[built.unpacked, 'tarball'],
			[folder, 'source'],
		]);
	}, 300_000);

	test('finds nothing in the sources', () => expect(source).toEqual({ passed: true }));

	test('finds nothing in the tarball', () => expect(tarball).toEqual({ passed: true }));

	test('would find something', () => {
		expect(bad.passed).toBe(false);
		expect(bad.details).toContain('no-restricted-imports');
	});
});

describe('in an n8n whose modules are kept apart', () => {
	let host: Host;
	beforeAll(() => (host = isolatedHost(built, 'isolated')));

	test('the library cannot be found in the plain way', () => {
		expect(() => host.run('require("form-data")')).toThrow("Cannot find module 'form-data'");
	});

	test('nodes and credentials load, and do so more quickly than a part of n8n', () => {
		const timesAsLong = () =>
			host.run(`
				const begin = performance.now();
				require('n8n-workflow');
				const started = performance.now();
				const { n8n } = require('./package.json');
				for (const file of [...n8n.nodes, ...n8n.credentials]) {
					for (const Type of Object.values(require('./' + file))) new Type();
				}
				console.log((performance.now() - started) / (started - begin));
			`);
		// The best of some, because other programs take their time, too.
		let least = Infinity;
		for (let tries = 0; tries < 5 && least > 1; tries++) {
			least = Math.min(least, Number(timesAsLong()));
		}
		expect(least).toBeLessThan(1);
	});

	test('a form is built and has its length', () => {
		const printed = host.run(`
			const { createMultipart } = require('./dist/nodes/shared/http/multipart.js');
			createMultipart([
				{ name: 'a', value: '1' },
				{ name: 'f', fileName: 'a.pdf', mimeType: 'text/plain', bytes: 3, open: async () => {} },
			]).then(({ form }) => console.log(form.getLengthSync(), form.constructor.name));
		`);
		expect(printed).toMatch(/^\d+ FormData\n$/);
	});

	test('without the library the message says what to do', () => {
		const poor = isolatedHost(built, 'poor', ['form-data']);
		const code = `
			require('./dist/nodes/shared/http/multipart.js')
				.loadFormData()
				.catch(({ message, advice }) => console.log(message + '. ' + advice));
		`;
		const without = `const Module = require('module');
			const load = Module._load;
			Module._load = (name, ...rest) => name === 'form-data' ? {} : load(name, ...rest);`;
		expect(poor.run(`${without}${code}`)).toBe(
			'This n8n lacks the form-data library. The library comes with n8n itself. Update n8n, or install it again, and run the workflow once more.\n',
		);
	});
});

test('the build of the project is not touched by these tests', () => {
	expect(built.source.startsWith(root)).toBe(false);
	expect(existsSync(path.join(built.source, 'dist'))).toBe(true);
});
