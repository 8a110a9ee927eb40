import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import type { BinaryEntry } from './binaries';
import { contentOf } from './content';
import { cleanExtension, cleanMimeType, extensionForType } from './name';
import type { NamedFile } from './preparedFile';

/**
 * What n8n knows of files, none of them opened.
 *
 * @throws ActionableError when one is no longer in n8n's storage, or has no content that can be sent
 */
export async function describeFiles(
	context: IExecuteFunctions,
	binaries: BinaryEntry[],
): Promise<NamedFile[]> {
	return await Promise.all(
		binaries.map(async ([binaryField, binary]) => {
			const originalName = String(binary.fileName ?? '');
			const mimeType = cleanMimeType(binary.mimeType);
			return {
				binaryField,
				originalName,
				label: originalName || binaryField,
				name: originalName,
				mimeType,
				// n8n's own knowledge first: it has a database of types.
				extension: cleanExtension(binary.fileExtension) || extensionForType(mimeType),
				...(await source(context, binaryField, binary)),
			};
		}),
	);
}

async function source(
	context: IExecuteFunctions,
	binaryField: string,
	binary: IBinaryData,
): Promise<Pick<NamedFile, 'bytes' | 'open' | 'content'>> {
	const { id } = binary;
	const { getBinaryMetadata, getBinaryStream } = context.helpers;
	// Room for each piece is made before it is read: for a small file no more than the file takes.
	const opener = (bytes: number) => async () =>
		await getBinaryStream(id as string, Math.min(Math.max(bytes, 1), chunkBytes));
	if (!id) {
		const { bytes, read } = contentOf(binaryField, binary);
		return { bytes, open: opener(bytes), content: read };
	}
	const { fileSize } = await getBinaryMetadata(id).catch((error: Error) => {
		throw new ActionableError(
			`The file in the binary field "${binaryField}" is no longer in n8n's storage`,
			`n8n says: ${error.message}. Binary data may have been removed by the retention settings; run the step that creates the file again.`,
		);
	});
	return { bytes: fileSize, open: opener(fileSize) };
}

/**
 * Bytes read from storage at a time. Larger pieces are sent faster and take more memory: 1 GiB takes
 * 1.6 s with 128 KiB, 1.2 s with 256 and 1.0 s with 512, which is the first size to need more memory
 * than reading the file does, 7 MiB (medians of three; `npm run bench -- --only chunks`).
 */
const chunkBytes = 256 * 1024;
