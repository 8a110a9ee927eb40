import type { IDataObject } from 'n8n-workflow';
import type { ActivityFiles } from '../parameters/attachTo';
import type { FieldSetFiles } from '../parameters/fieldSet';
import type { UploadedFile } from '../transport/files';

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

/** The output for the files in a custom field set. */
export function describeFieldSet(
	{ setField, rows }: FieldSetFiles,
	uploaded: UploadedFile[],
	rawResponse: boolean,
): IDataObject {
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
