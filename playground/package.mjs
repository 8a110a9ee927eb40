import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cleanEnvironment, npmCommand, PLAYGROUND } from './host.mjs';
import { PlaygroundError, run } from './processes.mjs';

/** The folder of the package that is being tried out. */
export const PACKAGE_ROOT = join(PLAYGROUND, '..');

const SOURCES = [
	'credentials',
	'nodes',
	'gulpfile.js',
	'index.js',
	'LICENSE',
	'package.json',
	'README.md',
	'tsconfig.json',
];

/**
 * Builds and packs the package, unless its sources are those of the last tarball.
 * @returns {Promise<{ file: string, isNew: boolean }>}
 */
export async function packPackage({ workFolder }) {
	const { name, version } = readJson(join(PACKAGE_ROOT, 'package.json'));
	const file = join(workFolder, 'package', `${name}-${version}.tgz`);
	const stamp = join(workFolder, 'package', 'sources.txt');
	const sources = hashSources();
	if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
		return { file, isNew: false };
	}
	if (!existsSync(join(PACKAGE_ROOT, 'node_modules', 'gulp'))) {
		throw new PlaygroundError(
			`The tools that build the package are not installed yet. Run "npm ci" in ${PACKAGE_ROOT} first.`,
		);
	}
	rmSync(join(workFolder, 'package'), { recursive: true, force: true });
	mkdirSync(join(workFolder, 'package'), { recursive: true });
	const common = { cwd: PACKAGE_ROOT, env: cleanEnvironment() };
	const logFile = join(workFolder, 'logs', 'build.log');
	rmSync(logFile, { force: true });
	await run({
		what: 'Building the package',
		...npmCommand(['run', 'build']),
		...common,
		logFile,
	});
	await run({
		what: 'Packing the package',
		...npmCommand(['pack', '--pack-destination', join(workFolder, 'package')]),
		...common,
		logFile,
	});
	writeFileSync(stamp, sources);
	return { file, isNew: true };
}

/**
 * Puts a tarball into n8n's user folder in the steps of n8n's own installer. n8n must not be running.
 * `name` is that of the package in it, if it is not this one.
 * @returns {Promise<{ folder: string, name: string, version: string, nodes: string[] }>}
 */
export async function installPackage({
	tarball,
	userFolder,
	logFile,
	name = readJson(join(PACKAGE_ROOT, 'package.json')).name,
}) {
	const downloads = join(userFolder, '.n8n', 'nodes');
	const folder = join(downloads, 'node_modules', name);
	const env = cleanEnvironment();
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	rmSync(logFile, { force: true });
	await run({
		what: 'Unpacking the package',
		command: 'tar',
		args: ['-xzf', tarball, '-C', folder, '--strip-components=1'],
		env,
		logFile,
	});

	const manifestFile = join(folder, 'package.json');
	const manifest = readJson(manifestFile);
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	writeJson(manifestFile, manifest);
	await run({
		what: 'Installing the package',
		...npmCommand([
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		]),
		cwd: folder,
		env,
		logFile,
	});

	const ledgerFile = join(downloads, 'package.json');
	const ledger = existsSync(ledgerFile)
		? readJson(ledgerFile)
		: { name: 'installed-nodes', private: true, dependencies: {} };
	ledger.dependencies[manifest.name] = manifest.version;
	writeJson(ledgerFile, ledger);
	return {
		folder,
		name: manifest.name,
		version: manifest.version,
		nodes: manifest.n8n.nodes.map((path) => nodeType(manifest.name, path)),
	};
}

// `dist/nodes/LeadSquared/LeadSquared.node.js` holds the node type `<package>.leadSquared`.
function nodeType(packageName, path) {
	const className = path.split('/').pop().replace('.node.js', '');
	return `${packageName}.${className[0].toLowerCase()}${className.slice(1)}`;
}

function hashSources() {
	const hash = createHash('sha256');
	const files = SOURCES.flatMap((source) => listFiles(join(PACKAGE_ROOT, source)));
	for (const file of files.sort()) {
		hash
			.update(`${relative(PACKAGE_ROOT, file)}\0`)
			.update(readFileSync(file))
			.update('\0');
	}
	return hash.digest('hex');
}

function listFiles(path) {
	if (!existsSync(path)) return [];
	try {
		const entries = readdirSync(path, { withFileTypes: true });
		return entries.flatMap((entry) => listFiles(join(path, entry.name)));
	} catch (error) {
		if (error.code === 'ENOTDIR') return [path];
		throw error;
	}
}

function readJson(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}

function writeJson(file, content) {
	writeFileSync(file, JSON.stringify(content, null, 2));
}
