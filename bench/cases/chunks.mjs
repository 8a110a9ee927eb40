import { join } from 'node:path';
import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'chunks';
export const title = '1 GiB read in pieces of other sizes';
export const runs = 10;

const KIBIBYTES = [256, 1_024, 4_096];

export async function run(bench) {
	const contenders = Object.fromEntries(
		KIBIBYTES.map((size) => [
			`${size} KiB`,
			{ ...UPLOADERS.LeadSquared, setting: readingBy(size) },
		]),
	);
	const measured = await measureLargeFile(bench, { name, sizeInMebibytes: 1_024, contenders });
	return { rows: [], details: describeLargeFile(measured) };
}

const readingBy = (kibibytes) => (stage) => ({
	name: 'Setting',
	type: 'CUSTOM.setting',
	typeVersion: 1,
	parameters: {
		module: join(stage.packageFolder, 'dist', 'nodes', 'shared', 'files', 'describe.js'),
		export: 'storageReads',
		values: JSON.stringify({ bytes: kibibytes * 1_024 }),
	},
});
