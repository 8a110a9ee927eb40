import type { IDataObject } from 'n8n-workflow';
import type { ActivityFiles } from '../parameters/attachTo';
import type { FieldSetFiles } from '../parameters/fieldSet';
import type { UploadedFile } from '../transport/files';

/** What an item ended in; the record and the warnings come first, where a person sees them. */
export interface RecordOutput {
	recordType: 'activity' | 'lead' | 'opportunity';
	recordId: string;
	/** What else is told of the record. */
	details?: IDataObject;
	warnings: string[];
	/** The files, as one of the functions below describes them. */
	files: IDataObject;
	/** The service's answer, where the user wants it. */
	response?: IDataObject;
}

/** The output for an item that is about one record. */
export function describeRecord(output: RecordOutput): IDataObject {
	const { recordType, recordId, details, warnings, files, response } = output;
	return {
		recordId,
		recordType,
		[`${recordType}Id`]: recordId,
		...details,
		// The array itself: a later item may add to it.
		warnings,
		...files,
		...(response ? { response } : {}),
	};
}

/** The output for an uploaded file; `rawResponse` adds LeadSquared's answer. */
export function describeUpload(uploaded: UploadedFile, rawResponse: boolean): IDataObject {
	const { file, uploadedFile, fileUrl, s3Url, response } = uploaded;
	return {
		fileName: file.label,
		sentFileName: file.fileName,
		uploadedFile,
		fileUrl: fileUrl ?? s3Url ?? null,
		s3Url: s3Url ?? null,
		mimeType: file.mimeType,
		fileSize: file.bytes,
		binaryField: file.binaryField,
		...(rawResponse ? { response } : {}),
	};
}

/** The output for the files in a custom field set; `isAttached` says whether they are in it. */
export function describeFieldSet(
	{ setField, rows }: FieldSetFiles,
	uploaded: UploadedFile[],
	rawResponse: boolean,
	isAttached = true,
): IDataObject {
	if (!isAttached) return { files: uploaded.map((file) => describeUpload(file, rawResponse)) };
	return {
		customFieldSet: setField,
		files: uploaded.map((file, index) => ({
			...describeUpload(file, rawResponse),
			fileField: rows[index].schemaName,
		})),
	};
}

/** The output for the files of an activity. */
export function describeActivityFiles(
	chosen: ActivityFiles,
	uploaded: UploadedFile[],
	attachmentIds: string[],
	rawResponse: boolean,
): IDataObject {
	if ('fieldSet' in chosen) return describeFieldSet(chosen.fieldSet, uploaded, rawResponse);
	return {
		files: uploaded.map((file, index) => ({
			...describeUpload(file, rawResponse),
			attachmentId: attachmentIds[index],
		})),
	};
}
