import { guardRequest } from '../../shared/files/guard';
import { readFilesAndFields } from '../parameters/fileUploadField';
import { readImage } from '../parameters/image';
import { readMaxRequestSize, readUploadOptions } from '../parameters/options';
import { readRecordId } from '../parameters/record';
import type { Run } from './run';
import type { ObjectType } from '../transport/records';
import { assertExists } from '../transport/records';
import { fileNaming } from './names';
import type { Upload } from './upload';
import { planned } from './upload';

/** Finds the record that an item names. */
export type FindRecord = (
	run: Run,
	itemIndex: number,
) => Promise<{
	id: string;
	/** The address that it was found by. */
	email?: string;
	/** Whether it was looked up and therefore exists. */
	isKnown: boolean;
}>;

/**
 * The uploads that one item asks for: its files, each for a File Upload field of its record.
 *
 * @throws ActionableError when a file or the record is missing or not allowed; nothing was sent
 */
export async function planAttachments(
	run: Run,
	itemIndex: number,
	objectType: ObjectType,
	findRecord: FindRecord,
): Promise<Upload[]> {
	const { context, client } = run;
	const { checkRecordExists, keepOriginalFileNames } = readUploadOptions(context, itemIndex);
	const rows = await readFilesAndFields(context, itemIndex, fileNaming(keepOriginalFileNames));
	for (const { file } of rows) guardRequest([file], readMaxRequestSize(context));
	const ofItem = { ...run, client: client.forItem(itemIndex) };
	const { id, email, isKnown } = await findRecord(ofItem, itemIndex);
	if (checkRecordExists && !isKnown) await assertExists(ofItem.client, objectType, id);
	return rows.map(({ file, field }) =>
		planned({
			itemIndex,
			recordId: id,
			email,
			fieldSystemName: field,
			file,
		}),
	);
}

/**
 * The upload of one item's image to its product.
 *
 * @throws ActionableError when there is not exactly one image, or no product
 */
export async function planImage({ context }: Run, itemIndex: number): Promise<Upload> {
	const productId = readRecordId(context, itemIndex, 'product');
	const { keepOriginalFileNames } = readUploadOptions(context, itemIndex);
	const file = await readImage(context, itemIndex, fileNaming(keepOriginalFileNames));
	return planned({
		itemIndex,
		recordId: productId,
		fieldSystemName: 'productImage',
		file,
	});
}
