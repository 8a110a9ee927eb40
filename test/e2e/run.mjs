// `npm run test:e2e`: the journeys for which the package exists, in a real n8n.
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { PlaygroundError, stopAll } from '../../playground/processes.mjs';
import { createReporter, formatDuration } from '../../playground/report.mjs';
import { journeys as all } from './journeys/index.mjs';
import { endJourney, runJourney } from './lib/journey.mjs';
import { FAILURES } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { checkPrograms } from './lib/programs.mjs';

const HELP = `
Runs journeys through a real n8n, with stand-ins of both CRMs.

  npm run test:e2e                     all of them
  npm run test:e2e -- mail schedule    only those with these names
  npm run test:e2e -- --list           their names
  npm run test:e2e -- --screenshots    makes the pictures of the README anew (docs/images)
  npm run test:e2e -- --tarball=FILE   tries this package instead of packing the sources
  npm run test:e2e -- newcomer --show  in a window, slowly: to look at, or to record (docs/demo.md)

Exit code 0 if all passed, 1 if not. A journey that failed leaves a screenshot, the log of n8n and the
records of the stand-ins in test/e2e/.work/failures.
`;

const reporter = createReporter();
let interrupted = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (interrupted) return;
		reporter.print('\nEnding everything that was started …');
		reporter.mute();
		void endAll(130);
	});
}

// Whatever goes wrong, nothing is left running.
for (const event of ['uncaughtException', 'unhandledRejection']) {
	process.on(event, (error) => {
		if (interrupted) return;
		reporter.print(`\n✘ ${describe(error)}`);
		void endAll(1);
	});
}

try {
	process.exit(await main());
} catch (error) {
	if (!interrupted) {
		reporter.print(`\n✘ ${describe(error)}`);
		await endAll(1);
	}
}

/** Ends what was started, and then the process; whoever waits for something waits until then. */
async function endAll(code) {
	interrupted = true;
	await endJourney();
	await stopAll();
	process.exit(code);
}

async function main() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			help: { type: 'boolean', default: false },
			list: { type: 'boolean', default: false },
			screenshots: { type: 'boolean', default: false },
			show: { type: 'boolean', default: false },
			tarball: { type: 'string' },
		},
	});
	if (values.help || values.list) {
		const names = all.map(({ name, title }) => `  ${name.padEnd(20)}${title}`).join('\n');
		reporter.print(values.help ? HELP : names);
		return 0;
	}
	const journeys = choose(values.screenshots ? ['panels', 'newcomer'] : positionals);

	const begin = Date.now();
	reporter.step('Preparing');
	const setup = await prepare({ journeys, options: values, reporter });
	const results = [];
	for (const journey of journeys) {
		results.push({ journey, ...(await attempt(journey, setup)) });
		if (interrupted) await new Promise(() => {});
	}
	return summarize(results, begin);
}

function choose(names) {
	const unknown = names.filter((name) => !all.some((journey) => journey.name === name));
	if (unknown.length > 0) {
		const known = all.map(({ name }) => name).join(', ');
		throw new PlaygroundError(`There is no journey "${unknown[0]}". There are: ${known}`);
	}
	return all.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function attempt(journey, setup) {
	reporter.step(`${journey.name}: ${journey.title}`);
	const step = (text) => reporter.detail(`· ${text}`);
	const result = await runJourney(journey, {
		setup,
		step,
		check: () => checkPrograms(journey.needs, setup.programs),
	});
	const took = formatDuration(result.ms);
	reporter.detail(result.error ? `✘ failed after ${took}` : `✔ passed (${took})`);
	if (result.error) reporter.detail(describe(result.error));
	return result;
}

function describe(error) {
	return error instanceof PlaygroundError ? error.message : (error.stack ?? String(error));
}

function summarize(results, begin) {
	const failed = results.filter(({ error }) => error);
	const lines = results.map(({ journey, error, ms }) => {
		const head = `  ${error ? '✘' : '✔'} ${journey.name.padEnd(20)}${formatDuration(ms).padStart(12)}`;
		if (!error) return `${head}  ${journey.title}`;
		const place = relative(process.cwd(), `${FAILURES}/${journey.name}`);
		return `${head}  ${journey.title}\n      ${String(error.message).split('\n')[0]}\n      see ${place}`;
	});
	const counts = `${results.length - failed.length} passed, ${failed.length} failed`;
	const took = formatDuration(Date.now() - begin);
	reporter.print(`\nJourneys\n\n${lines.join('\n')}\n\n${counts} (${took})`);
	return failed.length === 0 ? 0 : 1;
}
