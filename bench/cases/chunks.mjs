import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlaygroundError } from '../../playground/processes.mjs';
import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title = '1 GiB with other sizes of what is read at a time';
export const onRequest = true;

const KIBIBYTES = [64, 128, 256, 384, 512, 1_024];

export async function run(bench) {
	const sizes = KIBIBYTES.map((size) => `${size} KiB`);
	const contenders = KIBIBYTES.map((size, index) => [
		sizes[index],
		{ ...UPLOADERS.LeadSquared, prepare: (stage) => setChunkSize(stage, size) },
	]);
	const measured = await measureLargeFile(bench, {
		name,
		sizeInMebibytes: 1_024,
		contenders: Object.fromEntries(contenders),
	});
	return { rows: [], details: describeLargeFile(measured) };
}

// Changes the installed copy, which n8n loads when it starts.
function setChunkSize({ packageFolder }, kibibytes) {
	const file = join(packageFolder, 'dist', 'nodes', 'shared', 'inputFiles.js');
	const code = readFileSync(file, 'utf8');
	const setting = /const chunkBytes = [\d* ]+;/;
	if (!setting.test(code)) throw new PlaygroundError(`There is no chunkBytes in ${file}`);
	writeFileSync(file, code.replace(setting, `const chunkBytes = ${kibibytes} * 1024;`));
}
