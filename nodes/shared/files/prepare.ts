import type { IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { describeFiles } from './describe';
import { guardFile, readLimits } from './guard';
import type { FileNaming, PreparedFile } from './preparedFile';
import { renameFiles } from './rename';
import type { BinaryEntry } from './select';
import { describeFields, selectAll, selectFields } from './select';
import { readPrefix, readRows, readSelection } from './selection';

/**
 * The files that an operation shall send, named and checked, none of them opened.
 *
 * @param naming how the service names them
 * @throws ActionableError when there are none, or when one is not allowed
 */
export async function prepareFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	naming: FileNaming,
): Promise<PreparedFile[]> {
	const selected =
		readSelection(context, itemIndex) === 'all'
			? selectAllWanted(context, itemIndex)
			: selectFields(context, itemIndex, context.getNodeParameter('binaryPropertyName', itemIndex));
	return await prepare(context, itemIndex, selected, naming);
}

/** A file and the field of the record that it goes into. */
export interface FileForField {
	file: PreparedFile;
	/** The target field as the row holds it. */
	field: unknown;
}

/**
 * The files of an operation with rows of file and field. With "All Binary Fields" the files go to the
 * fields in order.
 *
 * @param targetField the parameter in a row that names the field of the record
 * @param naming how the service names them
 * @param allowSharedField whether a single field may take all files
 * @throws ActionableError when a file has no field, or there is no file, or one is not allowed
 */
export async function prepareFileRows(
	context: IExecuteFunctions,
	itemIndex: number,
	targetField: string,
	naming: FileNaming,
	{ allowSharedField = false } = {},
): Promise<FileForField[]> {
	const rows = readRows(context, itemIndex, targetField);
	const pairs =
		readSelection(context, itemIndex) === 'all'
			? distribute(
					selectAllWanted(context, itemIndex),
					rows.map(({ target }) => target),
					allowSharedField,
				)
			: rows.flatMap(({ source, target }) =>
					selectFields(context, itemIndex, source).map((entry) => ({ entry, field: target })),
				);
	const entries = pairs.map(({ entry }) => entry);
	const files = await prepare(context, itemIndex, entries, naming);
	return pairs.map(({ field }, index) => ({ file: files[index], field }));
}

/** The one way of a file: described, renamed, named, guarded. */
async function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
	selected: BinaryEntry[],
	naming: FileNaming,
): Promise<PreparedFile[]> {
	const renamed = renameFiles(context, itemIndex, await describeFiles(context, selected));
	const names = naming(renamed);
	const limits = readLimits(context, itemIndex);
	return renamed.map((file, index) => {
		const { binaryField, originalName, label, mimeType, bytes, open, content } = file;
		const fileName = names[index];
		guardFile({ label, fileName, bytes }, limits);
		return { binaryField, originalName, label, fileName, mimeType, bytes, open, content };
	});
}

interface EntryForField {
	entry: BinaryEntry;
	field: unknown;
}

function distribute(
	entries: BinaryEntry[],
	fields: unknown[],
	allowSharedField: boolean,
): EntryForField[] {
	if (allowSharedField && fields.length === 1) {
		return entries.map((entry) => ({ entry, field: fields[0] }));
	}
	if (entries.length > fields.length) {
		const room = fields.length === 1 ? 'one field' : `${fields.length} fields`;
		throw new ActionableError(
			`The item has ${entries.length} files, but 'Files and Fields' has ${room}`,
			"Add a field for each file, or choose the files with 'Field Name Prefix'. Nothing was sent.",
		);
	}
	return entries.map((entry, index) => ({ entry, field: fields[index] }));
}

function selectAllWanted(context: IExecuteFunctions, itemIndex: number): BinaryEntry[] {
	const wanted = readPrefix(context, itemIndex);
	const entries = selectAll(context, itemIndex, wanted);
	if (entries.length > 0) return entries;
	const fields = describeFields(context, itemIndex);
	if (!wanted) throw new ActionableError('The item has no files to send', fields);
	throw new ActionableError(
		`No binary field starts with "${wanted}"`,
		`${fields} To let items without such files pass, see 'When an Item Has No File' in the options.`,
	);
}
