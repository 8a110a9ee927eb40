// Says what n8n has taken since the last of these nodes, and begins anew: what comes after it is measured alone.
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { peakMemory, resetPeak } = require('../lib/memory.mjs');

const EVERY_MS = 1;

let cpu = process.cpuUsage();
let delay;

class Mark {
	description = {
		displayName: 'Mark',
		name: 'mark',
		group: ['transform'],
		version: 1,
		description:
			'Hands its items on, with the most resident memory, the CPU time and the longest delay of the event loop',
		defaults: { name: 'Mark' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute() {
		delay?.disable();
		const { user, system } = process.cpuUsage(cpu);
		const measured = {
			at: Date.now(),
			peak: peakMemory(process.pid),
			cpuMs: (user + system) / 1_000,
			delayMs: delay ? Math.max(0, delay.max / 1_000_000 - EVERY_MS) : 0,
		};
		const items = this.getInputData().map((item) => ({
			...item,
			json: { ...item.json, ...measured },
		}));
		resetPeak(process.pid);
		cpu = process.cpuUsage();
		delay = monitorEventLoopDelay({ resolution: EVERY_MS });
		delay.enable();
		return [items];
	}
}

module.exports = { Mark };
