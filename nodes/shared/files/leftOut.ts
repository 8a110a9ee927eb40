import type { IExecuteFunctions } from 'n8n-workflow';

/** The names of each item's files that were left out, by the execution of the node. */
const leftOut = new WeakMap<IExecuteFunctions, Map<number, string[]>>();

/** Keeps for the output which files of an item are left out for their size or extension. */
export function noteLeftOut(context: IExecuteFunctions, itemIndex: number, names: string[]): void {
	const ofItems = leftOut.get(context) ?? new Map<number, string[]>();
	leftOut.set(context, ofItems.set(itemIndex, names));
}

/** The names of the item's files that were left out. */
export function leftOutFiles(context: IExecuteFunctions, itemIndex: number): string[] {
	return leftOut.get(context)?.get(itemIndex) ?? [];
}
