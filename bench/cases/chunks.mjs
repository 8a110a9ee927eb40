import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title =
	'1 GiB read in pieces of other sizes, and with the memory of pieces left to V8';
export const runs = 10;

const KIBIBYTES = [256, 512, 1_024];

const pieces = (bytes) => ({ file: 'files/describe.js', name: 'storageReads', values: { bytes } });
const LEFT = { file: 'http/freeWhenSent.js', name: 'sentPieces', values: { areFreed: false } };
const garbage = (perByte) => ({
	file: 'http/youngGarbage.js',
	name: 'youngGarbage',
	values: { perByte },
});

export async function run(bench) {
	const { LeadSquared, 'LeadSquared, From URL': fromUrl } = UPLOADERS;
	const contenders = {
		...Object.fromEntries(
			KIBIBYTES.map((size) => [
				`${size} KiB`,
				{ ...LeadSquared, settings: [pieces(size * 1_024)] },
			]),
		),
		'512 KiB, sent pieces left to V8': { ...LeadSquared, settings: [LEFT] },
		'From URL': fromUrl,
		'From URL, downloaded pieces left to V8': { ...fromUrl, settings: [garbage(0)] },
	};
	const measured = await measureLargeFile(bench, { name, sizeInMebibytes: 1_024, contenders });
	return { rows: [], details: describeLargeFile(measured) };
}
