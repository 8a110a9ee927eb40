import type { CallLimits } from '../parameters/options';
import { makeUnique } from './names';
import type { Upload } from './upload';
import { isInDoubt, placeOf } from './upload';

/** The n-th files for each field of each record make up the n-th wave. */
export function toWaves(uploads: Upload[]): Upload[][] {
	const waves: Upload[][] = [];
	const counts = new Map<string, number>();
	for (const upload of uploads) {
		const count = counts.get(placeOf(upload)) ?? 0;
		(waves[count] ??= []).push(upload);
		counts.set(placeOf(upload), count + 1);
	}
	return waves;
}

/** Notes which files share a field of a record, of those that are, or may be, there. */
export function noteShared(uploads: Upload[]): void {
	const present = uploads.filter((upload) => upload.state === 'attached' || isInDoubt(upload));
	const [, second = []] = toWaves(present);
	const shared = new Set(second.map(placeOf));
	for (const upload of present) upload.sharesField = shared.has(placeOf(upload));
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
