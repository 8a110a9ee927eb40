import { readdirSync, readlinkSync } from 'node:fs';
import { userFolder } from '../support/environment';

/** Files of n8n's storage that this process holds open, on systems that tell. */
export function openFiles(): string[] {
	try {
		return readdirSync('/proc/self/fd')
			.map(targetOf)
			.filter((path) => path.startsWith(userFolder));
	} catch {
		return [];
	}
}

function targetOf(descriptor: string): string {
	try {
		return readlinkSync(`/proc/self/fd/${descriptor}`);
	} catch {
		// Closed in the meantime.
		return '';
	}
}
