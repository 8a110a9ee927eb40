import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ActionableError, errorJson, toNodeError } from '../errors';
import { wantsItemPerFile } from '../parameters/outputItems';
import { includesInputFiles, inputFiles } from '../files/include';
import { leftOutFiles } from '../files/leftOut';
import { nameOfItem } from './itemName';
import type { ItemResult } from './pool';
import { hasFailed } from './pool';

const allLeftOut = 'All files were left out for their size or extension, so nothing was sent.';

/**
 * The node's output: each item's results or, with "Continue On Fail", its error, linked to the item.
 * Warnings are shown above the output, too.
 *
 * @throws NodeApiError | NodeOperationError of the first item that failed, when the workflow shall stop
 */
export function toOutput(
	context: IExecuteFunctions,
	results: Array<ItemResult<INodeExecutionData[]>>,
): INodeExecutionData[] {
	const firstFailure = firstCause(results);
	if (firstFailure !== -1 && !context.continueOnFail()) {
		throw withProgress(context, results, firstFailure);
	}
	const items = results.map((result, item) => {
		if (result.state === 'done') {
			// Of an item that is handed on the files and warnings are not of this node.
			if (isHandedOn(context, item, result.value)) {
				return [{ ...result.value[0], pairedItem: { item } }];
			}
			const outputs = wantsItemPerFile(context, item)
				? result.value.flatMap(toItemPerFile)
				: result.value.map(withFileCount);
			const leftOut = leftOutFiles(context, item);
			const told: IDataObject = leftOut.length > 0 ? { leftOutFiles: leftOut } : {};
			return outputs.map((output) => ({
				...output,
				json: { ...output.json, ...told },
				...withInputFiles(context, item, output),
				pairedItem: { item },
			}));
		}
		const reason = hasFailed(result) ? result.error : new Error('Not started');
		return [{ ...failedItem(context, item, reason), pairedItem: { item } }];
	});
	const warnings = items.map((outputs, item) => {
		const result = results[item];
		if (result.state === 'done' && isHandedOn(context, item, result.value)) {
			return leftOutFiles(context, item).length > 0 ? [allLeftOut] : [];
		}
		return outputs.flatMap(({ json }) => (Array.isArray(json.warnings) ? json.warnings : []));
	});
	showWarnings(context, warnings);
	return items.flat();
}

/** Whether it is the item itself, because there was nothing to send. */
function isHandedOn(
	context: IExecuteFunctions,
	itemIndex: number,
	[output]: INodeExecutionData[],
): boolean {
	return output !== undefined && output === context.getInputData()[itemIndex];
}

/** The first failure that no other one has caused; -1 where there is none. */
function firstCause(results: Array<ItemResult<unknown>>): number {
	const cause = results.findIndex(
		(result) =>
			hasFailed(result) &&
			!(result.error instanceof ActionableError && result.error.details.wasStopped),
	);
	return cause === -1 ? results.findIndex(hasFailed) : cause;
}

/** The same output with the number of its files, which a table shows beside the record. */
function withFileCount(output: INodeExecutionData): INodeExecutionData {
	const { recordId, recordType, ...rest } = output.json;
	if (recordType === undefined || !Array.isArray(rest.files)) return output;
	return { ...output, json: { recordId, recordType, fileCount: rest.files.length, ...rest } };
}

/** The same output with an item for each of its files: what is told of the record, then of the file. */
function toItemPerFile(output: INodeExecutionData): INodeExecutionData[] {
	const { files, ...record } = output.json;
	if (!Array.isArray(files) || files.length === 0) return [output];
	return (files as IDataObject[]).map((file) => ({ ...output, json: { ...record, ...file } }));
}

/** The files of the input item beside those of the output, where the user wants them handed on. */
function withInputFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	{ binary }: INodeExecutionData,
): Pick<INodeExecutionData, 'binary'> {
	if (!includesInputFiles(context, itemIndex)) return {};
	return { binary: { ...inputFiles(context, itemIndex), ...binary } };
}

