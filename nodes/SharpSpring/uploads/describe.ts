import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { Upload } from './upload';
import { hasFailed } from './upload';

/** What the output tells of a file. */
export function describeFile({ file, sentFileName, response }: Upload, raw: boolean): IDataObject {
	return {
		fileName: file.label,
		sentFileName,
		mimeType: file.mimeType,
		fileSize: file.bytes,
		binaryField: file.binaryField,
		...(raw ? { response: response as IDataObject } : {}),
	};
}

/** What the user of an item should know about fields that were given several files. */
export function warningsFor(uploads: Upload[]): string[] {
	const crowded = uploads.filter(({ sharesField }) => sharesField);
	return [...new Set(crowded.map(({ fieldSystemName }) => fieldSystemName))].map(
		(field) =>
			`Several files were sent to the field ${field} of this record, one after the other; a File Upload field may keep only the last one.`,
	);
}

/** The first failure of an item; it accounts for the item's other files, too. */
export function failureOf(uploads: Upload[]): unknown {
	const { error } = uploads.find(hasFailed) as Upload;
	if (!(error instanceof ActionableError) || uploads.length === 1) return error;
	return accountingFor(uploads, error);
}

/** What to say of an item of which only some files were sent, because another item failed. */
export function interruptionOf(uploads: Upload[]): ActionableError {
	const error = new ActionableError(
		'Only some files of the item were sent, because another item failed',
		'',
		{ wasStopped: true },
	);
	return accountingFor(uploads, error);
}

/** The error with a word on each file of the item. */
function accountingFor(uploads: Upload[], error: ActionableError): ActionableError {
	const attached = uploads.filter(({ state }) => state === 'attached');
	const list = (heading: string, state: Upload['state']) => {
		const names = uploads.filter((it) => it.state === state).map(({ file }) => file.label);
		return names.length > 0 ? `${heading}: ${names.join(', ')}.` : '';
	};
	const advice = [
		error.advice,
		list('Already attached to this record', 'attached'),
		list('Not attached', 'failed'),
		list('Not sent', 'waiting'),
	];
	return new ActionableError(error.message, advice.filter(Boolean).join(' '), {
		...error.details,
		...(attached.length > 0 ? { uploadedFiles: attached.map(toStored) } : {}),
	});
}

function toStored({ file, sentFileName }: Upload) {
	return { fileName: file.label, uploadedFile: sentFileName };
}
