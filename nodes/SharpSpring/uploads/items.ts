import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { NothingToSend } from '../../shared/errors';
import type { ItemResult } from '../../shared/execution/pool';
import { runPool, toFailure } from '../../shared/execution/pool';
import type { Run } from './run';
import { failureOf, interruptionOf } from './describe';
import type { Sending } from './send';
import { sendInCalls } from './send';
import type { Upload } from './upload';
import { hasFailed } from './upload';

/** What differs from operation to operation. */
export interface Job extends Pick<Sending, 'limits' | 'send' | 'proof'> {
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
	{ context, options, stopOnError, stop }: Run,
	{ plan, limits, send, proof, describe }: Job,
): Promise<Array<ItemResult<INodeExecutionData[]>>> {
	const items = context.getInputData();
	const pace = { parallel: options.parallelRequests, stopOnError, stop };
	const plans = await runPool(
		items.length,
		pace,
		async (itemIndex) =>
			await plan(itemIndex).catch((error: unknown) => {
				if (error instanceof NothingToSend) return undefined;
				throw error;
			}),
	);
	const isSound = plans.every(({ state }) => state === 'done');
	if (isSound || !stopOnError) {
		const uploads = plans.flatMap((it) => (it.state === 'done' ? (it.value ?? []) : []));
		await sendInCalls(uploads, { limits, send, proof, ...pace });
	}
	return plans.map((it, itemIndex) => {
		if (it.state !== 'done') return it;
		if (it.value === undefined) return { state: 'done', value: [items[itemIndex]] };
		return conclude(it.value, (uploads) => describe(uploads, itemIndex));
	});
}

function conclude(
	uploads: Upload[],
	describe: (uploads: Upload[]) => IDataObject,
): ItemResult<INodeExecutionData[]> {
	if (uploads.some(hasFailed)) return toFailure(failureOf(uploads));
	if (uploads.every(({ state }) => state === 'waiting')) return { state: 'not started' };
	if (uploads.some(({ state }) => state === 'waiting')) return toFailure(interruptionOf(uploads));
	return { state: 'done', value: [{ json: describe(uploads) }] };
}
