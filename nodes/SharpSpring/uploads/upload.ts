import type { NamedUpload } from '../transport/uploads';

/** One file of one item on its way to a field of a record, and what became of it. */
export interface Upload extends NamedUpload {
	itemIndex: number;
	/** The address that the record was found by. */
	email?: string;
	fieldSystemName: string;
	state: 'waiting' | 'attached' | 'failed';
	error?: unknown;
	/** The reply as it came. */
	response?: unknown;
	/** Whether other files go to the same field of the same record. */
	sharesField: boolean;
}

/** An upload that has yet to be made. */
export function planned(
	upload: Omit<Upload, 'sentFileName' | 'state' | 'error' | 'response' | 'sharesField'>,
): Upload {
	return { ...upload, sentFileName: upload.file.fileName, state: 'waiting', sharesField: false };
}

/** Whether the file is known, or has to be taken, not to have arrived. */
export function hasFailed({ state }: Upload): boolean {
	return state === 'failed';
}
