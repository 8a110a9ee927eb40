import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { errorJson, toNodeError } from '../errors';
import type { RequestOptions } from '../parameters/requestOptions';
import { readRequestOptions } from '../parameters/requestOptions';

/** What became of one piece of work. */
export type ItemResult<T> =
	| { state: 'done'; value: T }
	| { state: 'failed'; error: unknown }
	| { state: 'not started' };

/**
 * Runs `work` for 0 … count-1, at most `parallel` at a time, and keeps the order. With `stopOnError`
 * nothing new is begun after the first failure; what has begun is waited for.
 */
export async function runPool<T>(
	count: number,
	{ parallel, stopOnError }: { parallel: number; stopOnError: boolean },
	work: (index: number) => Promise<T>,
): Promise<Array<ItemResult<T>>> {
	const results = Array.from({ length: count }, (): ItemResult<T> => ({ state: 'not started' }));
	let next = 0;
	let stopped = false;
	const worker = async () => {
		while (next < count && !stopped) {
			const index = next++;
			try {
				results[index] = { state: 'done', value: await work(index) };
			} catch (error) {
				results[index] = { state: 'failed', error };
				stopped ||= stopOnError;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(parallel, count) }, worker));
	return results;
}

/**
 * Runs the node: `work` settles all items with the pace that the user wants.
 *
 * @returns the node's output
 * @throws NodeApiError | NodeOperationError when the workflow shall stop
 */
export async function runNode(
	context: IExecuteFunctions,
	work: (
		options: RequestOptions,
		stopOnError: boolean,
	) => Promise<Array<ItemResult<INodeExecutionData[]>>>,
): Promise<INodeExecutionData[][]> {
	const stopOnError = !context.continueOnFail();
	try {
		return [toOutput(context, await work(readRequestOptions(context), stopOnError))];
	} catch (error) {
		if (stopOnError) throw toNodeError(context.getNode(), error);
		// n8n would hand all items on as if they were done.
		const failed = context.getInputData().map(() => ({ state: 'failed' as const, error }));
		return [toOutput(context, failed)];
	}
}

/**
 * The node's output: each item's results or, with "Continue On Fail", its error, linked to the item.
 *
 * @throws NodeApiError | NodeOperationError of the first item that failed, when the workflow shall stop
 */
export function toOutput(
	context: IExecuteFunctions,
	results: Array<ItemResult<INodeExecutionData[]>>,
): INodeExecutionData[] {
	const firstFailure = results.findIndex(({ state }) => state === 'failed');
	if (firstFailure !== -1 && !context.continueOnFail()) {
		throw withProgress(context, results, firstFailure);
	}
	return results.flatMap((result, item) => {
		if (result.state === 'done') {
			return result.value.map((output) => ({ ...output, pairedItem: { item } }));
		}
		const reason = result.state === 'failed' ? result.error : new Error('Not started');
		const error = toNodeError(context.getNode(), reason, item);
		return [{ ...failedItem(context.getNode(), error), pairedItem: { item } }];
	});
}

function failedItem(node: INode, error: ReturnType<typeof toNodeError>): INodeExecutionData {
	// n8n puts an item with these two members, and no others, at the error output.
	if (node.onError === 'continueErrorOutput') {
		return { json: { error: error.message, message: error.description ?? error.message } };
	}
	// n8n leaves nothing but the message of an item that carries its error: no advice, no links.
	if (node.onError === 'continueRegularOutput' || node.continueOnFail) {
		return { json: errorJson(error) };
	}
	return { json: errorJson(error), error };
}

function withProgress(
	context: IExecuteFunctions,
	results: Array<ItemResult<unknown>>,
	failedItem: number,
): Error {
	const toError = (item: number) =>
		toNodeError(context.getNode(), (results[item] as { error: unknown }).error, item);
	const nodeError = toError(failedItem);
	if (results.length > 1) {
		// Several items are worked on at a time: what others left, or may have left, in the account
		// must not get lost.
		const others = results
			.flatMap(({ state }, item) => (state === 'failed' && item !== failedItem ? [item] : []))
			.map(toError)
			.filter(({ context: { uploadedFiles, isInDoubt } }) => uploadedFiles ?? isInDoubt);
		const done = results.filter(({ state }) => state === 'done').length;
		nodeError.description = [
			nodeError.description,
			...others.map(({ message, description }) => `Also: ${message}. ${description}`),
			`${done} of ${results.length} items were done before the workflow stopped; running it again repeats them.`,
		]
			.filter(Boolean)
			.join(' ');
	}
	return nodeError;
}
