import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';

/** A file of an item, by the name of its binary field. */
export type BinaryEntry = [field: string, binary: IBinaryData];

/**
 * The files of one item that a field names: one name, several separated by commas, a list of names,
 * or the binary object or objects themselves, as an expression gives them.
 *
 * @throws ActionableError when one of them is not there, naming the fields that are
 */
export function selectFields(
	context: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): BinaryEntry[] {
	return pick(value, binariesOf(context, itemIndex));
}

/** All files of one item whose field name starts with the prefix, in n8n's order. */
export function selectAll(
	context: IExecuteFunctions,
	itemIndex: number,
	prefix: string,
): BinaryEntry[] {
	const matching = binariesOf(context, itemIndex).filter(([field]) => field.startsWith(prefix));
	return matching.sort(byFieldNumber);
}

/** A sentence that lists the item's binary fields, for messages about a missing file. */
export function describeFields(context: IExecuteFunctions, itemIndex: number): string {
	return listFields(binariesOf(context, itemIndex));
}

/** Both of n8n's binary modes: files beside the JSON, or (combined mode) inside it. */
function binariesOf(context: IExecuteFunctions, itemIndex: number): BinaryEntry[] {
	const { binary = {}, json } = context.getInputData()[itemIndex];
	const separate = Object.entries(binary);
	if (separate.length > 0 || !isCombinedMode(context)) return separate;
	// Only the places where n8n itself puts files: JSON that came from outside may imitate one.
	const inJson = { ...json, ...(json._files as IDataObject | undefined) };
	return Object.entries(inJson).filter((entry): entry is BinaryEntry => isBinary(entry[1]));
}

function isCombinedMode(context: IExecuteFunctions): boolean {
	return context.getWorkflowSettings?.().binaryMode === 'combined';
}

function isBinary(value: unknown): value is IBinaryData {
	return (
		typeof value === 'object' &&
		value !== null &&
		typeof (value as IBinaryData).mimeType === 'string' &&
		(typeof (value as IBinaryData).id === 'string' ||
			typeof (value as IBinaryData).data === 'string')
	);
}

function pick(value: unknown, available: BinaryEntry[]): BinaryEntry[] {
	if (typeof value === 'string') return pickByName(value, available);
	if (Array.isArray(value) && value.length === 0) return pickByName('', available);
	if (Array.isArray(value)) return value.flatMap((entry) => pick(entry, available));
	if (isBinary(value)) {
		const known = available.find(([, binary]) => binary.id !== undefined && binary.id === value.id);
		return [[known?.[0] ?? value.fileName ?? 'file', value]];
	}
	const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	const binaries = entries.filter((entry): entry is BinaryEntry => isBinary(entry[1]));
	if (binaries.length > 0) return binaries;
	throw new ActionableError(
		"'Input Binary Field' holds neither a field name nor a file",
		`Enter the name of the binary field, for example data. ${listFields(available)}`,
	);
}

function pickByName(value: string, available: BinaryEntry[]): BinaryEntry[] {
	const exact = available.find(([field]) => field === value.trim());
	if (exact) return [exact];
	const names = value
		.split(',')
		.map((name) => name.trim().replace(/^(\$binary|_files)\./, ''))
		.filter((name) => name !== '');
	if (names.length === 0) {
		throw new ActionableError("'Input Binary Field' is empty", listFields(available));
	}
	return names.map((name) => {
		const found = available.find(([field]) => field === name);
		if (found) return found;
		throw new ActionableError(
			`There is no file in the binary field "${name}"`,
			[numberedFields(name, available), listFields(available)].filter(Boolean).join(' '),
		);
	});
}

/**
 * What to do where the name is there with numbers behind it: a form's field for several files gives
 * `Documents` for one file, and `Documents_0`, `Documents_1` for two.
 */
function numberedFields(name: string, available: BinaryEntry[]): string {
	const numbered = available.some(
		([field]) => field.startsWith(`${name}_`) && /^\d+$/.test(field.slice(name.length + 1)),
	);
	if (!numbered) return '';
	return `Set 'Files to Send' to 'All Binary Fields' and 'Field Name Prefix' to ${name}: it takes one file as well as several.`;
}

function listFields(available: BinaryEntry[]): string {
	if (available.length > 0) {
		return `Binary fields with a file: ${available.map(([field]) => field).join(', ')}.`;
	}
	return "The item has no files. If that is all right, for example for an email without attachments, choose 'Pass the Item Through' under 'When an Item Has No File' in the options. Else look at the steps before: Edit Fields (Set), Code, Aggregate or a sub-workflow pass on the JSON only, unless told to include binary data; connect this node directly to the step that creates the file, or merge the file back in before it.";
}

// attachment_10 comes after attachment_9; fields without a number keep their place.
function byFieldNumber([a]: BinaryEntry, [b]: BinaryEntry): number {
	const [, stemA, numberA] = /^(.*?)(\d+)$/.exec(a) ?? [];
	const [, stemB, numberB] = /^(.*?)(\d+)$/.exec(b) ?? [];
	return stemA !== undefined && stemA === stemB ? Number(numberA) - Number(numberB) : 0;
}
