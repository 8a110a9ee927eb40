import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError, NothingToSend } from '../errors';
import type { BinaryEntry } from './binaries';
import { describeFiles } from './describe';
import { guardFile, isLeftOut, readLimits } from './guard';
import { includesInputFiles } from './include';
import { noteLeftOut } from './leftOut';
import type { Link } from './links';
import { fetchLink, isLink, selectLinks } from './links';
import { withoutMissing } from './missing';
import type { FileNaming, PreparedFile } from './preparedFile';
import { numberFiles, renameFiles } from './rename';
import type { Choice } from './select';
import { selectAll, selectFields } from './select';
import type { FileRow } from './selection';
import { readPrefix, readRows, readSelection, readSource } from './selection';

/**
 * The files that an operation shall send, named and checked, none of them opened.
 *
 * @param naming how the service names them
 * @returns one file or more
 * @throws ActionableError when one is not there or not allowed
 * @throws NothingToSend when there are none, and the user wants such an item handed on
 */
export async function prepareFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	naming: FileNaming,
): Promise<PreparedFile[]> {
	const chosen =
		readSelection(context, itemIndex) === 'all'
			? selectAll(context, itemIndex, readPrefix(context, itemIndex))
			: selectNamed(context, itemIndex, readSource(context, itemIndex));
	const files = chosen.map((file) => ({ file }));
	return (await prepare(context, itemIndex, files, naming)).map(({ file }) => file);
}

/** A file and the field of the record that it goes into. */
export interface FileForField {
	file: PreparedFile;
	/** The target field as the row holds it. */
	field: unknown;
}

/**
 * The files of an operation with rows of file and field. With "All Binary Fields" a row takes the file
 * that it names, and the others go to the other rows in order; files that are left out take none.
 *
 * @param targetField the parameter in a row that names the field of the record
 * @param naming how the service names them
 * @throws as {@link prepareFiles}, and ActionableError when a file has no field
 */
export async function prepareFileRows(
	context: IExecuteFunctions,
	itemIndex: number,
	targetField: string,
	naming: FileNaming,
): Promise<FileForField[]> {
	const rows = readRows(context, itemIndex, targetField);
	const chosen =
		readSelection(context, itemIndex) === 'all'
			? selectAllForRows(context, itemIndex, rows)
			: rows.flatMap((row) =>
					selectNamed(context, itemIndex, row.source).map((file) => ({ file, row })),
				);
	return distribute(await prepare(context, itemIndex, chosen, naming), rows);
}

function selectNamed(
	context: IExecuteFunctions,
	itemIndex: number,
	source: unknown,
): Array<Choice | Link> {
	return readSelection(context, itemIndex) === 'url'
		? selectLinks(source)
		: selectFields(context, itemIndex, source);
}

/** A file and the row that names it; without a row, it goes to the next one that is free. */
interface Placed<File> {
	file: File;
	row?: FileRow;
}

/** The one way of a file: fetched if it is behind a link, described, renamed, named, guarded. */
async function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
	chosen: Array<Placed<Choice | Link>>,
	naming: FileNaming,
): Promise<Array<Placed<PreparedFile>>> {
	// Looked at now: when the files have been sent it is too late for an error.
	includesInputFiles(context, itemIndex);
	const found = withoutMissing(context, itemIndex, chosen, ({ file }) => file);
	const entries: BinaryEntry[] = [];
	for (const { file } of found) {
		entries.push(isLink(file) ? await fetchLink(context, itemIndex, file) : (file as BinaryEntry));
	}
	const limits = readLimits(context, itemIndex);
	const described = await describeFiles(context, entries);
	const renamed = renameFiles(context, itemIndex, described).map((file, index) => ({
		file,
		row: found[index].row,
		source: sourceOf(found[index].file, entries[index]),
		isWanted: !isLeftOut({ ...file, fileName: naming([file])[0] }, limits),
	}));
	const wanted = renamed.filter(({ isWanted }) => isWanted);
	const leftOut = renamed.filter(({ isWanted }) => !isWanted);
	noteLeftOut(
		context,
		itemIndex,
		leftOut.map(({ file }) => file.label),
	);
	if (wanted.length === 0) throw new NothingToSend();
	// Numbers come last: what is left out takes none.
	const numbered = numberFiles(
		context,
		itemIndex,
		wanted.map(({ file }) => file),
	);
	const names = naming(numbered);
	const named = numbered.map((file, index) => {
		const { binaryField, originalName, label, mimeType, bytes, open, content } = file;
		const fileName = names[index];
		const { row, source } = wanted[index];
		return {
			file: { binaryField, originalName, label, fileName, mimeType, bytes, source, open, content },
			row,
		};
	});
	for (const { file } of named) guardFile(file, limits);
	return named;
}

/** What is fetched anew for every item gets a new ID each time, but is the same file. */
function sourceOf(file: Choice | Link, [, binary]: BinaryEntry): string {
	return isLink(file) ? file.url.href : (binary.id ?? binary.data);
}

/** All files of the item, in the order of the rows, as far as there are rows for them. */
function selectAllForRows(
	context: IExecuteFunctions,
	itemIndex: number,
	rows: FileRow[],
): Array<Placed<Choice>> {
	const named = rows.map(({ source }) =>
		source === undefined ? [] : selectFields(context, itemIndex, source),
	);
	const taken = new Set(named.flat().map(keyOf));
	const all = selectAll(context, itemIndex, readPrefix(context, itemIndex));
	const isEveryOneNamed = rows.every(({ source }) => source !== undefined);
	const rest = all
		.filter((file) => !taken.has(keyOf(file)) && !(isEveryOneNamed && isMissing(file)))
		.map((file) => ({ file }));
	const inRows = rows.flatMap((row, index) =>
		row.source === undefined ? rest.splice(0, 1) : named[index].map((file) => ({ file, row })),
	);
	return [...inRows, ...rest];
}

/**
 * Each file with the field of its row. The free rows are given away only now: what was left out takes none.
 *
 * @throws ActionableError naming the files that no row is left for
 */
function distribute(files: Array<Placed<PreparedFile>>, rows: FileRow[]): FileForField[] {
	const free = rows.filter(({ source }) => source === undefined);
	const rest = files.filter(({ row }) => !row).slice(free.length);
	if (rest.length > 0) throw withoutField(rest.map(({ file }) => file));
	const placed = files.map(({ file, row = free.shift() }) => ({ file, row }));
	return rows.flatMap((row) =>
		placed.filter((it) => it.row === row).map(({ file }) => ({ file, field: row.target })),
	);
}

/** Files are the same when their fields are; what is missing is like nothing else. */
function keyOf(file: Choice): unknown {
	return isMissing(file) ? file : file[0];
}

function isMissing(file: Choice): file is ActionableError {
	return file instanceof ActionableError;
}

function withoutField(files: PreparedFile[]): ActionableError {
	const named = files.map(({ label, binaryField }) =>
		label === binaryField ? `"${label}"` : `"${label}" (binary field "${binaryField}")`,
	);
	const which = files.length === 1 ? 'the file' : `${files.length} files:`;
	return new ActionableError(
		`There is no field for ${which} ${named.join(', ')}`,
		"Add a row to 'Files and Fields' for each file, or choose the files with 'Field Name Prefix'. Nothing was sent.",
	);
}
