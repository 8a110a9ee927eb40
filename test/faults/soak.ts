// A long run by hand, for each node: npx tsx test/faults/soak.ts [items] [service] [hidden]
// "hidden": the accounts do not show what their file fields hold.
import '../support/sourcesFirst';
import './soakClock';
import type { SoakReport } from './soakRun';
import { soak } from './soakRun';
import { subjects } from '../support/subjects';

const megabytesOfGrowth = 100;

async function main(): Promise<void> {
	const items = Number(process.argv[2] ?? 1000);
	const reports: SoakReport[] = [];
	const chosen = subjects.filter(({ name }) => name.startsWith(process.argv[3] ?? ''));
	const isHidden = process.argv[4] === 'hidden';
	for (const subject of chosen) {
		await subject.account.start();
		// A hundred calls in a second.
		const report = await soak(subject, { items, calls: subject.limit.windowMs / 10, isHidden });
		const { early, late } = report.memory;
		if (late - early > megabytesOfGrowth) report.problems.push('Memory grows');
		await subject.crm.close();
		reports.push(report);
	}
	console.log(JSON.stringify(reports, undefined, '  '));
	// Without process.exit: something that was left open would keep the process alive.
	if (reports.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
}

void main();
