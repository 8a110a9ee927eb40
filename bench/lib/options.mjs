import { parseArgs } from 'node:util';
import { PlaygroundError } from '../../playground/processes.mjs';
import { CASES } from '../cases/index.mjs';

/** How often a case is repeated that does not say it. */
export const USUAL_RUNS = 5;

/** The text of `--help`. */
export const HELP = `
Measures uploads from a real n8n: with this package's nodes, with n8n's HTTP Request node, with curl.

  npm run bench                              all cases, each five times or as it says, results in bench/results.md
  npm run bench -- --only memory --runs 1    some cases, fewer repetitions: these take the place of their own
                                             earlier figures in bench/results.md, and say how they were made

Options, after "npm run bench --":

  --only <case>[,<case>]    of those below
  --runs 3                  repetitions of each measurement
  --help                    show this text

Cases:

${CASES.map(({ name, title, runs = USUAL_RUNS }) => `  ${name.padEnd(12)}${title} (${runs} times)`).join('\n')}
`;

/** Reads the command line. */
export function readOptions(args) {
	let values;
	try {
		({ values } = parseArgs({
			args,
			options: {
				only: { type: 'string', multiple: true },
				runs: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		}));
	} catch (error) {
		throw new PlaygroundError(`${error.message}\n${HELP}`);
	}
	const only = values.only?.flatMap((names) => names.split(','));
	const unknown = only?.find((name) => !CASES.some((each) => each.name === name));
	if (unknown !== undefined) throw new PlaygroundError(`There is no case "${unknown}".\n${HELP}`);
	const runs = values.runs === undefined ? undefined : Number(values.runs);
	if (runs !== undefined && !isCount(runs)) {
		throw new PlaygroundError(`--runs must be a whole number from 1, not "${values.runs}".`);
	}
	return { only, runs, help: values.help };
}

function isCount(value) {
	return Number.isInteger(value) && value >= 1;
}
