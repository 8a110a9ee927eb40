import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { readNumber, readPlainText } from '../parameters/coercion';
import { extensionOf } from './name';
import type { PreparedFile } from './preparedFile';

const bytesPerKilobyte = 1024;
const bytesPerMegabyte = 1024 * bytesPerKilobyte;

/** Options on which files are allowed. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Allowed Extensions',
		name: 'allowedExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. pdf, docx, png',
		description:
			"Files with another extension are not sent: see 'When an Extension Is Not Allowed'",
	},
	{
		displayName: 'Blocked Extensions',
		name: 'blockedExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. exe, js',
		description:
			"Files with one of these extensions are not sent: see 'When an Extension Is Not Allowed'",
	},
	{
		displayName: 'Maximum File Size (MB)',
		name: 'maxFileSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Larger files are refused before anything is sent. 0 means no limit. A MB has 1,048,576 bytes.',
	},
	{
		displayName: 'Smallest Image Size (KB)',
		name: 'minImageSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Smaller images, such as the logos in signatures of emails, are left out. 0 means no limit. A KB has 1,024 bytes.',
	},
	{
		displayName: 'When an Extension Is Not Allowed',
		name: 'whenNotAllowed',
		type: 'options',
		options: [
			{ name: 'Report an Error', value: 'error' },
			{
				name: 'Skip the File',
				value: 'skip',
				description:
					'Send the other files of the item; an item that has no allowed file is handed on unchanged',
			},
		],
		default: 'error',
		description: 'What to do with an item that has such a file',
	},
];

/** What the user allows to be sent. */
export interface FileLimits {
	/** In MB of 1,048,576 bytes; 0 for no limit. */
	maxFileSize: number;
	/** Without dots, in lower case; none for all. */
	allowedExtensions: string[];
	blockedExtensions: string[];
	/** In KB of 1,024 bytes; 0 for no limit. */
	minImageSize: number;
	/** Whether files that are not allowed are left out, in place of an error. */
	skipsNotAllowed: boolean;
}

/** Reads {@link limitFields}. @throws ActionableError when a size is not a number, or a list of extensions not a text */
export function readLimits(context: IExecuteFunctions, itemIndex: number): FileLimits {
	const options = context.getNodeParameter('options', itemIndex, {});
	return {
		maxFileSize: readNumber(options.maxFileSize, 'Maximum File Size', { min: 0, fallback: 0 }),
		allowedExtensions: toExtensions(options.allowedExtensions, 'Allowed Extensions'),
		blockedExtensions: toExtensions(options.blockedExtensions, 'Blocked Extensions'),
		minImageSize: readNumber(options.minImageSize, 'Smallest Image Size', { min: 0, fallback: 0 }),
		skipsNotAllowed: options.whenNotAllowed === 'skip',
	};
}

/** What the guards look at. */
type GuardedFile = Pick<PreparedFile, 'label' | 'fileName' | 'mimeType' | 'bytes'>;

/** Whether the user wants the file left out. */
export function isLeftOut(file: GuardedFile, limits: FileLimits): boolean {
	const isImage = file.mimeType.startsWith('image/');
	if (isImage && file.bytes < limits.minImageSize * bytesPerKilobyte) return true;
	return limits.skipsNotAllowed && refusalOf(file, limits) !== undefined;
}

/**
 * Checks a file by the name that is sent and by its recorded size, before anything is opened or sent.
 *
 * @throws ActionableError naming file, size and limit
 */
export function guardFile(file: GuardedFile, limits: FileLimits): void {
	const { label, bytes } = file;
	const { maxFileSize } = limits;
	if (maxFileSize && bytes > maxFileSize * bytesPerMegabyte) {
		throw new ActionableError(
			`The file "${label}" has ${inMegabytes(bytes)}, more than the ${maxFileSize} MB that 'Maximum File Size' allows`,
			"Send a smaller file, or raise 'Maximum File Size' in the options.",
		);
	}
	const refusal = refusalOf(file, limits);
	if (refusal) throw refusal;
}

/** Why the file's extension is not allowed, if it is not. */
function refusalOf(
	{ label, fileName }: GuardedFile,
	{ allowedExtensions, blockedExtensions }: FileLimits,
): ActionableError | undefined {
	const extension = extensionOf(fileName);
	if (allowedExtensions.length > 0 && !allowedExtensions.includes(extension)) {
		return new ActionableError(
			`The file ${named(label, fileName)} is not of an allowed type`,
			`'Allowed Extensions' names ${allowedExtensions.join(', ')}. To send the item's other files, choose 'Skip the File' under 'When an Extension Is Not Allowed'.`,
		);
	}
	if (blockedExtensions.includes(extension)) {
		return new ActionableError(
			`Files of the type "${extension}" are blocked: ${named(label, fileName)}`,
			"Remove the extension from 'Blocked Extensions' to send such files. To send only the item's other files, choose 'Skip the File' under 'When an Extension Is Not Allowed'.",
		);
	}
	return undefined;
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

function toExtensions(list: unknown, label: string): string[] {
	return [list]
		.flat()
		.map((entry) => readPlainText(entry, label) ?? '')
		.join(',')
		.split(/[\s,;]+/)
		.map((extension) => extension.replace(/^\*?\./, '').toLowerCase())
		.filter((extension) => extension !== '');
}

function inMegabytes(bytes: number): string {
	return `${(bytes / bytesPerMegabyte).toFixed(bytes < bytesPerMegabyte ? 3 : 1)} MB`;
}
