import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title = '1 GiB read in pieces of other sizes, and with all garbage left to V8';
export const runs = 10;

const KIBIBYTES = [256, 512, 1_024];
/** Other than the usual. */
const GARBAGE = [1, 4];

export async function run(bench) {
	const contenders = Object.fromEntries(
		KIBIBYTES.map((size) => [`${size} KiB`, contender({ size })]),
	);
	for (const perByte of GARBAGE) {
		contenders[`512 KiB, ${perByte} times as much garbage`] = contender({ size: 512, perByte });
	}
	contenders['512 KiB, garbage left to V8'] = contender({ size: 512, perByte: 0 });
	const measured = await measureLargeFile(bench, { name, sizeInMebibytes: 1_024, contenders });
	return { rows: [], details: describeLargeFile(measured) };
}

const contender = ({ size, perByte = 2 }) => ({
	...UPLOADERS.LeadSquared,
	settings: [
		{ file: 'files/describe.js', name: 'storageReads', values: { bytes: size * 1_024 } },
		{ file: 'http/youngGarbage.js', name: 'youngGarbage', values: { perByte } },
	],
});
