import type { CallLimits } from '../parameters/options';
import { makeUnique } from './names';
import type { Upload } from './upload';

/** The n-th files for each field of each record make up the n-th wave. */
export function toWaves(uploads: Upload[]): Upload[][] {
	const waves: Upload[][] = [];
	const places = new Map<string, Upload[]>();
	for (const upload of uploads) {
		const key = `${upload.recordId} ${upload.fieldSystemName}`;
		const crowd = places.get(key) ?? [];
		(waves[crowd.length] ??= []).push(upload);
		crowd.push(upload);
		places.set(key, crowd);
	}
	for (const crowd of places.values()) {
		for (const upload of crowd) upload.sharesField = crowd.length > 1;
	}
	return waves;
}

/** Calls with files for one field each, and with names that are unique in each. */
export function toCalls(uploads: Upload[], { filesPerCall, bytesPerCall }: CallLimits): Upload[][] {
	const calls: Upload[][] = [];
	const open = new Map<string, { call: Upload[]; bytes: number }>();
	for (const upload of uploads) {
		const { fieldSystemName, file } = upload;
		let current = open.get(fieldSystemName);
		const isTooLarge = (bytes: number) => bytesPerCall > 0 && bytes > bytesPerCall;
		if (!current || current.call.length >= filesPerCall || isTooLarge(current.bytes + file.bytes)) {
			current = { call: [], bytes: 0 };
			open.set(fieldSystemName, current);
			calls.push(current.call);
		}
		current.call.push(upload);
		current.bytes += file.bytes;
	}
	for (const call of calls) {
		const names = makeUnique(call.map(({ sentFileName }) => sentFileName));
		call.forEach((upload, index) => (upload.sentFileName = names[index]));
	}
	return calls;
}
