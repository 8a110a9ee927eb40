import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SoakReport } from './soakRun';

const root = path.join(__dirname, '../..');
const items = 40;

// In a process of its own: there an unhandled rejection is fatal, a warning is told, and whatever is
// left open keeps the process from ending.
test.each(['LeadSquared', 'SharpSpring'])(
	'many items survive a %s that fails one time in five',
	async (service) => {
		const soak = [path.join(__dirname, 'soak.ts'), String(items), service];
		const { stdout, stderr } = await promisify(execFile)(
			process.execPath,
			['--import', 'tsx', ...soak],
			{ cwd: root, timeout: 170_000 },
		);
		expect(stderr).toBe('');
		const [report] = JSON.parse(stdout) as SoakReport[];
		const { done, failed, faults, problems } = report;
		expect(problems).toEqual([]);
		expect(report.service).toBe(service);
		expect(done + failed).toBe(items);
		expect(done).toBeGreaterThanOrEqual(0.9 * items);
		expect(faults).toBeGreaterThan(items / 5);
	},
);
