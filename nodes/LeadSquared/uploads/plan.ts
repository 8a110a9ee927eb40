import type { PreparedFile } from '../../shared/files/preparedFile';
import type { ActivityFiles } from '../parameters/attachTo';
import type { FieldSetFiles } from '../parameters/fieldSet';
import type { UploadTarget } from '../transport/files';

/** A file and what LeadSquared shall know about it. */
export interface PlannedUpload {
	file: PreparedFile;
	target: UploadTarget;
}

/** What the files of a custom field set belong to: a lead by id, or a type by event code. */
export type FieldSetOwner = { leadId: string } | { eventCode: string };

/** How the files of a custom field set are to be uploaded ("Upload a File": `FileType` 7). */
export function fieldSetUploads(
	{ setField, rows, storage }: FieldSetFiles,
	owner: FieldSetOwner,
): PlannedUpload[] {
	return rows.map(({ file, schemaName }) => ({
		file,
		target: {
			FileType: 7,
			...('leadId' in owner ? { Entity: 0, Id: owner.leadId } : { Entity: 1, Id: owner.eventCode }),
			SchemaName: schemaName,
			EntitySchemaName: setField,
			StorageVersion: storage.storageVersion,
		},
	}));
}

/** How the files are to be uploaded; an attachment may do without the type's event code. */
export function activityUploads(
	chosen: ActivityFiles,
	eventCode: string | undefined,
): PlannedUpload[] {
	if ('fieldSet' in chosen) {
		return fieldSetUploads(chosen.fieldSet, { eventCode: eventCode ?? '' });
	}
	const owner = eventCode ? { Entity: 1, Id: eventCode } : {};
	const { files, storage } = chosen;
	const target = { FileType: 0, ...owner, StorageVersion: storage.storageVersion };
	return files.map((file) => ({ file, target }));
}
