import { readRecordId, recordFieldOf } from '../../parameters/record';
import { getFilesOf } from '../getFiles';

/** The files of the opportunity that an item names. */
export const { description, execute } = getFilesOf(
	'opportunity',
	recordFieldOf('opportunity'),
	async ({ context }, itemIndex) => ({ id: readRecordId(context, itemIndex, 'opportunity') }),
);
