// Says how much memory n8n has had so far, and begins anew: what comes after it is measured alone.
const { readFileSync, writeFileSync } = require('node:fs');

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
		const peak = peakOfThisProcess();
		writeFileSync('/proc/self/clear_refs', '5');
		return [this.getInputData().map((item) => ({ ...item, json: { ...item.json, peak } }))];
	}
}

// Bytes.
function peakOfThisProcess() {
	const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
	return Number(kibibytes) * 1_024;
}

module.exports = { Mark };
