import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopAll } from '../../../playground/processes.mjs';
import { FAILURES, journeyFolder } from './paths.mjs';
import { within } from './waiting.mjs';

const EVIDENCE_WITHIN_MS = 20_000;

/**
 * What a journey is given to work with.
 *
 * @typedef {object} Trip
 * @property {string} folder where it works, empty at the beginning
 * @property {object} setup what was prepared for all journeys: `host`, `tarball`, `programs`, `options`
 * @property {(text: string) => void} step says what happens next
 * @property {(what: () => unknown) => void} onEnd is done when the journey ends, in whatever way; the last first
 * @property {(name: string, collect: (file: string) => unknown) => void} evidence is kept when the journey fails:
 *   `collect` writes the file itself, or returns the text for it
 */

let underWay = { end: async () => undefined };

/** Cleans up after the journey that is under way, if there is one. */
export async function endJourney() {
	await underWay.end();
}

/**
 * Runs one journey to its end and cleans up after it.
 *
 * @param {{ name: string, minutes: number, run: (t: Trip) => Promise<void> }} journey
 * @param {{ setup: object, step: (text: string) => void, check: () => void }} options `check` says what is missing
 * @returns {Promise<{ error?: Error, ms: number }>}
 */
export async function runJourney(journey, { setup, step, check }) {
	const begin = Date.now();
	const folder = journeyFolder(journey.name);
	rmSync(folder, { recursive: true, force: true });
	rmSync(join(FAILURES, journey.name), { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const endings = collectEndings();
	underWay = endings;
	const evidence = new Map();
	const trip = {
		folder,
		setup,
		step,
		onEnd: endings.add,
		evidence: (name, collect) => evidence.set(name, collect),
	};
	let error;
	try {
		check();
		await within(`Journey "${journey.name}"`, journey.minutes * 60_000, journey.run(trip));
	} catch (thrown) {
		error = thrown;
		await keepEvidence(journey.name, error, evidence, folder);
	}
	const leftOver = await endings.end();
	error ??= leftOver;
	// What a journey that ran out of time was about to start.
	await stopAll();
	return { error, ms: Date.now() - begin };
}

/** What is to be done at the end, the last first. Whatever comes too late is done at once. */
export function collectEndings() {
	const endings = [];
	let ended = false;
	return {
		add: (what) => {
			if (ended)
				void Promise.resolve()
					.then(what)
					.catch(() => undefined);
			else endings.push(what);
		},
		/** @returns {Promise<Error | undefined>} the first thing that went wrong */
		async end() {
			ended = true;
			let error;
			for (let what = endings.pop(); what; what = endings.pop()) {
				try {
					await what();
				} catch (thrown) {
					error ??= thrown;
				}
			}
			return error;
		},
	};
}

async function keepEvidence(name, error, evidence, folder) {
	const target = join(FAILURES, name);
	mkdirSync(target, { recursive: true });
	writeFileSync(join(target, 'error.txt'), `${error.stack}\n`);
	for (const [fileName, collect] of evidence) {
		const file = join(target, fileName);
		try {
			const text = await within(fileName, EVIDENCE_WITHIN_MS, (async () => await collect(file))());
			if (typeof text === 'string') writeFileSync(file, text);
		} catch (thrown) {
			// Evidence that cannot be had must not hide what has failed.
			writeFileSync(`${file}.missing.txt`, `${thrown.stack}\n`);
		}
	}
	cpSync(folder, join(target, 'logs'), {
		recursive: true,
		filter: (source) => source === folder || source.endsWith('.log'),
	});
}
