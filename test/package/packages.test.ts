import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../support/forms';
import { root, run } from './build';

// What takes minutes is in packages.check.ts: building, lint and scanner (npm run packages:check).
const rows = [
	['n8n-nodes-leadsquared', 'LeadSquared', 'sharpspring'],
	['n8n-nodes-sharpspring', 'SharpSpring', 'leadsquared'],
] as const;

let temporary: string;
beforeAll(() => {
	temporary = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-packages-'));
	for (const into of ['first', 'second']) {
		run(root, process.execPath, ['scripts/packages.mjs', path.join(temporary, into)]);
	}
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Paths and contents of the files in a folder. */
function contentOf(...folder: string[]): Map<string, Buffer> {
	const at = path.join(temporary, ...folder);
	const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) =>
		entry.isFile(),
	);
	const paths = files.map((file) => path.relative(at, path.join(file.parentPath, file.name)));
	return new Map(paths.sort().map((file) => [file, readFileSync(path.join(at, file))]));
}

test('what is written twice is the same, byte for byte', () => {
	// jest compares buffers element by element, which takes half a minute here.
	const hashes = (folder: string) =>
		[...contentOf(folder)].map(([file, bytes]) => [file, sha256(bytes)]);
	expect(hashes('first')).toEqual(hashes('second'));
});

describe.each(rows)('%s', (name, service, other) => {
	let content: Map<string, Buffer>;
	beforeAll(() => (content = contentOf('first', name)));
	const read = (file: string) => content.get(file)?.toString() ?? '';

	test('names the other service nowhere', () => {
		const found = [...content].filter(([file, bytes]) =>
			`${file}\n${bytes.toString('latin1')}`.toLowerCase().includes(other),
		);
		expect(found.map(([file]) => file)).toEqual([]);
	});

	test('is a whole small repository', () => {
		expect([...content.keys()]).toEqual(
			expect.arrayContaining([
				...['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', '.gitignore', '.npmrc'],
				...['.github/workflows/publish.yml', '.github/workflows/checks.yml', 'eslint.config.mjs'],
				...['gulpfile.js', 'index.js', 'jest.config.js', 'package-lock.json', 'tsconfig.json'],
				...[`nodes/${service}/${service}.node.ts`, `credentials/${service}Api.credentials.ts`],
				...['nodes/shared/http/multipart.ts', 'test/support/n8n.ts'],
				`test/${service}/${service}.node.test.ts`,
			]),
		);
		const tests = [...content.keys()].filter((file) => file.endsWith('.test.ts'));
		expect(tests.length).toBeGreaterThan(30);
	});

	test('has the one node and its credential', () => {
		const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
		expect(manifest).toMatchObject({
			name,
			n8n: {
				credentials: [`dist/credentials/${service}Api.credentials.js`],
				nodes: [`dist/nodes/${service}/${service}.node.js`],
			},
			peerDependencies: { 'n8n-workflow': '*' },
		});
		expect(manifest.dependencies).toBeUndefined();
		// A rule of the linter: a package in a folder of a larger repository is refused.
		expect(manifest.repository).toEqual({ type: 'git', url: expect.stringContaining(name) });
		expect(read(`nodes/${service}/${service}.node.json`)).toContain(`"node": "${name}.`);
	});

	test('locks what it needs, and nothing else', () => {
		type Entry = { dependencies?: object; devDependencies?: object };
		const { packages } = JSON.parse(read('package-lock.json')) as {
			packages: Record<string, Entry>;
		};
		const { '': own, ...others } = packages;
		for (const tool of Object.keys(own.devDependencies ?? {})) {
			expect(others).toHaveProperty([`node_modules/${tool}`]);
		}
		expect(others).not.toHaveProperty(['node_modules/nodemailer']);
	});

	test('gives examples that use this package', () => {
		const examples = [...content.keys()].filter((file) => /^examples\/.*\.json$/.test(file));
		expect(examples.length).toBeGreaterThan(3);
		for (const file of examples) expect(read(file)).toContain(`"${name}.`);
	});

	test('README has the headings of the template, and links that lead somewhere', () => {
		const readme = read('README.md');
		const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
		const template = ['Installation', 'Operations', 'Credentials', 'Compatibility', 'Usage'];
		expect(headings).toEqual([...template, 'Resources', 'Version history', 'License']);
		const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
		const local = targets.filter((target) => !target.startsWith('https://'));
		for (const target of local) {
			expect([target, existsSync(path.join(temporary, 'first', name, target))]).toEqual([
				target,
				true,
			]);
		}
	});
});
