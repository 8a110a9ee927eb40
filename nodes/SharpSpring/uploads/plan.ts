import { guardRequest } from '../../shared/files/guard';
import { alreadyFilled } from '../../shared/parameters/whenFieldHasFile';
import { readFilesAndFields } from '../parameters/fileUploadField';
import { readImage } from '../parameters/image';
import { readMaxRequestSize, readUploadOptions } from '../parameters/options';
import { readRecordId } from '../parameters/record';
import type { KnownRecord, ObjectType } from '../transport/records';
import { findById } from '../transport/records';
import { isBlank, shown } from './fieldValue';
import { fileNaming } from './names';
import type { Upload } from './upload';
import type { Run } from './run';
import { planned } from './upload';

/** The record that an item names. */
export interface NamedRecord {
	id: string;
	/** The address that it was found by. */
	email?: string;
	/** Absent where it was not looked up. */
	record?: KnownRecord;
}

/** Finds the record that an item names, without a lookup where its ID is given. */
export type FindRecord = (run: Run, itemIndex: number) => Promise<NamedRecord>;

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
	const { checkRecordExists, keepOriginalFileNames, whenFieldHasFile } = readUploadOptions(
		context,
		itemIndex,
	);
	const rows = await readFilesAndFields(context, itemIndex, fileNaming(keepOriginalFileNames));
	for (const { file } of rows) guardRequest([file], readMaxRequestSize(context));
	const ofItem = { ...run, client: client.forItem(itemIndex) };
	const { id, email, record: found } = await findRecord(ofItem, itemIndex);
	const mustKnow = checkRecordExists || whenFieldHasFile !== 'replace';
	const record = found ?? (mustKnow ? await findById(ofItem.client, objectType, id) : undefined);
	const uploads = rows.map(({ file, field }) =>
		planned({
			itemIndex,
			recordId: id,
			email,
			fieldSystemName: field,
			file,
			whenFieldHasFile,
			before: record && { value: record.values[field], readAt: record.readAt },
		}),
	);
	const filled = uploads.find(({ before }) => !isBlank(before?.value));
	if (filled && whenFieldHasFile === 'error') {
		throw alreadyFilled(filled.fieldSystemName, shown(filled.before?.value));
	}
	return uploads;
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
