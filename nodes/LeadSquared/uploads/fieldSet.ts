import type { IDataObject } from 'n8n-workflow';
import type { PlannedUpload } from './upload';
import type { FieldSetFiles } from '../parameters/parameters';
import type { FieldSetValues } from '../transport/fieldRows';
import type { UploadedFile } from '../transport/files';
import { describeUpload } from '../transport/files';

/** What the files of a custom field set belong to: a lead by id, or a type by event code. */
export type FieldSetOwner = { leadId: string } | { eventCode: string };

/** How the files of a custom field set are to be uploaded ("Upload a File": `FileType` 7). */
export function fieldSetUploads(
	{ setField, rows, storage }: FieldSetFiles,
	owner: FieldSetOwner,
): PlannedUpload[] {
	return rows.map(({ file, schemaName }) => ({
		file,
		uniqueName: storage.uniqueNames,
		target: {
			FileType: 7,
			...('leadId' in owner ? { Entity: 0, Id: owner.leadId } : { Entity: 1, Id: owner.eventCode }),
			SchemaName: schemaName,
			EntitySchemaName: setField,
			StorageVersion: storage.storageVersion,
		},
	}));
}

/** The custom field set with the uploaded files in it, by the names that LeadSquared gave them. */
export function filledFieldSet(
	{ setField, rows, status }: FieldSetFiles,
	uploaded: UploadedFile[],
): FieldSetValues {
	const values = uploaded.map(({ uploadedFile }, index) => ({
		schemaName: rows[index].schemaName,
		value: uploadedFile,
	}));
	return { setField, status, values };
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
