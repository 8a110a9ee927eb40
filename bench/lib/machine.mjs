import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../playground/package.mjs';

/** What was measured, when, and on what: one line each. */
export function describeMachine(host) {
	const { name, version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
	const processors = cpus();
	const node = execFileSync(host.node, ['--version'], { encoding: 'utf8' }).trim();
	const curl = execFileSync('curl', ['--version'], { encoding: 'utf8' }).split(' ', 2).join(' ');
	// Without what a distribution or a provider adds to its name.
	const [kernel] = release().split('-');
	return [
		new Date().toISOString().slice(0, 10),
		`${name} ${version}, n8n ${host.version} on Node.js ${node}, ${curl}`,
		`${type()} ${kernel}, ${processors.length} × ${processors[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
	];
}
