import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import type { ByteStream } from '../http/multipart';
import { cleanMimeType } from './name';

/** What is known of a file before it is opened. */
export interface InputFile {
	/** The binary field it comes from, e.g. `attachment_0`. */
	binaryField: string;
	/** The name as the sender wrote it, or empty: data, not to be sent as it is. */
	originalName: string;
	/** The name to send, from the sender or from the option 'File Name', still to be cleaned; or empty. */
	name: string;
	/** Always `type/subtype`. */
	mimeType: string;
	/** Exact size in bytes. */
	bytes: number;
	/** Opens the file anew on every call. */
	open: () => Promise<ByteStream>;
	/** Set where n8n holds the file in memory. */
	content?: () => Buffer;
}

type NamedBinary = [field: string, binary: IBinaryData];

/**
 * The files of one item that a field names: one name, several separated by commas, a list of names,
 * or the binary object or objects themselves, as an expression gives them.
 *
 * @throws ActionableError when one of them is not there, naming the fields that are
 */
export async function filesInFields(
	context: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): Promise<InputFile[]> {
	const available = binariesOf(context, itemIndex);
	return await describe(context, pick(value, available));
}

/** All files of one item whose field name starts with the prefix, in n8n's order. */
export async function filesWithPrefix(
	context: IExecuteFunctions,
	itemIndex: number,
	prefix: string,
): Promise<InputFile[]> {
	const matching = binariesOf(context, itemIndex).filter(([field]) => field.startsWith(prefix));
	return await describe(context, matching.sort(byFieldNumber));
}

/** The name that the user knows a file by. */
export function nameOf({ originalName, binaryField }: InputFile): string {
	return originalName || binaryField;
}

/** A sentence that lists the item's binary fields, for messages about a missing file. */
export function describeFields(context: IExecuteFunctions, itemIndex: number): string {
	return listFields(binariesOf(context, itemIndex));
}

/** Both of n8n's binary modes: files beside the JSON, or (combined mode) inside it. */
function binariesOf(context: IExecuteFunctions, itemIndex: number): NamedBinary[] {
	const { binary = {}, json } = context.getInputData()[itemIndex];
	const separate = Object.entries(binary);
	if (separate.length > 0 || !isCombinedMode(context)) return separate;
	// Only the places where n8n itself puts files: JSON that came from outside may imitate one.
	const inJson = { ...json, ...(json._files as IDataObject | undefined) };
	return Object.entries(inJson).filter((entry): entry is NamedBinary => isBinary(entry[1]));
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

function pick(value: unknown, available: NamedBinary[]): NamedBinary[] {
	if (typeof value === 'string') return pickByName(value, available);
	if (Array.isArray(value) && value.length === 0) return pickByName('', available);
	if (Array.isArray(value)) return value.flatMap((entry) => pick(entry, available));
	if (isBinary(value)) {
		const known = available.find(([, binary]) => binary.id !== undefined && binary.id === value.id);
		return [[known?.[0] ?? value.fileName ?? 'file', value]];
	}
	const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	const binaries = entries.filter((entry): entry is NamedBinary => isBinary(entry[1]));
	if (binaries.length > 0) return binaries;
	throw new ActionableError(
		"'Input Binary Field' holds neither a field name nor a file",
		`Enter the name of the binary field, for example data. ${listFields(available)}`,
	);
}

function pickByName(value: string, available: NamedBinary[]): NamedBinary[] {
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
			listFields(available),
		);
	});
}

function listFields(available: NamedBinary[]): string {
	if (available.length > 0) {
		return `Binary fields with a file: ${available.map(([field]) => field).join(', ')}.`;
	}
	return 'The item has no files. Nodes such as Edit Fields (Set), Code, Aggregate or a sub-workflow pass on the JSON only, unless told to include binary data; connect this node directly to the step that creates the file, or merge the file back in before it.';
}

// attachment_10 comes after attachment_9; fields without a number keep their place.
function byFieldNumber([a]: NamedBinary, [b]: NamedBinary): number {
	const [, stemA, numberA] = /^(.*?)(\d+)$/.exec(a) ?? [];
	const [, stemB, numberB] = /^(.*?)(\d+)$/.exec(b) ?? [];
	return stemA !== undefined && stemA === stemB ? Number(numberA) - Number(numberB) : 0;
}

async function describe(context: IExecuteFunctions, binaries: NamedBinary[]): Promise<InputFile[]> {
	return await Promise.all(
		binaries.map(async ([binaryField, binary]) => ({
			binaryField,
			originalName: binary.fileName ?? '',
			name: binary.fileName ?? '',
			mimeType: cleanMimeType(binary.mimeType),
			...(await source(context, binaryField, binary)),
		})),
	);
}

async function source(
	context: IExecuteFunctions,
	binaryField: string,
	{ id, data }: IBinaryData,
): Promise<Pick<InputFile, 'bytes' | 'open' | 'content'>> {
	const { getBinaryMetadata, getBinaryStream } = context.helpers;
	// Room for each piece is made before it is read: for a small file no more than the file takes.
	const opener = (bytes: number) => async () =>
		await getBinaryStream(id as string, Math.min(bytes, chunkBytes));
	if (!id) {
		const bytes = Buffer.byteLength(data, 'base64');
		return { bytes, open: opener(bytes), content: () => Buffer.from(data, 'base64') };
	}
	const { fileSize } = await getBinaryMetadata(id).catch((error: Error) => {
		throw new ActionableError(
			`The file in the binary field "${binaryField}" is no longer in n8n's storage`,
			`n8n says: ${error.message}. Binary data may have been removed by the retention settings; run the step that creates the file again.`,
		);
	});
	return { bytes: fileSize, open: opener(fileSize) };
}

/**
 * Bytes read from storage at a time. Larger pieces are sent faster and take more memory: 1 GiB takes
 * 1.6 s with 128 KiB, 1.2 s with 256 and 1.0 s with 512, which is the first size to need more memory
 * than reading the file does, 7 MiB (medians of three; `npm run bench -- --only chunks`).
 */
const chunkBytes = 256 * 1024;
