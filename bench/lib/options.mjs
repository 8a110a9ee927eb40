import { parseArgs } from 'node:util';
import { PlaygroundError } from '../../playground/processes.mjs';
import { CASES } from '../cases/index.mjs';

/** The text of `--help`. */
export const HELP = `
Measures uploads from a real n8n: with this package's nodes, with n8n's HTTP Request node, with curl.

  npm run bench                              all cases, medians of five, results in bench/results.md
  npm run bench -- --only memory --runs 1    some cases, fewer repetitions: these take the place of their own
                                             earlier figures in bench/results.md, and say how they were made

Options, after "npm run bench --":

  --only <case>[,<case>]    of those below
  --runs 5                  repetitions of each measurement
  --help                    show this text

Cases:

${CASES.map(({ name, title, onRequest }) => `  ${name.padEnd(12)}${title}${onRequest ? ' (only on request)' : ''}`).join('\n')}
`;

/** Reads the command line. */
export function readOptions(args) {
	let values;
	try {
		({ values } = parseArgs({
			args,
			options: {
				only: { type: 'string', multiple: true },
				runs: { type: 'string', default: '5' },
				help: { type: 'boolean', default: false },
			},
		}));
	} catch (error) {
		throw new PlaygroundError(`${error.message}\n${HELP}`);
	}
	const only = values.only?.flatMap((names) => names.split(','));
	const unknown = only?.find((name) => !CASES.some((each) => each.name === name));
	if (unknown !== undefined) throw new PlaygroundError(`There is no case "${unknown}".\n${HELP}`);
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1) {
		throw new PlaygroundError(`--runs must be a whole number from 1, not "${values.runs}".`);
	}
	return { only, runs, help: values.help };
}
