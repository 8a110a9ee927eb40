import { ActionableError } from '../errors';
import { cleanFileName, extensionOf, toParameterName } from './name';
import type { InputFile } from './select';
import { nameOf } from './select';

const bytesPerMegabyte = 1024 * 1024;

/** What the user allows to be sent; sizes in MB of 1,048,576 bytes, 0 or absent for no limit. */
export interface FileLimits {
	maxFileSize?: number;
	allowedExtensions?: string;
	blockedExtensions?: string;
}

/**
 * Checks a file by the names that it may be sent under and by its recorded size, before anything is
 * opened or sent.
 *
 * @throws ActionableError naming file, size and limit
 */
export function guardFile(file: InputFile, limits: FileLimits): void {
	const { bytes } = file;
	const name = file.name || nameOf(file);
	const { maxFileSize, allowedExtensions, blockedExtensions } = limits;
	if (maxFileSize && bytes > maxFileSize * bytesPerMegabyte) {
		throw new ActionableError(
			`The file "${name}" has ${inMegabytes(bytes)}, more than the ${maxFileSize} MB that 'Maximum File Size' allows`,
			"Send a smaller file, or raise 'Maximum File Size' in the options.",
		);
	}
	const extensions = extensionsOf(file);
	const allowed = toExtensions(allowedExtensions);
	if (allowed.length > 0 && !extensions.every((extension) => allowed.includes(extension))) {
		throw new ActionableError(
			`The file "${name}" is not of an allowed type`,
			`'Allowed Extensions' names ${allowed.join(', ')}.`,
		);
	}
	const blocked = toExtensions(blockedExtensions).find((extension) =>
		extensions.includes(extension),
	);
	if (blocked !== undefined) {
		throw new ActionableError(
			`Files of the type "${blocked}" are blocked: "${name}"`,
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
		throw new ActionableError(
			`The ${files.length} file(s) of one request have ${inMegabytes(bytes)}, more than the ${maxRequestSize} MB that 'Maximum Request Size' allows`,
			"Send fewer files per request, or raise 'Maximum Request Size' in the options.",
		);
	}
}

// Not of the name as it came: a blank or an invisible character at its end is cleaned away later.
function extensionsOf({ name, mimeType, binaryField }: InputFile): string[] {
	return [cleanFileName, toParameterName].map((toName) =>
		extensionOf(toName(name, mimeType, binaryField)),
	);
}

function toExtensions(list: string | undefined): string[] {
	return (list ?? '')
		.split(/[\s,;]+/)
		.map((extension) => extension.replace(/^\*?\./, '').toLowerCase())
		.filter((extension) => extension !== '');
}

function inMegabytes(bytes: number): string {
	return `${(bytes / bytesPerMegabyte).toFixed(bytes < bytesPerMegabyte ? 3 : 1)} MB`;
}
