import { readFileSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { PlaygroundError } from '../../playground/processes.mjs';

/** The most resident memory that the process has had since `resetPeak` (bytes). */
export function peakMemory(pid) {
	return readStatus(pid, 'VmHWM');
}

/** Begins anew with what the process has now. */
export function resetPeak(pid) {
	assertLinux();
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function readStatus(pid, name) {
	assertLinux();
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
	return Number(kibibytes) * 1_024;
}

function assertLinux() {
	if (platform() === 'linux') return;
	throw new PlaygroundError(
		'Memory can be measured on Linux only. Choose other cases with --only.',
	);
}
