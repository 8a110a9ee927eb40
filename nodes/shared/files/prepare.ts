import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import type { FileLimits } from './guard';
import { guardFile } from './guard';
import { cleanMimeType, withSuffix } from './name';
import type { InputFile } from './select';
import { describeFields, filesInFields, filesWithPrefix } from './select';

type FileSelection = 'fields' | 'all';

interface FileOptions extends FileLimits {
	fileName?: string | string[];
	mimeType?: string | string[];
	whenNoFile?: 'error' | 'passThrough';
}

/** Whether the item has nothing to send and the user wants such items handed on unchanged. */
export async function passesThrough(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<boolean> {
	const { whenNoFile } = readOptions(context, itemIndex);
	if (whenNoFile !== 'passThrough') return false;
	const all = readSelection(context, itemIndex) === 'all';
	const wanted = all ? readPrefix(context, itemIndex) : '';
	return (await filesWithPrefix(context, itemIndex, wanted)).length === 0;
}

/**
 * The files that an operation shall send, named and checked, none of them opened.
 *
 * @throws ActionableError when there are none, or when one is not allowed
 */
export async function readFiles(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<InputFile[]> {
	const files =
		readSelection(context, itemIndex) === 'all'
			? await readAll(context, itemIndex)
			: await filesInFields(
					context,
					itemIndex,
					context.getNodeParameter('binaryPropertyName', itemIndex),
				);
	return prepare(files, readOptions(context, itemIndex));
}

/** A file and the field of the record that it goes into. */
export interface FileForField {
	file: InputFile;
	/** The target field as the row holds it. */
	field: unknown;
}

/**
 * The files of an operation with rows of file and field. With "All Binary Fields" the files go to the
 * fields in order.
 *
 * @param allowSharedField whether a single field may take all files
 * @throws ActionableError when a file has no field, or there is no file, or one is not allowed
 */
export async function readFileRows(
	context: IExecuteFunctions,
	itemIndex: number,
	targetField: string,
	{ allowSharedField = false } = {},
): Promise<FileForField[]> {
	const rows = context.getNodeParameter('files.values', itemIndex, []) as Array<
		Record<string, unknown>
	>;
	if (rows.length === 0) {
		throw new ActionableError(
			"'Files and Fields' is empty",
			'Add a row that names the field for the file.',
		);
	}
	const pairs =
		readSelection(context, itemIndex) === 'all'
			? distribute(
					await readAll(context, itemIndex),
					rows.map((row) => row[targetField]),
					allowSharedField,
				)
			: await rowsToPairs(context, itemIndex, rows, targetField);
	const prepared = prepare(
		pairs.map(({ file }) => file),
		readOptions(context, itemIndex),
	);
	return pairs.map(({ field }, index) => ({ file: prepared[index], field }));
}

async function rowsToPairs(
	context: IExecuteFunctions,
	itemIndex: number,
	rows: Array<Record<string, unknown>>,
	targetField: string,
): Promise<FileForField[]> {
	const pairs: FileForField[] = [];
	for (const row of rows) {
		const files = await filesInFields(context, itemIndex, row.binaryPropertyName ?? 'data');
		pairs.push(...files.map((file) => ({ file, field: row[targetField] })));
	}
	return pairs;
}

function distribute(
	files: InputFile[],
	fields: unknown[],
	allowSharedField: boolean,
): FileForField[] {
	if (allowSharedField && fields.length === 1)
		return files.map((file) => ({ file, field: fields[0] }));
	if (files.length > fields.length) {
		throw new ActionableError(
			`The item has ${files.length} files, but 'Files and Fields' has ${fields.length} field(s)`,
			"Add a field for each file, or choose the files with 'Field Name Prefix'. Nothing was sent.",
		);
	}
	return files.map((file, index) => ({ file, field: fields[index] }));
}

async function readAll(context: IExecuteFunctions, itemIndex: number): Promise<InputFile[]> {
	const wanted = readPrefix(context, itemIndex);
	const files = await filesWithPrefix(context, itemIndex, wanted);
	if (files.length > 0) return files;
	throw new ActionableError(
		wanted ? `No binary field starts with "${wanted}"` : 'The item has no files',
		`${describeFields(context, itemIndex)} To let items without files pass, see 'When an Item Has No File' in the options.`,
	);
}

function prepare(files: InputFile[], options: FileOptions): InputFile[] {
	const named = files.map((file, index) => {
		const name = overridden(options.fileName, index, files.length, withSuffix);
		const mimeType = overridden(options.mimeType, index, files.length, (type) => type);
		return {
			...file,
			name: name ?? file.name,
			mimeType: mimeType ? cleanMimeType(mimeType) : file.mimeType,
		};
	});
	for (const file of named) guardFile(file, options);
	return named;
}

function overridden(
	value: string | string[] | undefined,
	index: number,
	count: number,
	number: (value: string, suffix: string) => string,
): string | undefined {
	if (Array.isArray(value)) return value[index] ? String(value[index]) : undefined;
	if (!value) return undefined;
	return count > 1 ? number(String(value), `-${index + 1}`) : String(value);
}

function readSelection(context: IExecuteFunctions, itemIndex: number): FileSelection {
	return context.getNodeParameter('fileSelection', itemIndex, 'fields') as FileSelection;
}

function readPrefix(context: IExecuteFunctions, itemIndex: number): string {
	return context.getNodeParameter('binaryPropertyPrefix', itemIndex, '') as string;
}

function readOptions(context: IExecuteFunctions, itemIndex: number): FileOptions {
	return context.getNodeParameter('options', itemIndex, {}) as FileOptions;
}
