import { mebibytes, milliseconds, ratio, seconds } from '../lib/figures.mjs';
import {
	CURL,
	CURL_FROM_URL,
	describeLargeFile,
	measureLargeFile,
	PLAIN,
	UPLOADERS,
} from '../lib/growth.mjs';

export const name = 'memory';
export const title = '1 GiB in one file';
/** The worst of ten counts as well. */
export const runs = 10;

const MEBIBYTE = 2 ** 20;

export async function run(bench) {
	const measured = await measureLargeFile(bench, {
		name,
		sizeInMebibytes: 1_024,
		contenders: UPLOADERS,
	});
	const ours = Object.keys(UPLOADERS).filter((each) => each !== 'HTTP Request');
	return {
		rows: ours.flatMap((each) => rowsFor(each, measured)),
		details: describeLargeFile(measured),
		notes: [
			'The HTTP Request node was measured in three of the rounds.',
			`n8n hands a file out as a stream that takes new memory for each piece. ${PLAIN}, with the same stream and nothing around it, takes ${ratio(measured.time.median(PLAIN) / measured.time.median(CURL))} times as long as curl, which reads into the same memory again and again.`,
		],
	};
}

function rowsFor(ours, { time, growth, cpu, delay }) {
	const curl = time.median(ours.includes('From URL') ? CURL_FROM_URL : CURL);
	const [myTime, theirTime] = [ours, 'HTTP Request'].map((each) => time.median(each));
	const [myCpu, theirCpu] = [ours, 'HTTP Request'].map((each) => cpu.median(each));
	const [usual, worst] = [myTime / curl, time.highest(ours) / curl];
	const [mine, theirs] = [growth.highest(ours), growth.median('HTTP Request')];
	return [
		{
			what: `1 GiB, ${ours}: time of the upload`,
			ours: seconds(myTime),
			http: seconds(theirTime),
			curl: seconds(curl),
			ratio: `to curl ${ratio(usual)}, worst ${ratio(worst)}; to HTTP Request ${ratio(myTime / theirTime)}`,
			goal: 'at most 2 times curl, 3 times in the worst run',
			met: usual <= 2 && worst <= 3,
		},
		{
			what: `1 GiB, ${ours}: memory beyond reading, highest`,
			ours: mebibytes(mine),
			http: mebibytes(theirs),
			ratio: ratio(mine / theirs),
			goal: 'at most 48 MiB',
			met: mine <= 48 * MEBIBYTE,
		},
		{
			what: `1 GiB, ${ours}: CPU time`,
			ours: seconds(myCpu),
			http: seconds(theirCpu),
			ratio: ratio(myCpu / theirCpu),
			goal: 'less than the HTTP Request node',
			met: myCpu < theirCpu,
		},
		{
			what: `1 GiB, ${ours}: longest delay of the event loop, median and highest`,
			ours: `${milliseconds(delay.median(ours))}, ${milliseconds(delay.highest(ours))}`,
			http: milliseconds(delay.median('HTTP Request')),
			goal: 'at most 50 ms',
			met: delay.highest(ours) <= 50,
		},
	];
}
