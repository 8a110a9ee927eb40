/**
 * What a case hands back.
 *
 * @typedef {object} Result
 * @property {Array<{ what: string, ours: string, http?: string, curl?: string, ratio?: string, goal: string, met: boolean }>} rows
 *   a row of the main table for each goal
 * @property {Array<{ title: string, lines: Array<{ name: string, median: string, lowest: string, highest: string }> }>} details
 *   all that was measured
 * @property {string[]} [notes]
 */

/** One case, for the screen and as a section of the file. */
export function renderCase({ name, title, details, notes = [] }) {
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
	return [`## ${name}: ${title}`, '', ...tables, ...notes.map((note) => `${note}\n`)].join('\n');
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
export function renderResults({ machine, results, runs }) {
	return [
		'# What was measured',
		'',
		...machine.map((line) => `- ${line}`),
		`- Medians of ${runs}; server and n8n are processes of their own on one computer, over loopback. Made with \`npm run bench\`.`,
		'',
		renderGoals(results),
		'',
		'What the time of a large upload goes to is shown under "profile" below.',
		'',
		...results.map(renderCase),
	].join('\n');
}

function table(head, rows) {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