/** An item that failed keeps its files, so that it can be worked on again. */
function failedItem(
	context: IExecuteFunctions,
	itemIndex: number,
	reason: unknown,
): INodeExecutionData {
	const node = context.getNode();
	const error = toNodeError(node, reason, itemIndex);
	// n8n puts an item with these two members, and no others, at the error output, and adds the item's
	// own JSON there: files that are in it come along.
	if (node.onError === 'continueErrorOutput') {
		const { message = error.message } = errorJson(error);
		const { binary } = context.getInputData()[itemIndex] ?? {};
		return { json: { error: error.message, message }, ...(binary ? { binary } : {}) };
	}
	const binary = inputFiles(context, itemIndex);
	const files = Object.keys(binary).length > 0 ? { binary } : {};
	// n8n leaves nothing but the message of an item that carries its error: no advice, no links.
	if (node.onError === 'continueRegularOutput' || node.continueOnFail) {
		return { json: errorJson(error), ...files };
	}
	return { json: errorJson(error), error, ...files };
}

/** Each kind of warning once, with the items that it is about. */
function showWarnings(context: IExecuteFunctions, items: unknown[][]): void {
	const itemsByWarning = new Map<string, number[]>();
	items.forEach((told, item) => {
		for (const warning of new Set(told.map(String))) {
			itemsByWarning.set(warning, [...(itemsByWarning.get(warning) ?? []), item]);
		}
	});
	const hints = [...itemsByWarning].map(([warning, numbers]) => ({
		message: items.length > 1 ? `${warning} (${listItems(numbers)})` : warning,
		type: 'warning' as const,
		location: 'outputPane' as const,
	}));
	// Hosts before 1.78 have no such hints.
	if (hints.length > 0) context.addExecutionHints?.(...hints);
}

function withProgress(
	context: IExecuteFunctions,
	results: Array<ItemResult<unknown>>,
	failedIndex: number,
): Error {
	const errorOf = (item: number) => {
		const error = toNodeError(context.getNode(), (results[item] as { error: unknown }).error, item);
		// Of a single item everybody knows which one it is.
		const name = results.length > 1 ? nameOfItem(context, item, error.message) : undefined;
		if (name !== undefined) {
			error.message = error.message.replace(/(?<= \[item \d+)\]$/, () => `, ${name}]`);
		}
		return error;
	};
	const nodeError = errorOf(failedIndex);
	if (results.length > 1) {
		const indexes = results.map((_, item) => item);
		// Several items are worked on at a time: what others left, or may have left, in the account
		// must not get lost.
		const others = indexes
			.filter((item) => item !== failedIndex && hasFailed(results[item]))
			.map(errorOf)
			.filter(({ context: left }) => left.uploadedFiles ?? left.created ?? left.isInDoubt);
		nodeError.description = [
			// What it says of its item alone is told of all of them below.
			nodeError.description?.replace(/ ?Nothing was sent\.$/, ''),
			...others.map(({ message, description }) => `Also: ${message}. ${description}`),
			progressOf(results),
		]
			.filter(Boolean)
			.join(' ');
	}
	return nodeError;
}

/** What a new run would repeat. */
function progressOf(results: Array<ItemResult<unknown>>): string {
	const done = results.flatMap(({ state }, item) => (state === 'done' ? [item] : []));
	if (done.length > 0) {
		return `Done before the workflow stopped: ${listItems(done)} of ${results.length}. A new run with the same items repeats them.`;
	}
	const hasReachedTheService = results.filter(hasFailed).some(({ error }) => {
		if (!(error instanceof ActionableError)) return false;
		return error.details.fromService ?? error.reached !== undefined;
	});
	return hasReachedTheService
		? 'No item was done before the workflow stopped.'
		: 'Nothing was sent.';
}

/** `item 3` or `items 0 to 2, 5`. */
function listItems(numbers: number[]): string {
	const ranges: Array<[from: number, to: number]> = [];
	for (const number of numbers) {
		const last = ranges.at(-1);
		if (last && last[1] === number - 1) last[1] = number;
		else ranges.push([number, number]);
	}
	const texts = ranges.map(([from, to]) => {
		if (from === to) return `${from}`;
		return to === from + 1 ? `${from}, ${to}` : `${from} to ${to}`;
	});
	return `${numbers.length === 1 ? 'item' : 'items'} ${texts.join(', ')}`;
}
