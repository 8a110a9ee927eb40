import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's folder. */
export const ROOT = join(__dirname, '../..');

/** A row of `docs/open-questions.md`. */
export interface Question {
	question: string;
	files: string[];
	today: string;
	switches: string[];
	/** The line of the check; absent when the check does not ask. */
	line?: string;
	/** Why the check does not ask. */
	reason?: string;
}

/** What the page says about one service. */
export interface OpenQuestions {
	questions: Question[];
	/** Switches that stand for no guess. */
	tools: string[];
}

const inCode = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** Reads the page's part on one service. */
export function readOpenQuestions(service: 'LeadSquared' | 'SharpSpring'): OpenQuestions {
	const page = readFileSync(join(ROOT, 'docs/open-questions.md'), 'utf8');
	const part = page.split(/^## /m).find((text) => text.startsWith(service)) ?? '';
	const rows = part.split('\n').filter((line) => line.startsWith('| '));
	const tools = /^Switches that are no guesses.*$/m.exec(part)?.[0] ?? '';
	return { questions: rows.slice(2).map(readRow), tools: inCode(tools) };
}

function readRow(row: string): Question {
	const cells = row.split('|').slice(1, -1);
	const [question, files, today, switches, line] = cells.map((cell) => cell.trim());
	return {
		question,
		files: inCode(files),
		today,
		switches: inCode(switches),
		...(line.startsWith('–') ? { reason: line.slice(1).trim() } : { line: inCode(line)[0] }),
	};
}
