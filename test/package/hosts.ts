import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { BuiltPackage } from './build';
import { root, run } from './build';

/** An n8n as the package meets it: its modules, and the package beside them. */
export interface Host {
	/** Runs code as n8n's own process would. @returns what it printed */
	run: (code: string) => string;
}

interface Manifest {
	name: string;
	dependencies: Record<string, string>;
	peerDependencies?: Record<string, string>;
}

/**
 * Installs the package into a host whose modules are kept apart, as pnpm does it for n8n's official
 * image: each package sees what it depends on and nothing else.
 *
 * @param lacks modules that are missing in this host
 */
export function isolatedHost(
	{ unpacked, temporary }: BuiltPackage,
	name: string,
	lacks: string[] = [],
): Host {
	const modules = path.join(root, 'node_modules');
	const folder = path.join(temporary, name);
	const store = path.join(folder, 'store', 'n8n-workflow', 'node_modules');
	cpSync(path.join(modules, 'n8n-workflow'), path.join(store, 'n8n-workflow'), {
		recursive: true,
		dereference: true,
	});
	const { dependencies, peerDependencies } = readManifest(path.join(store, 'n8n-workflow'));
	for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
		if (!lacks.includes(dependency)) link(modules, store, dependency);
	}
	const hostModules = path.join(folder, 'host', 'node_modules');
	link(store, hostModules, 'n8n-workflow');

	const installed = path.join(folder, 'nodes', 'node_modules', readManifest(unpacked).name);
	cpSync(unpacked, installed, { recursive: true });
	return {
		run: (code) => run(installed, process.execPath, ['-e', code], { NODE_PATH: hostModules }),
	};
}

function link(from: string, to: string, name: string): void {
	const target = path.join(to, name);
	mkdirSync(path.dirname(target), { recursive: true });
	symlinkSync(path.join(from, name), target, 'junction');
}

function readManifest(folder: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}
