// Writes a package for each service alone, as a small repository of its own, from this one tree:
//
//   npm run packages            into build/packages
//   npm run packages -- DIR     into DIR
//
// The same sources give the same bytes. docs/packages.md says what the packages are for.
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wholeName = 'n8n-nodes-leadsquared-sharpspring';

/** What the packages are called, and where their repositories are unless the environment names another owner. */
export const services = [
	{
		id: 'leadsquared',
		name: 'LeadSquared',
		other: 'sharpspring',
		package: 'n8n-nodes-leadsquared',
		description:
			'n8n community node that streams files from a workflow into LeadSquared and attaches them to leads, activities and opportunities',
	},
	{
		id: 'sharpspring',
		name: 'SharpSpring',
		other: 'leadsquared',
		package: 'n8n-nodes-sharpspring',
		description:
			'n8n community node that streams files from a workflow into SharpSpring and attaches them to leads, accounts, opportunities and products',
	},
];

/** Development tools that only the whole repository needs: for journeys, and for the stand-ins' command line. */
const onlyHere = ['flatted', 'nodemailer', 'playwright-core'];

const read = (file) => readFileSync(path.join(root, file), 'utf8');

/** Files below a folder, from the root on, with slashes, in the same order everywhere. */
function filesIn(folder) {
	if (!existsSync(path.join(root, folder))) return [];
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
		.map((file) => file.split(path.sep).join('/'))
		.sort();
}

