import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOpenQuestions, ROOT } from './questions';

const services = [
	{ service: 'LeadSquared', folder: 'leadsquared' },
	{ service: 'SharpSpring', folder: 'sharpspring' },
] as const;

/** Every switch, read from the source: those without a default are in the type only. */
function switchesOf(folder: string): string[] {
	const source = readFileSync(join(ROOT, 'test/stand-ins', folder, 'switches.ts'), 'utf8');
	const type = /export interface (?:LeadSquared)?Switches \{\n([^]*?)\n\}/.exec(source)?.[1] ?? '';
	return [...type.matchAll(/^\t(\w+)\??:/gm)].map(([, name]) => name);
}

describe.each(services)('Open questions about $service', ({ service, folder }) => {
	const { questions, tools } = readOpenQuestions(service);
	const asked = questions.flatMap(({ switches }) => switches);

	it('has a question, or a place among the tools, for every switch of the stand-in', () => {
		const switches = switchesOf(folder);
		expect(switches.length).toBeGreaterThan(20);
		expect([...new Set([...asked, ...tools])].sort()).toEqual([...switches].sort());
		expect(tools.filter((name) => asked.includes(name))).toEqual([]);
	});

	it('names code that exists', () => {
		const files = questions.flatMap((question) => question.files);
		expect(questions.filter((question) => question.files.length === 0)).toEqual([]);
		expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
		expect(files.filter((file) => !/^(nodes|credentials)\//.test(file))).toEqual([]);
	});

	it('says of every question how far it is known, and where it is asked or why not', () => {
		for (const { question, today, line, reason } of questions) {
			expect(question).toMatch(/\?$/);
			expect(today).toMatch(/documented|seen|assumed|not found/);
			expect(line ?? reason).toBeTruthy();
		}
		const lines = questions.flatMap(({ line }) => (line ? [line] : []));
		expect(lines).toEqual([...new Set(lines)]);
	});
});
