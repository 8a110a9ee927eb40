// Records what the main thread of n8n spends its time on between two of these nodes.
const { Session } = require('node:inspector/promises');

const EVERY_MICROSECONDS = 500;

let session;

class Profile {
	description = {
		displayName: 'Profile',
		name: 'profile',
		group: ['transform'],
		version: 1,
		description: 'The first one starts recording, the second one hands back what was recorded',
		defaults: { name: 'Profile' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute() {
		if (!session) {
			session = new Session();
			session.connect();
			await session.post('Profiler.enable');
			await session.post('Profiler.setSamplingInterval', { interval: EVERY_MICROSECONDS });
			await session.post('Profiler.start');
			return [this.getInputData()];
		}
		const { profile } = await session.post('Profiler.stop');
		session.disconnect();
		session = undefined;
		return [[{ json: { functions: timeByFunction(profile) } }]];
	}
}

// Only the functions themselves, without what they call (ms).
function timeByFunction({ nodes, samples, timeDeltas }) {
	const ms = new Map();
	samples.forEach((id, index) => ms.set(id, (ms.get(id) ?? 0) + timeDeltas[index] / 1_000));
	const callers = new Map();
	for (const { callFrame, children = [] } of nodes) {
		for (const child of children) callers.set(child, callFrame.url);
	}
	return nodes
		.filter(({ id }) => ms.has(id))
		.map(({ id, callFrame: { functionName, url } }) => ({
			functionName,
			url,
			caller: callers.get(id) ?? '',
			ms: ms.get(id),
		}));
}

module.exports = { Profile };
