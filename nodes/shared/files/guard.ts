import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { readNumber, readText } from '../parameters/coercion';
import { extensionOf } from './name';
import type { PreparedFile } from './preparedFile';

const bytesPerMegabyte = 1024 * 1024;

/** Options on which files are allowed. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Allowed Extensions',
		name: 'allowedExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. pdf, docx, png',
		description: 'Files with another extension are refused before anything is sent',
	},
	{
		displayName: 'Blocked Extensions',
		name: 'blockedExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. exe, js',
		description: 'Files with one of these extensions are refused before anything is sent',
	},
	{
		displayName: 'Maximum File Size',
		name: 'maxFileSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'In MB (1,048,576 bytes). Larger files are refused before anything is sent. 0 means no limit.',
	},
];

/** What the user allows to be sent. */
export interface FileLimits {
	/** In MB of 1,048,576 bytes; 0 for no limit. */
	maxFileSize: number;
	/** Without dots, in lower case; none for all. */
	allowedExtensions: string[];
	blockedExtensions: string[];
}

/** Reads {@link limitFields}. @throws ActionableError when the size is not a number */
export function readLimits(context: IExecuteFunctions, itemIndex: number): FileLimits {
	const options = context.getNodeParameter('options', itemIndex, {});
	return {
		maxFileSize: readNumber(options.maxFileSize, 'Maximum File Size', { min: 0, fallback: 0 }),
		allowedExtensions: toExtensions(options.allowedExtensions),
		blockedExtensions: toExtensions(options.blockedExtensions),
	};
}

/**
 * Checks a file by the name that is sent and by its recorded size, before anything is opened or sent.
 *
 * @throws ActionableError naming file, size and limit
 */
export function guardFile(
	{ label, fileName, bytes }: Pick<PreparedFile, 'label' | 'fileName' | 'bytes'>,
	{ maxFileSize, allowedExtensions, blockedExtensions }: FileLimits,
): void {
	if (maxFileSize && bytes > maxFileSize * bytesPerMegabyte) {
		throw new ActionableError(
			`The file "${label}" has ${inMegabytes(bytes)}, more than the ${maxFileSize} MB that 'Maximum File Size' allows`,
			"Send a smaller file, or raise 'Maximum File Size' in the options.",
		);
	}
	const extension = extensionOf(fileName);
	if (allowedExtensions.length > 0 && !allowedExtensions.includes(extension)) {
		throw new ActionableError(
			`The file ${named(label, fileName)} is not of an allowed type`,
			`'Allowed Extensions' names ${allowedExtensions.join(', ')}.`,
		);
	}
	if (blockedExtensions.includes(extension)) {
		throw new ActionableError(
			`Files of the type "${extension}" are blocked: ${named(label, fileName)}`,
			"Remove the extension from 'Blocked Extensions' to send such files.",
		);
	}
}

/**
 * Checks the files that shall travel in one request.
 *
 * @throws ActionableError naming size and limit
 */
export function guardRequest(files: Array<{ bytes: number }>, maxRequestSize?: number): void {
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	if (maxRequestSize && bytes > maxRequestSize * bytesPerMegabyte) {
		const whose =
			files.length === 1 ? 'The file has' : `The ${files.length} files of one request have`;
		throw new ActionableError(
			`${whose} ${inMegabytes(bytes)}, more than the ${maxRequestSize} MB that 'Maximum Request Size' allows`,
			"Send fewer files per request, or raise 'Maximum Request Size' in the options.",
		);
	}
}

function named(label: string, fileName: string): string {
	return `"${label}"${label === fileName ? '' : ` (sent as "${fileName}")`}`;
}

function toExtensions(list: unknown): string[] {
	return (Array.isArray(list) ? list.join(',') : (readText(list) ?? ''))
		.split(/[\s,;]+/)
		.map((extension) => extension.replace(/^\*?\./, '').toLowerCase())
		.filter((extension) => extension !== '');
}

function inMegabytes(bytes: number): string {
	return `${(bytes / bytesPerMegabyte).toFixed(bytes < bytesPerMegabyte ? 3 : 1)} MB`;
}
