import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ActionableError } from '../errors';
import { readChoice } from './coercion';

/** What to do when there is a file already where one is to go. */
export type WhenFieldHasFile = 'replace' | 'skip' | 'error';

/** Option for fields that hold one file. */
export const whenFieldHasFileField: INodeProperties = {
	displayName: 'When the Field Has a File Already',
	name: 'whenFieldHasFile',
	type: 'options',
	options: [
		{ name: 'Replace', value: 'replace', description: 'Send the file' },
		{
			name: 'Skip',
			value: 'skip',
			description: 'Leave the field as it is, so that a workflow can be run twice',
		},
		{ name: 'Report an Error', value: 'error', description: 'Send nothing for the item' },
	],
	default: 'replace',
	description: 'What to do when the record shows a file in the field before anything is sent',
};

/** Option for what holds any number of files, such as a list. */
export const whenFileIsThereField: INodeProperties = {
	displayName: 'When the File Is There Already',
	name: 'whenFileIsThere',
	type: 'options',
	options: [
		{ name: 'Add It Again', value: 'replace', description: 'Send the file' },
		{
			name: 'Skip',
			value: 'skip',
			description: 'Do not send a file whose name is there, so that a workflow can be run twice',
		},
		{ name: 'Report an Error', value: 'error', description: 'Send nothing for the item' },
	],
	default: 'replace',
	description: 'What to do when the record shows a file of the same name before anything is sent',
};

const fields = {
	[whenFieldHasFileField.name]: whenFieldHasFileField,
	[whenFileIsThereField.name]: whenFileIsThereField,
};

/**
 * Reads one of the options above out of the collection.
 *
 * @throws ActionableError when an expression gives another value: files of the record are at stake
 */
export function readWhenFieldHasFile(
	options: IDataObject,
	name: 'whenFieldHasFile' | 'whenFileIsThere' = 'whenFieldHasFile',
): WhenFieldHasFile {
	const label = fields[name].displayName;
	return readChoice(options[name], label, ['replace', 'skip', 'error'], 'replace');
}

/** The error for a field that has a file already. */
export function alreadyFilled(field: string, shown: string): ActionableError {
	return new ActionableError(
		`The field ${field} of the record has a file already: ${JSON.stringify(shown)}`,
		`The file was not sent. What to do then is set with '${whenFieldHasFileField.displayName}' in the options.`,
		{ fromService: true },
	);
}

/** The error for a file whose name is on a list already. */
export function alreadyThere(fileName: string): ActionableError {
	return new ActionableError(
		`The record has a file with this name already: ${JSON.stringify(fileName)}`,
		`Nothing was sent. What to do then is set with '${whenFileIsThereField.displayName}' in the options.`,
		{ fromService: true },
	);
}

/** The warning for a field that was left alone and shows another name than that of the file. */
export function leftAsItWas(field: string, shown: string): string {
	return `The field ${field} was left as it is, although it may hold another file: ${JSON.stringify(shown)}.`;
}
