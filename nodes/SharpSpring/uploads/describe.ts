import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { leftAsItWas } from '../../shared/parameters/whenFieldHasFile';
import type { Upload } from './upload';
import { hasFailed, isInDoubt } from './upload';
import { fitOf, shown } from './fieldValue';

/** What the output tells of a file. */
export function describeFile(upload: Upload, raw: boolean): IDataObject {
	const { file, sentFileName, response, state, confirmed, fieldValue, replacedBy } = upload;
	return {
		fileName: file.label,
		sentFileName,
		mimeType: file.mimeType,
		fileSize: file.bytes,
		binaryField: file.binaryField,
		...(state === 'skipped' ? { skipped: true } : {}),
		...(confirmed === undefined ? {} : { confirmed }),
		...(state === 'skipped' || confirmed !== undefined ? { fieldValue: shown(fieldValue) } : {}),
		...(replacedBy ? { replacedBy: replacedBy.file.label } : {}),
		...(raw ? { response: response as IDataObject } : {}),
	};
}

/** Whether the record shows all files of an item: `null` where the account does not show one of them. */
export function confirmationOf(uploads: Upload[]): { confirmed?: boolean | null } {
	const told = uploads.flatMap(({ confirmed }) => (confirmed === undefined ? [] : [confirmed]));
	return told.length === 0 ? {} : { confirmed: told.includes(null) ? null : true };
}

/** What the user of an item should know. */
export function warningsFor(uploads: Upload[]): string[] {
	const fieldsOf = (chosen: Upload[]) => [...new Set(chosen.map((it) => it.fieldSystemName))];
	const crowded = uploads.filter(({ sharesField }) => sharesField);
	const repeated = uploads.filter(({ isRepeatedBlindly }) => isRepeatedBlindly);
	const missing = uploads.filter((it) => it.confirmed === null && it.isFieldMissing);
	const left = uploads.filter(
		({ state, fieldValue, sentFileName }) =>
			state === 'skipped' && !['named', 'marked'].includes(fitOf(fieldValue, sentFileName)),
	);
	return [
		...fieldsOf(crowded).map(
			(field) =>
				`Several files were sent to the field ${field} of this record, one after the other; ${lossOf(crowded.filter((it) => it.fieldSystemName === field))}.`,
		),
		...fieldsOf(repeated).map(
			(field) =>
				`A file was sent to the field ${field} again, because it was not known whether it had arrived.`,
		),
		...fieldsOf(missing).map(
			(field) =>
				`The record that SharpSpring shows has no field ${field}, so it is not known whether its file has arrived: check the name of the field.`,
		),
		...left.map(({ fieldSystemName, fieldValue }) =>
			leftAsItWas(fieldSystemName, shown(fieldValue)),
		),
	];
}

/** What became of several files for one field. */
function lossOf(uploads: Upload[]): string {
	const last = uploads.map((it) => (it.replacesOthers ? it : it.replacedBy)).find(Boolean);
	// Without the names of the others, so that the warning is the same for all of their items.
	return last
		? `${last.file.label} took the place of what was sent before`
		: 'a File Upload field may keep only the last one';
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
	// Such as a file that was accepted and then not found.
	const { uploadedFiles: own = [] } = error.details;
	const uploadedFiles = [...attached.map(toStored), ...own];
	const list = (heading: string, isMeant: (upload: Upload) => boolean) => {
		const names = uploads.filter(isMeant).map(({ file }) => file.label);
		return names.length > 0 ? `${heading}: ${names.join(', ')}.` : '';
	};
	const advice = [
		error.advice,
		list('Already attached to this record', ({ state }) => state === 'attached'),
		list('Left as it was', ({ state }) => state === 'skipped'),
		list('Perhaps attached, look before you repeat it', isInDoubt),
		list('Not attached', (upload) => hasFailed(upload) && !isInDoubt(upload)),
		list('Not sent', ({ state }) => state === 'waiting'),
	];
	return new ActionableError(error.message, advice.filter(Boolean).join(' '), {
		...error.details,
		...(uploadedFiles.length > 0 ? { uploadedFiles } : {}),
		...(uploads.some(isInDoubt) ? { isInDoubt: true } : {}),
	});
}

function toStored({ file, sentFileName }: Upload) {
	return { fileName: file.label, uploadedFile: sentFileName };
}
