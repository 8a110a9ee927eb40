/**
 * What a case hands back.
 *
 * @typedef {object} Result
 * @property {Array<{ what: string, ours: string, http?: string, curl?: string, ratio?: string, goal: string, met: boolean }>} rows
 *   a row of the main table for each goal
 * @property {Array<{ title: string, lines: Array<{ name: string, median: string, lowest: string, highest: string }> }>} details
 *   all that was measured
 * @property {string[]} [notes]
 * @property {number} runs how often each thing was measured
 */

/** One case, for the screen and as a section of the file. */
export function renderCase({ name, title, runs, details, notes = [] }) {
	const tables = details.map(({ title: heading, lines }) =>
		[
			`${heading}:`,
			'',
			...table(
				['', 'Median', 'Lowest', 'Highest'],
				lines.map((line) => [line.name, line.median, line.lowest, line.highest]),
			),
			'',
		].join('\n'),
	);
	const told = [...notes, runs === 1 ? 'Measured once.' : `Measured ${runs} times.`];
	return [`## ${name}: ${title}`, '', ...tables, ...told.map((note) => `${note}\n`)].join('\n');
}

/** The main table. */
export function renderGoals(results) {
	const rows = results.flatMap((result) => result.rows);
	return table(
		['Case', 'This package', 'HTTP Request node', 'curl -F', 'Ratio', 'Goal', 'Met'],
		rows.map(({ what, ours, http = '', curl = '', ratio = '', goal, met }) => [
			what,
			ours,
			http,
			curl,
			ratio,
			goal,
			met ? 'yes' : '**no**',
		]),
	).join('\n');
}

/** The whole file. */
export function renderResults({ machine, results }) {
	return [
		'# What was measured',
		'',
		...machine.map((line) => `- ${line}`),
		`- Medians where nothing else is said; server and n8n are processes of their own on one computer, over loopback. Made with \`npm run bench\`.`,
		'',
		renderGoals(results),
		'',
		'What the time of a large upload goes to is shown under "profile" below.',
		'',
		...results.map(renderCase),
	].join('\n');
}

/**
 * The file with the figures of these cases in place of their earlier ones; the others stay as they are.
 *
 * @param {string} file as {@link renderResults} or this function has written it
 */
export function replaceCases(file, { machine, results }) {
	const [head, ...sections] = file.split(/^(?=## )/m);
	const lines = head.split('\n');
	const isRow = (line) => line.startsWith('| ');
	const first = lines.findIndex(isRow);
	const last = lines.findLastIndex(isRow);
	const goals = new Map(
		lines.slice(first + 2, last + 1).map((line) => [line.split(' | ')[0], line]),
	);
	const made = sections.map((text) => ({ name: /^## (\w+)/.exec(text)[1], text }));
	for (const result of results) {
		for (const line of renderGoals([result]).split('\n').slice(2)) {
			goals.set(line.split(' | ')[0], line);
		}
		const how = `Made by itself: ${machine.join('; ')}.`;
		const text = `${renderCase({ ...result, notes: [...(result.notes ?? []), how] }).trimEnd()}\n\n`;
		const known = made.find(({ name }) => name === result.name);
		if (known) known.text = text;
		else made.push({ name: result.name, text });
	}
	const top = [...lines.slice(0, first + 2), ...goals.values(), ...lines.slice(last + 1)].join(
		'\n',
	);
	const body = made.map(({ text }) => `${text.trimEnd()}\n`).join('\n');
	return `${top}${body}`;
}

function table(head, rows) {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
