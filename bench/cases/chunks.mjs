import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlaygroundError } from '../../playground/processes.mjs';
import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title = '1 GiB with other sizes of what is read at a time, and left to V8';
export const onRequest = true;

const ORIGINALS = new Map();
const KIBIBYTES = [64, 128, 256, 512, 1_024];

export async function run(bench) {
	const contenders = { 'left to V8': contender({ chunk: '256 * 1024', garbage: '' }) };
	for (const size of KIBIBYTES) {
		contenders[`${size} KiB`] = contender({ chunk: `${size} * 1024`, garbage: '$&' });
	}
	const measured = await measureLargeFile(bench, {
		name,
		sizeInMebibytes: 1_024,
		contenders,
	});
	return { rows: [], details: describeLargeFile(measured) };
}

// n8n loads the package when it starts: the installed copy is changed before.
function contender({ chunk, garbage }) {
	const prepare = ({ packageFolder }) => {
		const change = (name, pattern, replacement) => {
			const file = join(packageFolder, 'dist', 'nodes', 'shared', name);
			if (!ORIGINALS.has(file)) ORIGINALS.set(file, readFileSync(file, 'utf8'));
			const code = ORIGINALS.get(file);
			if (!pattern.test(code)) throw new PlaygroundError(`There is no ${pattern} in ${file}`);
			writeFileSync(file, code.replace(pattern, replacement));
		};
		change('inputFiles.js', /(?<=const chunkBytes = )[\d* ]+(?=;)/, chunk);
		change('multipart.js', /stream\.on\('data', .+leaveYoungGarbage\);/, garbage);
	};
	return { ...UPLOADERS.LeadSquared, prepare };
}
