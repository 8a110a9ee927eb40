import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(__dirname, '../..');

const sources = [
	...['CHANGELOG.md', 'LICENSE', 'README.md', 'credentials', 'gulpfile.js', 'index.js', 'nodes'],
	...['package.json', 'tsconfig.json'],
];

/** The package as it would be published. */
export interface BuiltPackage {
	/** A copy of the sources, with `dist`. */
	source: string;
	/** Paths in the tarball. */
	files: string[];
	/** What the tarball unpacks to. */
	unpacked: string;
	/** Room for what tests need beside it. */
	temporary: string;
	remove: () => void;
}

/** Builds and packs a copy, so that nobody who works in the project is disturbed. */
export function buildPackage(): BuiltPackage {
	const temporary = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-package-'));
	const source = path.join(temporary, 'source');
	for (const entry of sources) {
		const from = path.join(root, entry);
		if (existsSync(from)) cpSync(from, path.join(source, entry), { recursive: true });
	}
	return packSource(source, temporary);
}

/** Builds and packs a folder of sources with the tools of this project. */
export function packSource(source: string, temporary: string): BuiltPackage {
	symlinkSync(path.join(root, 'node_modules'), path.join(source, 'node_modules'), 'junction');
	run(source, process.execPath, [path.join(root, 'node_modules/gulp/bin/gulp.js'), 'build']);
	const [{ filename, files }] = JSON.parse(
		run(source, 'npm', ['pack', '--json', '--ignore-scripts']),
	) as [{ filename: string; files: Array<{ path: string }> }];
	const unpacked = path.join(temporary, 'unpacked');
	mkdirSync(unpacked);
	const tarball = path.join(source, filename);
	run(unpacked, 'tar', ['-xzf', tarball, '--strip-components=1']);
	return {
		source,
		files: files.map((file) => file.path),
		unpacked,
		temporary,
		remove: () => rmSync(temporary, { recursive: true, force: true }),
	};
}

/** Runs a program. @returns what it printed */
export function run(cwd: string, program: string, args: string[], env: object = {}): string {
	return execFileSync(program, args, {
		cwd,
		encoding: 'utf8',
		// Under the name that jest gives it, lint rules take every file for one of their own tests.
		env: { ...process.env, NODE_ENV: 'production', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		maxBuffer: 64 * 1024 * 1024,
	});
}
