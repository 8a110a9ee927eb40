import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SoakReport } from './soakRun';

const root = path.join(__dirname, '../..');
const items = 40;

// In a process of its own: there an unhandled rejection is fatal, a warning is told, and whatever is
// left open keeps the process from ending.
test('many items survive a service that fails one time in five', async () => {
	const soak = [path.join(__dirname, 'soak.ts'), String(items)];
	const { stdout, stderr } = await promisify(execFile)(
		process.execPath,
		['--import', 'tsx', ...soak],
		{ cwd: root, timeout: 55_000 },
	);
	expect(stderr).toBe('');
	const reports = JSON.parse(stdout) as SoakReport[];
	expect(reports.map(({ service }) => service)).toEqual(['LeadSquared', 'SharpSpring']);
	for (const { done, failed, faults, problems } of reports) {
		expect(problems).toEqual([]);
		expect(done + failed).toBe(items);
		expect(done).toBeGreaterThan(items / 3);
		expect(faults).toBeGreaterThan(items / 5);
	}
});
