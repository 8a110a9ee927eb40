import { ActionableError } from '../../shared/errors';
import type { WhenFieldHasFile } from '../../shared/parameters/whenFieldHasFile';
import type { NamedUpload } from '../transport/uploads';

/** What is known of the field that a file goes into, from before it was sent. */
export interface FieldBefore {
	/** The value as the record shows it. */
	value: unknown;
	/** `performance.now()` before it was asked for. */
	readAt: number;
}

/** What became of a file. */
export type UploadState =
	| 'waiting'
	| 'attached'
	/** The field has a file already and is left as it is. */
	| 'skipped'
	/** Nobody knows yet whether it arrived. */
	| 'doubtful'
	| 'failed';

/** One file of one item on its way to a field of a record, and what became of it. */
export interface Upload extends NamedUpload {
	itemIndex: number;
	/** The address that the record was found by. */
	email?: string;
	fieldSystemName: string;
	/** What to do when the field has a file already. */
	whenFieldHasFile: WhenFieldHasFile;
	/** Undefined where nobody has looked, or what was seen is out of date. */
	before?: FieldBefore;
	state: UploadState;
	/** Of a failure, or of the doubt. */
	error?: unknown;
	/** Whether the doubt comes from an answer that cannot be understood, so that a repeat would end alike. */
	isAnswered?: boolean;
	/** The reply as it came. */
	response?: unknown;
	/** Whether other files went to the same field of the same record, too. */
	sharesField: boolean;
	/** The later file that the field shows in its place. */
	replacedBy?: Upload;
	/** Whether it took the place of a file that was sent before it. */
	replacesOthers?: boolean;
	/** Whether it was sent again although it may have arrived. */
	isRepeatedBlindly?: boolean;
	/** What reading the record back has shown; null where the account does not show it. */
	confirmed?: boolean | null;
	/** The value of the field when it was read back. */
	fieldValue?: unknown;
	/** Whether the record had no such field when it was read back. */
	isFieldMissing?: boolean;
}

/** An upload that has yet to be made. */
export function planned(
	upload: Pick<Upload, 'itemIndex' | 'recordId' | 'email' | 'fieldSystemName' | 'file' | 'before'> &
		Partial<Pick<Upload, 'whenFieldHasFile'>>,
): Upload {
	const sentFileName = upload.file.fileName;
	return {
		whenFieldHasFile: 'replace',
		...upload,
		sentFileName,
		state: 'waiting',
		sharesField: false,
	};
}

/** Whether the file is known, or has to be taken, not to have arrived. */
export function hasFailed({ state }: Upload): boolean {
	return state === 'failed';
}

/** Whether it has failed in a way that leaves open whether the file has arrived. */
export function isInDoubt({ state, error, confirmed }: Upload): boolean {
	if (state !== 'failed' || confirmed === false || !(error instanceof ActionableError))
		return false;
	return error.details.isInDoubt ?? false;
}

/** The same for uploads to one field of one record. */
export function placeOf({ recordId, fieldSystemName }: Upload): string {
	return `${recordId} ${fieldSystemName}`;
}
