import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlaygroundError } from '../../playground/processes.mjs';
import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title = '1 GiB read in pieces of other sizes, and with garbage left to V8';
export const onRequest = true;

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

function contender(kibibytes, { leftToV8 = false } = {}) {
	const prepare = ({ packageFolder }) => {
		const folder = join(packageFolder, 'dist', 'nodes', 'shared');
		setConstant(join(folder, 'files', 'describe.js'), 'chunkBytes', kibibytes * 1_024);
		setConstant(
			join(folder, 'http', 'youngGarbage.js'),
			'largestPieceBytes',
			leftToV8 ? 0 : 2 ** 20,
		);
	};
	return { ...UPLOADERS.LeadSquared, prepare };
}

// Changes the installed copy, which n8n loads when it starts.
function setConstant(file, name, value) {
	const code = readFileSync(file, 'utf8');
	const setting = new RegExp(`const ${name} = [\\d* ]+;`);
	if (!setting.test(code)) throw new PlaygroundError(`There is no ${name} in ${file}`);
	writeFileSync(file, code.replace(setting, `const ${name} = ${value};`));
}
