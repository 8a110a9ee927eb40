// Says how much memory n8n has had so far, and begins anew: what comes after it is measured alone.
const { peakMemory, resetPeak } = require('../lib/memory.mjs');

class Mark {
	description = {
		displayName: 'Mark',
		name: 'mark',
		group: ['transform'],
		version: 1,
		description: 'Hands its items on, with the most resident memory that there was until now',
		defaults: { name: 'Mark' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute() {
		const peak = peakMemory(process.pid);
		resetPeak(process.pid);
		return [this.getInputData().map((item) => ({ ...item, json: { ...item.json, peak } }))];
	}
}

module.exports = { Mark };
