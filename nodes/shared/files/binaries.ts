import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** A file of an item, by the name of its binary field. */
export type BinaryEntry = [field: string, binary: IBinaryData];

/** The files of one item. */
export interface ItemFiles {
	/** Those in the places where n8n itself puts files. */
	entries: BinaryEntry[];
	/** The file at a path in the item, such as `order.invoice`; in combined mode only. */
	at: (path: string) => IBinaryData | undefined;
}

/** Both of n8n's binary modes: files beside the JSON, or (combined mode) inside it. */
export function filesOf(context: IExecuteFunctions, itemIndex: number): ItemFiles {
	const { binary, json } = context.getInputData()[itemIndex] ?? { json: {} };
	// Steps before may have written null in place of no files.
	const separate = Object.entries(binary ?? {}).filter((entry) => isObject(entry[1]));
	if (!isCombinedMode(context)) return { entries: separate, at: () => undefined };
	// Not all that looks like a file: JSON that came from outside may imitate one, deep inside.
	const inJson = { ...json, ...(json._files as IDataObject | undefined) };
	return {
		entries:
			separate.length > 0
				? separate
				: Object.entries(inJson).filter((entry): entry is BinaryEntry => isBinary(entry[1])),
		at: (path) => {
			const value = valueAt(json, path);
			return isBinary(value) ? value : undefined;
		},
	};
}

function isCombinedMode(context: IExecuteFunctions): boolean {
	return context.getWorkflowSettings?.().binaryMode === 'combined';
}

/** Whether it is a file as n8n describes one; what its content is worth shows later. */
export function isBinary(value: unknown): value is IBinaryData {
	return isLikeBinary(value) && (isStorageId(value.id) || 'data' in value);
}

/**
 * Whether it is an ID of n8n's storage, such as `filesystem-v2:…`. Services describe their files by ID and
 * MIME type, too: `{ id: '1aB', mimeType: 'application/pdf' }` is a file in Google Drive, and none of n8n's.
 */
export function isStorageId(id: unknown): id is string {
	return typeof id === 'string' && /^[a-z][\w-]*:./.test(id);
}

/** Whether it describes a file of which n8n has left out the content, as it does in `$binary`. */
export function isWithoutContent(value: unknown): value is IBinaryData {
	return isLikeBinary(value) && value.id === undefined && !('data' in value);
}

function isLikeBinary(value: unknown): value is IBinaryData {
	return isObject(value) && typeof (value as IBinaryData).mimeType === 'string';
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}

/** What is at a path such as `order.files[0]`, as n8n's own nodes read it. */
function valueAt(json: IDataObject, path: string): unknown {
	const steps = path.match(/[^.[\]]+/g) ?? [];
	return steps
		.map((step) => step.replace(/^(["'])(.*)\1$/, '$2'))
		.reduce<unknown>(
			(value, step) =>
				isObject(value) && Object.hasOwn(value as object, step)
					? (value as IDataObject)[step]
					: undefined,
			json,
		);
}

/** The name without the digits at its end. */
function withoutNumber(field: string): string {
	let end = field.length;
	while (end > 0 && field[end - 1] >= '0' && field[end - 1] <= '9') end--;
	return field.slice(0, end);
}

/** The digits at the end of the name, without leading zeros. */
function significant(field: string, stem: string): string {
	let begin = stem.length;
	while (begin < field.length - 1 && field[begin] === '0') begin++;
	return field.slice(begin);
}

/**
 * The files in the order of their numbers: attachment_2 comes before attachment_10. Files of other names
 * keep their places, also between them.
 */
export function inNaturalOrder(entries: BinaryEntry[]): BinaryEntry[] {
	const places = new Map<string, number[]>();
	entries.forEach(([field], place) => {
		const stem = withoutNumber(field);
		const group = places.get(stem);
		if (group) group.push(place);
		else places.set(stem, [place]);
	});
	const ordered = [...entries];
	for (const [stem, group] of places) {
		const sorted = group
			.map((place) => ({ entry: entries[place], digits: significant(entries[place][0], stem) }))
			// Of two numbers the one with more digits is larger, however many there are.
			.sort(
				(a, b) =>
					a.digits.length - b.digits.length || (a.digits < b.digits ? -1 : +(a.digits > b.digits)),
			)
			.map(({ entry }) => entry);
		group.forEach((place, index) => (ordered[place] = sorted[index]));
	}
	return ordered;
}
