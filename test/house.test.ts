import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './package/build';

const root = path.join(__dirname, '..');
const services = ['LeadSquared', 'SharpSpring'];

/** Files of a folder, from the project's root on, with slashes. */
function filesIn(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
		.map((file) => file.split(path.sep).join('/'));
}

const sources = [...filesIn('nodes'), ...filesIn('credentials')].filter((file) =>
	file.endsWith('.ts'),
);
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const isComment = (line: string) => /^\s*(\/\/|\*|\/\*)/.test(line);

/** The files of the project that a file imports, types too. */
function importsOf(file: string): string[] {
	const names = [...textOf(file).matchAll(/\b(?:from|import) ?\(?'(\.[^']+)'/g)];
	return names.map(([, name]) => {
		const target = path.posix.join(path.posix.dirname(file), name);
		return (
			[`${target}.ts`, `${target}/index.ts`].find((found) => sources.includes(found)) ?? target
		);
	});
}

describe('the tree', () => {
	test.each(services)('%s has nothing at its root but node, codex, icons and router', (service) => {
		const [first] = service;
		const name = first.toLowerCase() + service.slice(1);
		const loose = filesIn(`nodes/${service}`).filter((file) => file.split('/').length === 3);
		expect(loose.map((file) => path.posix.basename(file)).sort()).toEqual(
			[
				...[`${service}.node.ts`, `${service}.node.json`, 'router.ts'],
				...[`${name}.svg`, `${name}.dark.svg`],
			].sort(),
		);
		const rooms = readdirSync(path.join(root, 'nodes', service), { withFileTypes: true });
		expect(rooms.filter((room) => room.isDirectory()).map(({ name: room }) => room)).toEqual(
			expect.arrayContaining(['methods', 'parameters', 'resources', 'transport', 'uploads']),
		);
	});

	test('what is shared has its four rooms, and errors', () => {
		const rooms = readdirSync(path.join(root, 'nodes', 'shared')).sort();
		expect(rooms).toEqual(['errors.ts', 'execution', 'files', 'http', 'parameters']);
	});

	test('every import of a file of ours finds one', () => {
		const missing = sources.flatMap((file) =>
			importsOf(file).filter((target) => !sources.includes(target)),
		);
		expect(missing).toEqual([]);
		expect(sources.flatMap(importsOf).length).toBeGreaterThan(300);
	});

	test('no import leads back to where it came from', () => {
		const circles: string[] = [];
		const done = new Set<string>();
		const follow = (file: string, way: string[]) => {
			if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
			if (way.includes(file) || done.has(file)) return;
			importsOf(file).forEach((target) => follow(target, [...way, file]));
			done.add(file);
		};
		sources.forEach((file) => follow(file, []));
		expect(circles).toEqual([]);
	});
});

describe('the words', () => {
	const old = [
		...['settle', 'Settled', 'Turns', 'Limiter', 'intoTurns', 'Lookups', 'Keeping', 'readKeeping'],
		...['Track', 'keepingTrack', 'FieldWord', 'spare', 'namesThatSteer', 'judge', 'Verdict'],
		...['persist', 'Patience', 'UserError'],
	];

	test.each(old)('%s is gone', (word) => {
		const names = new RegExp(`\\b(?:function|const|let|class|interface|type|import) ${word}\\b`);
		const uses = new RegExp(`\\b${word}\\(|[.{, ]${word}[,.]|<${word}>`);
		const found = sources.filter((file) =>
			textOf(file)
				.split('\n')
				.filter((line) => !isComment(line))
				// Prose in texts and advice is not a name.
				.map((line) => line.replace(/'[^']*'|`[^`]*`/g, "''"))
				.some((line) => names.test(line) || uses.test(line)),
		);
		expect(found).toEqual([]);
	});

	test.each(['blank', 'mend', 'is no'])('no text says "%s"', (words) => {
		const texts = sources.flatMap((file) =>
			textOf(file)
				.split('\n')
				.filter((line) => !isComment(line))
				.filter((line) => new RegExp(`'[^']*\\b${words}s?\\b[^']*'`, 'i').test(line))
				.map((line) => `${file}: ${line.trim()}`),
		);
		// "There is no …" is English; "this is no …" is not.
		expect(texts.filter((line) => !/(there|There) is no /.test(line))).toEqual([]);
	});

	test.each(['blank', 'mend'])('no comment says "%s"', (word) => {
		const comments = sources.flatMap((file) =>
			textOf(file)
				.split('\n')
				.filter((line) => isComment(line) && new RegExp(`\\b${word}s?\\b`, 'i').test(line))
				.map((line) => `${file}: ${line.trim()}`),
		);
		expect(comments).toEqual([]);
	});
});

describe('a forbidden import', () => {
	const cases: Array<[from: string, to: string]> = [
		['nodes/LeadSquared/transport/client.ts', '../resources/operation'],
		['nodes/LeadSquared/transport/client.ts', '../parameters/fieldSet'],
		['nodes/SharpSpring/parameters/image.ts', '../uploads/run'],
		['nodes/SharpSpring/uploads/run.ts', '../resources/operation'],
		['nodes/SharpSpring/methods/listSearch.ts', '../resources/operation'],
		['nodes/SharpSpring/router.ts', '../LeadSquared/router'],
		['nodes/SharpSpring/router.ts', '../../credentials/SharpSpringApi.credentials'],
		['nodes/shared/http/request.ts', '../parameters/coercion'],
		['nodes/shared/http/request.ts', '../execution/pool'],
		['nodes/shared/parameters/coercion.ts', '../files/select'],
		['nodes/shared/errors.ts', './http/request'],
		['nodes/shared/files/select.ts', '../../LeadSquared/router'],
	];
	const allowed: typeof cases = [
		['nodes/LeadSquared/resources/operation.ts', '../uploads/getFiles'],
		['nodes/LeadSquared/transport/client.ts', '../../shared/http/request'],
		[
			'nodes/SharpSpring/methods/credentialTest.ts',
			'../../../credentials/SharpSpringApi.credentials',
		],
		['nodes/shared/files/select.ts', '../parameters/coercion'],
	];
	let told: Array<string[]>;

	// The lint step itself, asked about texts that are in no file.
	beforeAll(() => {
		const code = `
			import { ESLint } from 'eslint';
			const eslint = new ESLint({ cwd: ${JSON.stringify(root)} });
			const told = [];
			for (const [filePath, to] of ${JSON.stringify([...cases, ...allowed])}) {
				const text = "import type * as other from '" + to + "';\\nexport type Other = typeof other;\\n";
				const [{ messages }] = await eslint.lintText(text, { filePath });
				told.push(messages.map(({ ruleId }) => ruleId).filter((rule) => /^import-x/.test(rule)));
			}
			console.log('RESULT' + JSON.stringify(told));
		`;
		const printed = run(root, process.execPath, ['--input-type=module', '-e', code]);
		told = JSON.parse(printed.split('RESULT')[1]) as typeof told;
	});

	test.each(cases)('fails lint: %s from %s', (from, to) => {
		const index = cases.findIndex((row) => row[0] === from && row[1] === to);
		expect(told[index]).toContain('import-x/no-restricted-paths');
	});

	test.each(allowed)('while %s may import from %s', (from, to) => {
		const index = allowed.findIndex((row) => row[0] === from && row[1] === to);
		expect(told[cases.length + index]).toEqual([]);
	});
});

test('the inner loop runs the suites that are asked for, and no others', () => {
	const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
	const [program, ...args] = scripts['test:unit'].split(' ');
	expect(program).toBe('jest');
	const jest = require.resolve('jest/bin/jest');
	const listing = [jest, ...args, 'test/house.test.ts', '--listTests'];
	const listed = run(root, process.execPath, listing);
	expect(listed.trim().split('\n')).toEqual([__filename]);
});
