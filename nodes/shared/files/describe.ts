import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import type { BinaryEntry } from './binaries';
import { isStorageId } from './binaries';
import { contentOf } from './content';
import { cleanExtension, cleanMimeType, extensionForType } from './name';
import type { NamedFile } from './preparedFile';

/**
 * Bytes read from storage at a time. Larger pieces are sent faster, and more memory is in use at a time.
 * `npm run bench -- --only chunks` sets other sizes, and compares them.
 */
export const storageReads = { bytes: 512 * 1024 };

/** How n8n's kinds of storage (folder, database, S3) say that they do not have a file. */
const isGone = /not found|ENOENT|no such|does not exist|status code 404/i;

/**
 * What n8n knows of files, none of them opened.
 *
 * @throws ActionableError when one cannot be found or read in n8n's storage, or has no content that can be sent
 */
export async function describeFiles(
	context: IExecuteFunctions,
	binaries: BinaryEntry[],
): Promise<NamedFile[]> {
	return await Promise.all(
		binaries.map(async ([binaryField, binary]) => {
			const originalName = nameOf(binary);
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

/** The file's name; a Code node may have put anything there, and only a text or a number is a name. */
function nameOf({ fileName }: { fileName?: unknown }): string {
	return typeof fileName === 'string' || typeof fileName === 'number' ? String(fileName) : '';
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
		await getBinaryStream(id as string, Math.min(Math.max(bytes, 1), storageReads.bytes));
	if (!id) {
		const { bytes, read } = contentOf(binaryField, binary);
		return { bytes, open: opener(bytes), content: read };
	}
	if (!isStorageId(id)) {
		throw new ActionableError(
			`The binary field "${binaryField}" holds an ID that is not one of n8n's storage: ${(JSON.stringify(id) ?? '').slice(0, 60)}`,
			'It may describe a file of another service: download that file first, for example with a node of that service, and connect this node directly to it.',
		);
	}
	const { fileSize } = await getBinaryMetadata(id).catch((error: Error) => {
		const [became, advice] = isGone.test(error.message)
			? [
					"is no longer in n8n's storage",
					'Binary data may have been removed by the retention settings; run the step that creates the file again.',
				]
			: [
					"could not be read from n8n's storage",
					'Run the workflow again; if this stays, ask the administrator of n8n.',
				];
		throw new ActionableError(
			`The file in the binary field "${binaryField}" ${became}`,
			`n8n says: ${error.message}. ${advice}`,
		);
	});
	return { bytes: fileSize, open: opener(fileSize) };
}
