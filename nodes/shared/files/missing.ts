import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ActionableError, NothingToSend, sentences } from '../errors';

/** Option on items that lack a file. */
export const whenFileMissingField: INodeProperties = {
	displayName: 'When a File Is Missing',
	name: 'whenFileMissing',
	type: 'options',
	options: [
		{
			name: 'Pass the Item Through',
			value: 'passThrough',
			description:
				'Send nothing for the item and hand it on unchanged, for example an email without attachments',
		},
		{ name: 'Report an Error', value: 'error' },
		{
			name: 'Skip the File',
			value: 'skip',
			description:
				'Send the other files of the item; an item that has none of the chosen files is handed on unchanged',
		},
	],
	default: 'error',
	description: 'What to do with an item that lacks one of the chosen files',
};

/**
 * What is left of the chosen files without those that are not there.
 *
 * @param fileOf the file, or what to say about it when it is not there
 * @throws ActionableError when one is missing and that is an error
 * @throws NothingToSend when the item is to be handed on as it is
 */
export function withoutMissing<T, File>(
	context: IExecuteFunctions,
	itemIndex: number,
	chosen: T[],
	fileOf: (choice: T) => File | ActionableError,
): T[] {
	const missing = chosen.map(fileOf).find((file) => file instanceof ActionableError);
	if (missing === undefined) return chosen;
	const { whenFileMissing = 'error' } = context.getNodeParameter('options', itemIndex, {});
	const found = chosen.filter((choice) => !(fileOf(choice) instanceof ActionableError));
	if (whenFileMissing === 'passThrough') throw new NothingToSend();
	if (whenFileMissing !== 'skip') {
		const { message, advice, details } = missing;
		throw new ActionableError(message, sentences(advice, 'Nothing was sent'), details);
	}
	if (found.length === 0) throw new NothingToSend();
	return found;
}
