import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { cleanMimeType, extensionForType, typeForExtension, withSuffix } from './name';
import { readPlainText } from '../parameters/coercion';
import type { NamedFile } from './preparedFile';

/** Options on what a file is sent as. */
export const renameFields: INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. contract.pdf',
		description:
			'Name to send instead of the original one. Several files get -1, -2, … before the extension, unless an expression gives a list of names.',
	},
	{
		displayName: 'MIME Type',
		name: 'mimeType',
		type: 'string',
		default: '',
		placeholder: 'e.g. application/pdf',
		description:
			'Type to send instead of the one that n8n knows; the extension of a common type, such as pdf, will do. An expression may give a list, one for each file.',
	},
];

/**
 * The files with the names and types that the user wants instead of their own, not numbered yet.
 *
 * @throws ActionableError when a name is not a text, and when a type is neither a MIME type nor a well-known extension
 */
export function renameFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	files: NamedFile[],
): NamedFile[] {
	const { fileName, mimeType } = context.getNodeParameter('options', itemIndex, {});
	return files.map((file, index) => {
		const name = overridden(fileName, 'File Name', index);
		const type = overridden(mimeType, 'MIME Type', index);
		const typed = type ? typedAs(file, readMimeType(type)) : file;
		return name ? { ...typed, name } : typed;
	});
}

/** A MIME type, or that of an extension such as `pdf` or `.pdf`, which people enter as well. */
function readMimeType(text: string): string {
	const [essence] = text.split(';');
	if (/^[^/\s]+\/[^/\s]+$/.test(essence.trim())) return cleanMimeType(essence);
	const type = typeForExtension(text.trim().replace(/^\*?\./, ''));
	if (type) return type;
	throw new ActionableError(
		`'MIME Type' is not a MIME type: ${JSON.stringify(text.slice(0, 60))}`,
		'It should look like application/pdf.',
	);
}

function typedAs(file: NamedFile, mimeType: string): NamedFile {
	if (mimeType === file.mimeType) return file;
	return { ...file, mimeType, extension: extensionForType(mimeType) || file.extension };
}

function overridden(value: unknown, label: string, index: number): string | undefined {
	return readPlainText(Array.isArray(value) ? value[index] : value, label);
}

/** The renamed files that are left, with -1, -2, … where several have got the same name. */
export function numberFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	files: NamedFile[],
): NamedFile[] {
	const { fileName } = context.getNodeParameter('options', itemIndex, {});
	const isOneName = !Array.isArray(fileName) && readPlainText(fileName, 'File Name') !== undefined;
	if (!isOneName || files.length < 2) return files;
	return files.map((file, index) => ({ ...file, name: withSuffix(file.name, `-${index + 1}`) }));
}
