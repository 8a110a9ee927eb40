import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanFileName, extensionForType } from '../nodes/shared/files/name';
import { sentName } from '../nodes/SharpSpring/uploads/names';
import packageJson from '../package.json';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The text below a heading of the README. */
function under(heading: string): string {
	const [, section] = readme.split(`\n## ${heading}\n`);
	return section.split(/\n## /)[0];
}

/** The cells of the table in a text, without its head. */
function tableIn(text: string): string[][] {
	const rows = text.match(/^\|.*\|$/gm) ?? [];
	return rows.slice(2).map((row) =>
		row
			.slice(1, -1)
			.split(' | ')
			.map((cell) => cell.trim()),
	);
}

const unquoted = (cell: string) => /^`(.*)`$/.exec(cell)?.[1];

describe('file names are sent as the table says', () => {
	test.each(tableIn(readFileSync(join(root, 'docs', 'file-names.md'), 'utf8')))(
		'%s',
		(original, toLeadSquared, toSharpSpring, kept) => {
			const file = {
				name: /^`([^`]+)`/.exec(original)?.[1] ?? '',
				extension: extensionForType(/type `([^`]+)`/.exec(original)?.[1] ?? 'application/pdf'),
				binaryField: /in the field `([^`]+)`/.exec(original)?.[1] ?? 'data',
			};
			expect(cleanFileName(file)).toBe(unquoted(toLeadSquared));
			expect(sentName(file, false)).toBe(unquoted(toSharpSpring));
			expect(sentName(file, true)).toBe(unquoted(kept));
		},
	);
});

test("has the headings of n8n's template", () => {
	const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
	const template = ['Installation', 'Credentials', 'Operations', 'Usage', 'Compatibility'];
	expect(headings).toEqual(
		expect.arrayContaining([...template, 'Resources', 'Version history', 'License']),
	);
});

describe('links lead somewhere', () => {
	const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
	const local = targets.filter((target) => !target.startsWith('https://'));

	test.each(local.filter((target) => !target.startsWith('#')))('%s is there', (target) => {
		expect(existsSync(join(root, target))).toBe(true);
	});

	test.each(local.filter((target) => target.startsWith('#')))('%s is a heading', (target) => {
		const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
			text
				.toLowerCase()
				.replace(/[^\w -]/g, '')
				.replaceAll(' ', '-'),
		);
		expect(headings).toContain(target.slice(1));
	});
});

test('the commands are there', () => {
	const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
	expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
	const files = [...readme.matchAll(/npx (?:tsx|jest) (\w[\w/.-]*)/g)].map(([, file]) => file);
	expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

describe('messages under Troubleshooting are those of the nodes', () => {
	// What is put together while it runs is in the expectations of the other tests.
	const texts = ['nodes', 'test/LeadSquared', 'test/SharpSpring', 'test/faults', 'test/shared']
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts'))
				.map((file) => readFileSync(join(root, folder, file), 'utf8').replaceAll('\\', '')),
		)
		.join('\n');

	test.each(tableIn(under('Troubleshooting')).map(([message]) => message))('%s', (message) => {
		const parts = message.split('…').map((part) => part.trim());
		expect(parts.filter((part) => !texts.includes(part))).toEqual([]);
	});
});
