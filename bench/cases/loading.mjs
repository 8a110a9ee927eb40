import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnvironment, PLAYGROUND } from '../../playground/host.mjs';
import { milliseconds, ratio, repeat, Series } from '../lib/figures.mjs';
import { Stage } from '../lib/stage.mjs';

export const name = 'loading';
export const title = 'Loading the nodes';

const MODULES = join(PLAYGROUND, 'node_modules');
const HTTP_REQUEST = join(
	MODULES,
	'n8n-nodes-base',
	'dist',
	'nodes',
	'HttpRequest',
	'HttpRequest.node.js',
);

// n8n itself has loaded n8n-workflow long before it loads a node.
const script = `
	require('n8n-workflow');
	const begin = performance.now();
	for (const file of process.argv.slice(1)) require(file);
	console.log(performance.now() - begin);
`;

export async function run(bench) {
	const time = new Series();
	const stage = await Stage.create(bench, name);
	const ours = ['LeadSquared', 'SharpSpring'].map((node) =>
		join(stage.packageFolder, 'dist', 'nodes', node, `${node}.node.js`),
	);
	await repeat(bench.runs, () => {
		time.add('both of our nodes', loadingTime(bench.host, ours));
		time.add('HTTP Request', loadingTime(bench.host, [HTTP_REQUEST]));
	});
	await stage.end();

	const [mine, theirs] = ['both of our nodes', 'HTTP Request'].map((each) => time.median(each));
	const row = {
		what: 'Loading the package: require of both nodes',
		ours: milliseconds(mine),
		http: milliseconds(theirs),
		ratio: ratio(mine / theirs),
		goal: 'under 50 ms',
		met: mine < 50,
	};
	return {
		rows: [row],
		details: [{ title: 'Time in require, new process', lines: time.describe(milliseconds) }],
	};
}

function loadingTime(host, files) {
	// n8n tells Node.js in the same way where packages find its own modules.
	const env = cleanEnvironment({ NODE_PATH: MODULES });
	return Number(execFileSync(host.node, ['-e', script, ...files], { env, encoding: 'utf8' }));
}
