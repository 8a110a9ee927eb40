import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ByteStream } from '../http/multipart';
import {
	cleanExtension,
	cleanFileName,
	cleanMimeType,
	extensionForType,
	extensionOf,
} from './name';

// Servers that know nothing of a file say one of these.
const saysNothing =
	/^(application|binary)\/(octet-stream|octetstream|binary|x-binary|(x-)?download|force-download|unknown)$/;

// What n8n takes text/plain for by the name; with any other name it has only found nothing better.
const plainText = /^(txt|text|conf|def|list|log|in|ini)$/;

/** A file to be put into n8n's storage. */
export interface FileToStore {
	/** As it came, or empty. */
	name: string;
	/** As the server said it. */
	contentType: unknown;
	/** Whether a name without an extension is to get that of its type. */
	isIncomplete?: boolean;
}

/**
 * Puts a file that is being downloaded into n8n's storage. Where the server does not say of what type it
 * is, n8n tells from the name.
 */
export async function storeFile(
	context: IExecuteFunctions,
	body: ByteStream,
	{ name, contentType, isIncomplete = false }: FileToStore,
): Promise<IBinaryData> {
	const told = cleanMimeType(contentType);
	const mimeType = saysNothing.test(told) ? undefined : told;
	const fileName = cleanFileName({
		name,
		extension: mimeType ? extensionForType(mimeType) : '',
		binaryField: 'file',
	});
	const binary = await context.helpers.prepareBinaryData(body, fileName, mimeType);
	const isUnknown =
		mimeType === undefined &&
		binary.mimeType === 'text/plain' &&
		!plainText.test(extensionOf(fileName));
	if (isUnknown) {
		return {
			...binary,
			mimeType: 'application/octet-stream',
			fileType: undefined,
			fileExtension: undefined,
		};
	}
	const extension = cleanExtension(binary.fileExtension);
	return isIncomplete && extension && extensionOf(fileName) === ''
		? { ...binary, fileName: `${fileName}.${extension}` }
		: binary;
}
