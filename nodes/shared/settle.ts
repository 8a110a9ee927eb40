import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorJson, toNodeError } from './errors';

/** What became of one piece of work. */
export type Settled<T> =
	| { state: 'done'; value: T }
	| { state: 'failed'; error: unknown }
	| { state: 'not started' };

/**
 * Runs `work` for 0 … count-1, at most `parallel` at a time, and keeps the order. With `stopOnError`
 * nothing new is begun after the first failure; what has begun is waited for.
 */
export async function settle<T>(
	count: number,
	{ parallel, stopOnError }: { parallel: number; stopOnError: boolean },
	work: (index: number) => Promise<T>,
): Promise<Array<Settled<T>>> {
	const settled = Array.from({ length: count }, (): Settled<T> => ({ state: 'not started' }));
	let next = 0;
	let stopped = false;
	const worker = async () => {
		while (next < count && !stopped) {
			const index = next++;
			try {
				settled[index] = { state: 'done', value: await work(index) };
			} catch (error) {
				settled[index] = { state: 'failed', error };
				stopped ||= stopOnError;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(parallel, count) }, worker));
	return settled;
}

/**
 * The node's output: each item's results or, with "Continue On Fail", its error, linked to the item.
 *
 * @throws NodeApiError | NodeOperationError of the first item that failed, when the workflow shall stop
 */
export function toOutput(
	context: IExecuteFunctions,
	settled: Array<Settled<INodeExecutionData[]>>,
): INodeExecutionData[] {
	const firstFailure = settled.findIndex(({ state }) => state === 'failed');
	if (firstFailure !== -1 && !context.continueOnFail()) {
		throw withProgress(context, settled, firstFailure);
	}
	return settled.flatMap((result, item) => {
		if (result.state === 'done') {
			return result.value.map((output) => ({ ...output, pairedItem: { item } }));
		}
		const reason = result.state === 'failed' ? result.error : new Error('Not started');
		const error = toNodeError(context.getNode(), reason, item);
		return [{ json: errorJson(error), error, pairedItem: { item } }];
	});
}

function withProgress(
	context: IExecuteFunctions,
	settled: Array<Settled<unknown>>,
	failedItem: number,
): Error {
	const { error } = settled[failedItem] as { error: unknown };
	const nodeError = toNodeError(context.getNode(), error, failedItem);
	if (settled.length > 1) {
		const done = settled.filter(({ state }) => state === 'done').length;
		const progress = `${done} of ${settled.length} items were done before the workflow stopped; running it again repeats them.`;
		nodeError.description = [nodeError.description, progress].filter(Boolean).join(' ');
	}
	return nodeError;
}
