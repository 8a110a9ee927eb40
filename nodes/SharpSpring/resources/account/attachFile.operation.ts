import { readRecordId, recordFieldOf } from '../../parameters/record';
import { attachFileTo } from '../attachFile';

/** Attaches the files of every item to the account that it names. */
export const { description, executeAll } = attachFileTo(
	'account',
	recordFieldOf('account'),
	async ({ context }, itemIndex) => ({ id: readRecordId(context, itemIndex, 'account') }),
);
