import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { leaveYoungGarbage, youngGarbage } from '../../../nodes/shared/http/youngGarbage';

/** How often V8 searches the young part of its heap while so many pieces of this size pass. */
async function searchesDuring(pieces: number, bytes: number): Promise<number> {
	let searches = 0;
	const observer = new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) {
			const { kind } = (entry as unknown as { detail: { kind: number } }).detail;
			if (kind === constants.NODE_PERFORMANCE_GC_MINOR) searches++;
		}
	});
	observer.observe({ entryTypes: ['gc'] });
	const piece = Buffer.alloc(bytes, 'é');
	for (let count = 0; count < pieces; count++) leaveYoungGarbage(piece);
	// The observer is told later.
	await nextTurn();
	await nextTurn();
	observer.disconnect();
	return searches;
}

afterEach(() => (youngGarbage.isLeft = true));

// No young part of a heap is larger than 128 MiB.
test('V8 searches the young part of its heap again and again while pieces pass', async () => {
	expect(await searchesDuring(2_000, 512 * 1024)).toBeGreaterThanOrEqual(4);
});

test('it need not where garbage is left to V8', async () => {
	youngGarbage.isLeft = false;
	expect(await searchesDuring(2_000, 512 * 1024)).toBeLessThan(4);
});

test('nor for a whole file that is in memory anyway', async () => {
	expect(await searchesDuring(200, 5 * 1024 * 1024 + 1)).toBeLessThan(4);
});
