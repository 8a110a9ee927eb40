import { readRecordId, recordFieldOf } from '../../parameters/record';
import { attachFileTo } from '../attachFile';

/** Attaches the files of every item to the opportunity that it names. */
export const { description, executeAll } = attachFileTo(
	'opportunity',
	recordFieldOf('opportunity'),
	async ({ context }, itemIndex) => ({ id: readRecordId(context, itemIndex, 'opportunity') }),
);
