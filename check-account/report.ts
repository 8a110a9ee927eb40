import type { Line, Written } from './shared';
import { withoutSecrets } from './shared';

/** What a check found out. It holds no keys and no e-mail addresses. */
export interface Report {
	service: 'LeadSquared' | 'SharpSpring';
	/** ISO date, without a time. */
	date: string;
	lines: Line[];
	written: Written[];
}

/** The report without anything that must not leave this computer. */
export function cleaned(report: Report, secrets: string[]): Report {
	const clean = (text: string) => withoutSecrets(text, secrets);
	return {
		...report,
		lines: report.lines.map((line) => ({
			...line,
			answer: clean(line.answer),
			seen: clean(line.seen),
			advice: clean(line.advice),
		})),
		written: report.written.map(({ what, name, where }) => ({
			what,
			name: clean(name),
			where: clean(where),
		})),
	};
}

/** The report as a table that can be pasted into an issue. */
export function toMarkdown({ service, date, lines, written }: Report): string {
	return [
		`# What holds for this ${service} account (${date})`,
		'',
		'| Question | Answer | What was seen | What to set |',
		'| --- | --- | --- | --- |',
		...lines.map(({ question, answer, seen, advice }) => row([question, answer, seen, advice])),
		'',
		'## To be deleted by hand',
		'',
		...(written.length > 0
			? written.map(({ what, name, where }) => `- ${what} ${code(name)}, ${cell(where)}`)
			: ['Nothing was written.']),
		'',
	].join('\n');
}

const row = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;

/** Text of a service must not break the table, nor become a link or a tag in it. */
function cell(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.replace(/[\\|<>*_`[\]]/g, (character) => `\\${character}`)
		.replace(/(https?):\/\//g, '$1&#58;//');
}

const code = (text: string) => `\`${text.replace(/`/g, "'")}\``;
