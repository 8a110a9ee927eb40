import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { prepareFiles } from '../../shared/files/prepare';
import type { FileNaming, PreparedFile } from '../../shared/files/preparedFile';
import { fileSelectionFields } from '../../shared/files/selection';

/** The one file of Upload Image. */
export const imageSelection: INodeProperties[] = fileSelectionFields.map((field) =>
	field.name === 'binaryPropertyName'
		? { ...field, hint: 'The name of the input binary field containing the image' }
		: field,
);

/**
 * Reads {@link imageSelection}.
 *
 * @throws ActionableError when there is not exactly one image
 */
export async function readImage(
	context: IExecuteFunctions,
	itemIndex: number,
	naming: FileNaming,
): Promise<PreparedFile> {
	const files = await prepareFiles(context, itemIndex, naming);
	if (files.length > 1) {
		throw new ActionableError(
			`A product takes one image, but the item has ${files.length} files to send`,
			"Name one binary field in 'Input Binary Field'.",
		);
	}
	const [file] = files;
	if (!file.mimeType.startsWith('image/')) {
		throw new ActionableError(
			`The file "${file.label}" is not an image (${file.mimeType})`,
			"Choose an image. If n8n does not know its type, set 'MIME Type' in the options, for example image/png.",
		);
	}
	return file;
}