/** The files of this project that a source needs, by the names in its imports, mocks and paths. */
function neededBy(file) {
	if (!/\.(ts|js)$/.test(file)) return [];
	const names = [...read(file).matchAll(/(['"`])(\.\.?\/[^'"`\s]*)\1/g)].map(([, , name]) => name);
	return names.flatMap((name) => {
		const target = path.posix.join(path.posix.dirname(file), name);
		return [target, `${target}.ts`, `${target}/index.ts`].filter(
			(found) => /\.\w+$/.test(found) && existsSync(path.join(root, found)),
		);
	});
}

/** A file and everything that it needs, directly or not. */
function closure(files) {
	const found = new Set();
	const visit = (file) => {
		if (found.has(file)) return;
		found.add(file);
		neededBy(file).forEach(visit);
	};
	files.forEach(visit);
	return found;
}

/** Which files go into the package of a service. */
function filesOf({ id, name, other }) {
	const ofOther = new RegExp(other, 'i');
	const isOurs = (file) =>
		!ofOther.test(file) &&
		(/\.(svg|png)$/.test(file) || !ofOther.test(read(file).replaceAll(wholeName, '')));
	const nodes = filesIn(`nodes/${name}`);
	const sources = closure([...nodes, `credentials/${name}Api.credentials.ts`]);
	const standsAlone = (test) => {
		const needs = [...closure([test])];
		// What belongs to the tree as a whole (its rooms, README, scripts) says nothing about one package.
		return needs.every(
			(file) =>
				isOurs(file) &&
				/^(nodes|credentials|test)\//.test(file) &&
				(!/^nodes\//.test(file) || sources.has(file)),
		);
	};
	const tests = ['credentials', name, 'shared', 'stand-ins']
		.flatMap((folder) => filesIn(`test/${folder}`))
		.concat(filesIn('test').filter((file) => /^test\/stand-ins\.test\.ts$/.test(file)))
		.filter((file) => file.endsWith('.test.ts') && standsAlone(file));
	const helpers = [...closure(tests)].filter((file) => file.startsWith('test/'));
	const examples = filesIn('examples').filter((file) => file.endsWith('.json') && isOurs(file));
	const ownExamples = examples.filter((file) => ofWord(id).test(read(file)));
	return [
		...[...sources].filter((file) => /^(nodes|credentials)\//.test(file)),
		...helpers,
		...filesIn('test/support/jest'),
		...ownExamples,
		...filesIn('docs/images').filter((file) => file.startsWith(`docs/images/${id}-`)),
		...['.editorconfig', '.npmrc', '.prettierrc.js', 'LICENSE', 'gulpfile.js', 'jest.config.js'],
		...['tsconfig.json'],
	];
}

const ofWord = (word) => new RegExp(word, 'i');

/** Text with the names of this package. */
function renamed(text, service) {
	return text
		.replaceAll(
			`github.com/${wholeName}/${wholeName}`,
			`github.com/${ownerOf(service)}/${service.package}`,
		)
		.replaceAll(wholeName, service.package);
}

const ownerOf = (service) => process.env.PACKAGES_OWNER ?? service.package;

function manifestOf(service) {
	const whole = JSON.parse(read('package.json'));
	const { name } = service;
	const repository = `https://github.com/${ownerOf(service)}/${service.package}`;
	const devDependencies = Object.fromEntries(
		Object.entries(whole.devDependencies).filter(([tool]) => !onlyHere.includes(tool)),
	);
	return {
		name: service.package,
		version: whole.version,
		description: service.description,
		license: whole.license,
		homepage: `${repository}#readme`,
		author: {
			name: `The ${service.package} authors`,
			email: `${service.package}@users.noreply.github.com`,
		},
		repository: { type: 'git', url: `git+${repository}.git` },
		bugs: { url: `${repository}/issues` },
		keywords: whole.keywords.filter((word) => word !== service.other).sort(),
		main: whole.main,
		engines: whole.engines,
		files: whole.files,
		n8n: {
			...whole.n8n,
			credentials: [`dist/credentials/${name}Api.credentials.js`],
			nodes: [`dist/nodes/${name}/${name}.node.js`],
		},
		scripts: {
			build: 'gulp build',
			lint: 'eslint . && prettier --check .',
			'lint:fix': 'eslint . --fix; prettier --write .',
			types: 'tsc --noEmit -p tsconfig.test.json',
			test: 'npm run lint && npm run types && jest',
			prepublishOnly: 'npm run build && npm test',
		},
		peerDependencies: whole.peerDependencies,
		devDependencies,
		publishConfig: whole.publishConfig,
	};
}

/** The lock file with what the package's own tools need, found as Node finds it. */
function lockOf(manifest) {
	const whole = JSON.parse(read('package-lock.json'));
	const kept = new Map();
	const find = (from, name) => {
		for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
			const place = `${at ? `${at}/` : ''}node_modules/${name}`;
			if (whole.packages[place]) return place;
			if (!at) return undefined;
			if (!at.includes('/node_modules/')) at = '';
		}
	};
	const keep = (from, entry, tools = {}) => {
		const { dependencies, optionalDependencies, peerDependenciesMeta = {} } = entry;
		const peerDependencies = Object.fromEntries(
			Object.entries(entry.peerDependencies ?? {}).filter(
				([name]) => !peerDependenciesMeta[name]?.optional,
			),
		);
		for (const name of Object.keys({
			...dependencies,
			...optionalDependencies,
			...peerDependencies,
			...tools,
		})) {
			const place = find(from, name);
			if (!place || kept.has(place)) continue;
			kept.set(place, whole.packages[place]);
			keep(place, whole.packages[place]);
		}
	};
	const { devDependencies, peerDependencies, engines, license, name, version } = manifest;
	keep('', { peerDependencies }, devDependencies);
	const packages = Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
	const own = { name, version, license, devDependencies, engines, peerDependencies };
	return { name, version, lockfileVersion: 3, requires: true, packages: { '': own, ...packages } };
}

const json = (value) => `${JSON.stringify(value, undefined, '\t')}\n`;

/** What is made for the package, in place of being taken from the tree. */
function madeFor(service) {
	const manifest = manifestOf(service);
	const { name } = service;
	const testConfig = read('tsconfig.test.json')
		.replace(/\t\t"(incremental|tsBuildInfoFile)".*\n/g, '')
		.replace(
			/"include": \[[^\]]*\]/,
			'"include": ["credentials/**/*.ts", "nodes/**/*.ts", "test/**/*.ts"]',
		);
	const own = Object.fromEntries(
		filesIn(`packages/${service.id}`).map((file) => [
			file.replace(`packages/${service.id}/`, ''),
			read(file),
		]),
	);
	const common = Object.fromEntries(
		filesIn('packages/common').map((file) => [
			file.replace('packages/common/', '').replace(/(^|\/)gitignore$/, '$1.gitignore'),
			read(file).replaceAll('{{package}}', service.package).replaceAll('{{service}}', name),
		]),
	);
	return {
		...common,
		...own,
		'package.json': json(manifest),
		'package-lock.json': json(lockOf(manifest)),
		'tsconfig.test.json': testConfig,
		'index.js':
			'// n8n loads the files named in package.json\'s "n8n" attribute; this is for whoever requires the package by name.\n' +
			`module.exports = {\n\t...require('./dist/credentials/${name}Api.credentials.js'),\n\t...require('./dist/nodes/${name}/${name}.node.js'),\n};\n`,
	};
}

/** Writes the package of one service into a folder of its name. @returns the folder */
export function writePackage(service, into) {
	const folder = path.join(into, service.package);
	rmSync(folder, { recursive: true, force: true });
	const write = (file, content) => {
		const target = path.join(folder, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, content);
	};
	for (const file of filesOf(service)) {
		if (/\.(png|svg)$/.test(file)) {
			mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
			cpSync(path.join(root, file), path.join(folder, file));
		} else write(file, renamed(read(file), service));
	}
	for (const [file, content] of Object.entries(madeFor(service))) write(file, content);
	return folder;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const into = path.resolve(process.argv[2] ?? path.join(root, 'build', 'packages'));
	for (const service of services) console.log(writePackage(service, into));
}
