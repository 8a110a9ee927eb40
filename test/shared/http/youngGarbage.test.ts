import { constants, PerformanceObserver } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { download } from '../../../nodes/shared/http/download';
import { leaveYoungGarbage, youngGarbage } from '../../../nodes/shared/http/youngGarbage';

/** How often V8 searches the young part of its heap meanwhile. */
async function searchesDuring(work: () => unknown): Promise<number> {
	let searches = 0;
	const observer = new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) {
			const { kind } = (entry as unknown as { detail: { kind: number } }).detail;
			if (kind === constants.NODE_PERFORMANCE_GC_MINOR) searches++;
		}
	});
	observer.observe({ entryTypes: ['gc'] });
	await work();
	// The observer is told later.
	await nextTurn();
	await nextTurn();
	observer.disconnect();
	return searches;
}

/** The same piece so many times. */
function* pieces(count: number, bytes: number) {
	const piece = Buffer.alloc(bytes, 'é');
	for (let left = count; left > 0; left--) yield piece;
}

const pass = (count: number, bytes: number) => () => {
	for (const piece of pieces(count, bytes)) leaveYoungGarbage(piece);
};

const { perByte } = youngGarbage;
afterEach(() => (youngGarbage.perByte = perByte));

// No young part of a heap is larger than 128 MiB.
test('V8 searches the young part of its heap again and again while pieces pass', async () => {
	expect(await searchesDuring(pass(1_000, 512 * 1024))).toBeGreaterThanOrEqual(4);
});

test('and while they are downloaded', async () => {
	const body = Readable.from(pieces(1_000, 512 * 1024));
	const context = {
		getExecutionCancelSignal: () => undefined,
		helpers: { httpRequest: async () => ({ statusCode: 200, headers: {}, body }) },
	} as unknown as IExecuteFunctions;
	const file = { url: 'http://127.0.0.1/file', failure: 'No file', server: 'the server' };
	const fetching = async () =>
		await download(context, file, async (bytes) => await bytes.forEach(() => {}));
	expect(await searchesDuring(fetching)).toBeGreaterThanOrEqual(4);
});

test('it need not where garbage is left to V8', async () => {
	youngGarbage.perByte = 0;
	expect(await searchesDuring(pass(1_000, 512 * 1024))).toBeLessThan(4);
});
