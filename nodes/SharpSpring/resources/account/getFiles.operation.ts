import { readRecordId, recordFieldOf } from '../../parameters/record';
import { getFilesOf } from '../getFiles';

/** The files of the account that an item names. */
export const { description, execute } = getFilesOf(
	'account',
	recordFieldOf('account'),
	async ({ context }, itemIndex) => ({ id: readRecordId(context, itemIndex, 'account') }),
);
