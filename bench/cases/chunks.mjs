import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlaygroundError } from '../../playground/processes.mjs';
import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title = '1 GiB read in pieces of other sizes, and with garbage left to V8';
export const onRequest = true;

const ORIGINALS = new Map();
const KIBIBYTES = [64, 128, 256, 512, 1_024];

export async function run(bench) {
	const contenders = { '256 KiB, left to V8': contender(256, { leftToV8: true }) };
	for (const size of KIBIBYTES) {
		contenders[`${size} KiB`] = contender(size);
	}
	const measured = await measureLargeFile(bench, {
		name,
		sizeInMebibytes: 1_024,
		contenders,
	});
	return { rows: [], details: describeLargeFile(measured) };
}

// n8n loads the package when it starts: before that the installed copy is changed, each time from what it was.
function contender(kibibytes, { leftToV8 = false } = {}) {
	const prepare = ({ packageFolder }) => {
		const change = (name, pattern, replacement) => {
			const file = join(packageFolder, 'dist', 'nodes', 'shared', name);
			if (!ORIGINALS.has(file)) ORIGINALS.set(file, readFileSync(file, 'utf8'));
			const code = ORIGINALS.get(file);
			if (!pattern.test(code)) throw new PlaygroundError(`There is no ${pattern} in ${file}`);
			writeFileSync(file, code.replace(pattern, replacement));
		};
		change('inputFiles.js', /(?<=const chunkBytes = )[\d* ]+(?=;)/, `${kibibytes} * 1024`);
		change(
			'multipart.js',
			/stream\.on\('data', .+leaveYoungGarbage\);/,
			leftToV8 ? '' : (line) => line,
		);
	};
	return { ...UPLOADERS.LeadSquared, prepare };
}
