import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { nameOf } from '../../shared/files/select';
import { passesThrough } from '../../shared/files/prepare';
import type { ItemResult } from '../../shared/execution/runNode';
import { runPool } from '../../shared/execution/runNode';
import type { Sending, Upload } from './calls';
import { hasFailed, sendInCalls } from './calls';
import type { Run } from '../resources/operation';

/** What differs from operation to operation. */
export interface Job extends Pick<Sending, 'limits' | 'send'> {
	/** The uploads that an item asks for; it sends no file. */
	plan: (itemIndex: number) => Promise<Upload[]>;
	/** The output of an item whose files have all arrived. */
	describe: (uploads: Upload[], itemIndex: number) => IDataObject;
}

/**
 * Plans the uploads of all items, makes them, and tells each item's outcome. Unless failing items
 * are to be left behind, nothing is sent when one of them cannot be planned.
 */
export async function uploadItems(
	{ context, options, stopOnError }: Run,
	{ plan, limits, send, describe }: Job,
): Promise<Array<ItemResult<INodeExecutionData[]>>> {
	const items = context.getInputData();
	const pace = { parallel: options.parallelRequests, stopOnError };
	const plans = await runPool(items.length, pace, async (itemIndex) =>
		(await passesThrough(context, itemIndex)) ? undefined : await plan(itemIndex),
	);
	const isSound = plans.every(({ state }) => state === 'done');
	if (isSound || !stopOnError) {
		const uploads = plans.flatMap((it) => (it.state === 'done' ? (it.value ?? []) : []));
		await sendInCalls(uploads, { limits, send, ...pace });
	}
	return plans.map((it, itemIndex) => {
		if (it.state !== 'done') return it;
		if (it.value === undefined) return { state: 'done', value: [items[itemIndex]] };
		return conclude(it.value, (uploads) => describe(uploads, itemIndex));
	});
}

/** What the output tells of a file. */
export function describeFile({ file, sentFileName, response }: Upload, raw = false): IDataObject {
	return {
		fileName: nameOf(file),
		sentFileName,
		mimeType: file.mimeType,
		fileSize: file.bytes,
		binaryField: file.binaryField,
		...(raw ? { response: response as IDataObject } : {}),
	};
}

function conclude(
	uploads: Upload[],
	describe: (uploads: Upload[]) => IDataObject,
): ItemResult<INodeExecutionData[]> {
	if (uploads.some(hasFailed)) return { state: 'failed', error: failureOf(uploads) };
	if (uploads.some(({ state }) => state === 'waiting')) return { state: 'not started' };
	return { state: 'done', value: [{ json: describe(uploads) }] };
}

/** The first failure of an item; it accounts for the item's other files, too. */
function failureOf(uploads: Upload[]): unknown {
	const { error } = uploads.find(hasFailed) as Upload;
	if (!(error instanceof ActionableError) || uploads.length === 1) return error;
	const attached = uploads.filter(({ state }) => state === 'attached');
	const list = (heading: string, state: Upload['state']) => {
		const names = uploads.filter((it) => it.state === state).map(({ file }) => nameOf(file));
		return names.length > 0 ? `${heading}: ${names.join(', ')}.` : '';
	};
	const advice = [
		error.advice,
		list('Already attached to this record', 'attached'),
		list('Not attached', 'failed'),
		list('Not sent', 'waiting'),
	];
	return new ActionableError(error.message, advice.filter(Boolean).join(' '), {
		...error.details,
		...(attached.length > 0 ? { uploadedFiles: attached.map(toStored) } : {}),
	});
}

function toStored({ file, sentFileName }: Upload) {
	return { fileName: nameOf(file), uploadedFile: sentFileName };
}
