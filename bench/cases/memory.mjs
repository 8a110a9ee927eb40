import { mebibytes, ratio, seconds } from '../lib/figures.mjs';
import { describeLargeFile, measureLargeFile, UPLOADERS } from '../lib/growth.mjs';

export const name = 'memory';
export const title = '1 GiB in one file';

const MEBIBYTE = 2 ** 20;

export async function run(bench) {
	const measured = await measureLargeFile(bench, {
		name,
		sizeInMebibytes: 1_024,
		contenders: UPLOADERS,
	});
	const rows = ['LeadSquared', 'SharpSpring'].flatMap((ours) => rowsFor(ours, measured));
	return { rows, details: describeLargeFile(measured) };
}

function rowsFor(ours, { time, growth }) {
	const [mine, theirs] = [ours, 'HTTP Request'].map((each) => growth.median(each));
	const [myTime, theirTime, curlTime] = [ours, 'HTTP Request', 'curl -F'].map((each) =>
		time.median(each),
	);
	return [
		{
			what: `1 GiB, ${ours}: memory beyond reading`,
			ours: mebibytes(mine),
			http: mebibytes(theirs),
			ratio: ratio(mine / theirs),
			goal: 'at most 48 MiB, and at most 1/15 of the HTTP Request node',
			met: mine <= 48 * MEBIBYTE && mine <= theirs / 15,
		},
		{
			what: `1 GiB, ${ours}: time of the upload`,
			ours: seconds(myTime),
			http: seconds(theirTime),
			curl: seconds(curlTime),
			ratio: `${ratio(myTime / theirTime)}; to curl ${ratio(myTime / curlTime)}`,
			goal: 'at most 0.4 of the HTTP Request node',
			met: myTime <= 0.4 * theirTime,
		},
	];
}
