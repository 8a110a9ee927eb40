import type { IExecuteFunctions } from 'n8n-workflow';
import { valueOf } from '../parameters/validators';

/** The parameters of both nodes that name a record. */
const records = ['leadId', 'activityId', 'opportunityId', 'accountId', 'productId'];

const longest = 60;

/**
 * What a person knows an item by, among others: the address or number of its record, the name of its
 * file, or the ID of its record; undefined where nothing is known, or the message names its record.
 */
export function nameOfItem(
	context: IExecuteFunctions,
	itemIndex: number,
	message: string,
): string | undefined {
	const record = records.map((name) => read(context, name, itemIndex)).find(Boolean);
	if (record !== undefined && message.includes(record)) return undefined;
	const isId = record === undefined || /^[\da-f-]{6,}$/i.test(record);
	const name = isId ? (firstFileName(context, itemIndex) ?? record) : record;
	const shown = name?.replace(/[\p{C}\s[\]]+/gu, ' ').trim();
	if (!shown || message.includes(shown)) return undefined;
	return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

/** A Code node may have put anything in the place of a file, and of its name. */
function firstFileName(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const files: unknown[] = Object.values(context.getInputData()[itemIndex]?.binary ?? {});
	return files
		.map((file) => (file as { fileName?: unknown } | null | undefined)?.fileName)
		.find((name): name is string => typeof name === 'string' && name !== '');
}

/** What an expression gives for the item; undefined also where it fails, which the error itself tells. */
function read(context: IExecuteFunctions, name: string, itemIndex: number): string | undefined {
	try {
		return valueOf(context.getNodeParameter(name, itemIndex, '')) || undefined;
	} catch {
		return undefined;
	}
}
