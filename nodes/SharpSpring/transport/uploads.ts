import type { PreparedFile } from '../../shared/files/preparedFile';
import { textPart } from '../../shared/http/multipart';
import type { SharpSpringClient } from './client';
import type { Entry } from './entries';
import { readEntries } from './entries';
import type { ObjectType } from './records';

/** A file on its way to one field of one record. */
export interface NamedUpload {
	file: PreparedFile;
	/** The name under which it is sent, unique within its call. */
	sentFileName: string;
	recordId: string;
}

/** What became of the files of one call, in their order. */
export interface CallOutcome {
	entries: Entry[];
	/** The reply as it came. */
	response: unknown;
}

/**
 * Sends files for one field of records of one type (Constant Contact article 54650, `/uploadFiles`).
 *
 * @throws ActionableError when the call as a whole failed
 */
export async function uploadFiles(
	client: SharpSpringClient,
	objectType: ObjectType,
	fieldSystemName: string,
	uploads: NamedUpload[],
): Promise<CallOutcome> {
	const reply = await client.postForm('uploadFiles', [
		textPart('objectType', objectType),
		textPart('fieldSystemName', fieldSystemName),
		...uploads.flatMap(({ file, sentFileName, recordId }, index) => [
			{ ...file, name: `files[${index}]`, fileName: sentFileName },
			textPart(sentFileName, recordId),
		]),
	]);
	const names = uploads.map(({ sentFileName }) => sentFileName);
	return { entries: readEntries(reply, names, fieldSystemName), response: reply.json };
}

/**
 * Sends the image of a product (Constant Contact article 54650, `/uploadProductImage`).
 *
 * @throws ActionableError when the call as a whole failed
 */
export async function uploadProductImage(
	client: SharpSpringClient,
	productId: string,
	file: PreparedFile,
	fileName: string,
): Promise<CallOutcome> {
	const reply = await client.postForm(
		'uploadProductImage',
		[textPart('productID', productId), { ...file, name: 'productImage', fileName }],
		// The same image once more leaves the product as it is.
		'idempotent',
	);
	return { entries: readEntries(reply, [fileName]), response: reply.json };
}
