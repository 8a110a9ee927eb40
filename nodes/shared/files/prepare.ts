import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError, NothingToSend } from '../errors';
import type { BinaryEntry } from './binaries';
import { describeFiles } from './describe';
import { guardFile, isLeftOut, readLimits } from './guard';
import { includesInputFiles } from './include';
import type { Link } from './links';
import { fetchLink, isLink, selectLinks } from './links';
import { withoutMissing } from './missing';
import type { FileNaming, PreparedFile } from './preparedFile';
import { renameFiles } from './rename';
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
	const pairs = chosen.map((file) => ({ file, field: undefined }));
	return (await prepare(context, itemIndex, pairs, naming)).map(({ file }) => file);
}

/** A file and the field of the record that it goes into. */
export interface FileForField {
	file: PreparedFile;
	/** The target field as the row holds it. */
	field: unknown;
}

/**
 * The files of an operation with rows of file and field. With "All Binary Fields" a row takes the file
 * that it names, and the others go to the other rows in order.
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
	const pairs =
		readSelection(context, itemIndex) === 'all'
			? distribute(context, itemIndex, rows)
			: rows.flatMap(({ source, target }) =>
					selectNamed(context, itemIndex, source).map((file) => ({ file, field: target })),
				);
	return await prepare(context, itemIndex, pairs, naming);
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

interface Pair<File> {
	file: File;
	field: unknown;
}

/** The one way of a file: fetched if it is behind a link, described, renamed, named, guarded. */
async function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
	chosen: Array<Pair<Choice | Link>>,
	naming: FileNaming,
): Promise<FileForField[]> {
	// Looked at now: when the files have been sent it is too late for an error.
	includesInputFiles(context, itemIndex);
	const pairs = withoutMissing(context, itemIndex, chosen, ({ file }) => file);
	const entries: BinaryEntry[] = [];
	for (const { file } of pairs) {
		entries.push(isLink(file) ? await fetchLink(context, itemIndex, file) : (file as BinaryEntry));
	}
	const renamed = renameFiles(context, itemIndex, await describeFiles(context, entries));
	const names = naming(renamed);
	const limits = readLimits(context, itemIndex);
	const named = renamed.map((file, index) => {
		const { binaryField, originalName, label, mimeType, bytes, open, content } = file;
		const fileName = names[index];
		const { field } = pairs[index];
		return {
			file: { binaryField, originalName, label, fileName, mimeType, bytes, open, content },
			field,
		};
	});
	const wanted = named.filter(({ file }) => !isLeftOut(file, limits));
	for (const { file } of wanted) guardFile(file, limits);
	if (wanted.length === 0) throw new NothingToSend();
	return wanted;
}

function distribute(
	context: IExecuteFunctions,
	itemIndex: number,
	rows: FileRow[],
): Array<Pair<Choice>> {
	const named = rows.map(({ source }) =>
		source === undefined ? [] : selectFields(context, itemIndex, source),
	);
	const taken = new Set(named.flat().map(keyOf));
	const all = selectAll(context, itemIndex, readPrefix(context, itemIndex));
	const isEveryOneNamed = rows.every(({ source }) => source !== undefined);
	const rest = all.filter(
		(file) => !taken.has(keyOf(file)) && !(isEveryOneNamed && isMissing(file)),
	);
	const free = rows.filter(({ source }) => source === undefined);
	if (rest.length > free.length) {
		const found = named.flat().filter((file) => !isMissing(file)).length;
		throw tooMany(found + rest.length, rows.length);
	}
	const next = rest.values();
	return rows.flatMap(({ source, target }, index) => {
		if (source !== undefined) return named[index].map((file) => ({ file, field: target }));
		const { value: file, done } = next.next();
		return done ? [] : [{ file, field: target }];
	});
}

/** Files are the same when their fields are; what is missing is like nothing else. */
function keyOf(file: Choice): unknown {
	return isMissing(file) ? file : file[0];
}

function isMissing(file: Choice): file is ActionableError {
	return file instanceof ActionableError;
}

function tooMany(files: number, fields: number): ActionableError {
	const room = fields === 1 ? 'one field' : `${fields} fields`;
	return new ActionableError(
		`The item has ${files} files, but 'Files and Fields' has ${room}`,
		"Add a field for each file, or choose the files with 'Field Name Prefix'. Nothing was sent.",
	);
}
