// `npm run bench`: how fast and how lean uploads are, beside what a user would pick instead.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureHost } from '../playground/host.mjs';
import { packPackage } from '../playground/package.mjs';
import { PlaygroundError, stopAll } from '../playground/processes.mjs';
import { createReporter, formatDuration } from '../playground/report.mjs';
import { CASES } from './cases/index.mjs';
import { HELP, readOptions, USUAL_RUNS } from './lib/options.mjs';
import { PLAYGROUND_WORK, RESULTS, WORK } from './lib/paths.mjs';
import { describeMachine } from './lib/machine.mjs';
import { renderCase, renderGoals, renderResults, replaceCases } from './lib/results.mjs';

const reporter = createReporter();
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (ending) return;
		reporter.print('\nEnding everything that was started …');
		void end(130);
	});
}

try {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		reporter.print(HELP);
		await end(0);
	}
	await main(options);
	await end(0);
} catch (error) {
	if (!ending) {
		reporter.print(`\n✘ ${error instanceof PlaygroundError ? error.message : error.stack}`);
		await end(1);
	}
}

async function main({ only, runs: wanted }) {
	const begin = Date.now();
	mkdirSync(WORK, { recursive: true });
	reporter.step('Preparing n8n and the package');
	const host = await ensureHost({ workFolder: PLAYGROUND_WORK, reporter });
	const { file: tarball } = await packPackage({ workFolder: WORK });
	const machine = describeMachine(host);
	reporter.detail(machine.join('\n'));

	const results = [];
	for (const each of CASES) {
		if (only && !only.includes(each.name)) continue;
		reporter.step(`${each.name}: ${each.title}`);
		const { name, title, runs = USUAL_RUNS } = each;
		const bench = { host, tarball, reporter, runs: wanted ?? runs };
		const result = { name, title, runs: bench.runs, ...(await each.run(bench)) };
		results.push(result);
		// Some cases take the place of their own earlier figures, and say with what they were made.
		if (only) write(replaceCases(readFileSync(RESULTS, 'utf8'), { machine, results: [result] }));
		reporter.detail(renderCase(result));
	}

	reporter.print(`\n${renderGoals(results)}\n`);
	reporter.print(`Measured in ${formatDuration(Date.now() - begin)}.`);
	if (!only) write(renderResults({ machine, results }));
	reporter.print(`Written to ${RESULTS}`);
}

function write(text) {
	writeFileSync(RESULTS, text);
}

async function end(code) {
	ending = true;
	await stopAll();
	// The built package stays for the next time; everything large goes.
	for (const folder of ['files', 'stages']) {
		rmSync(join(WORK, folder), { recursive: true, force: true });
	}
	process.exit(code);
}
