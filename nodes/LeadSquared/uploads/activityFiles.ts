import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { InputFile } from '../../shared/files/select';
import { readFiles } from '../../shared/files/prepare';
import type { PlannedUpload } from './upload';
import { attaching } from './upload';
import { describeFieldSet, fieldSetUploads } from './fieldSet';
import type { FieldSetFiles, StorageOptions } from '../parameters/parameters';
import { readFieldSetFiles, readStorageOptions } from '../parameters/parameters';
import { addAttachment } from '../transport/activities';
import type { LeadSquaredClient } from '../transport/client';
import type { UploadedFile } from '../transport/files';
import { describeUpload } from '../transport/files';

/** The files for an activity, and where in it they go. */
export type ActivityFiles =
	| { fieldSet: FieldSetFiles }
	| { files: InputFile[]; storage: StorageOptions };

/** Reads what {@link attachToFields} holds. @throws ActionableError as the files' own readers do */
export async function readActivityFiles(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ActivityFiles> {
	return context.getNodeParameter('attachTo', itemIndex) === 'customFieldSet'
		? { fieldSet: await readFieldSetFiles(context, itemIndex) }
		: {
				files: await readFiles(context, itemIndex),
				storage: readStorageOptions(context, itemIndex),
			};
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
	return files.map((file) => ({ file, target, uniqueName: storage.uniqueNames }));
}

/**
 * Adds uploaded files to an activity's attachment list, one call for each.
 *
 * @returns the ids of the attachments
 * @throws ActionableError that names the files which are not attached yet
 */
export async function addAttachments(
	client: LeadSquaredClient,
	activityId: string,
	uploaded: UploadedFile[],
	description?: string,
): Promise<string[]> {
	const ids: string[] = [];
	for (const [index, { sentFileName, s3Url, fileUrl }] of uploaded.entries()) {
		const add = async () => {
			const url = s3Url ?? fileUrl;
			if (url)
				return await addAttachment(client, activityId, { name: sentFileName, url, description });
			throw new ActionableError('LeadSquared gave no link for the file, so it cannot be attached');
		};
		ids.push(await attaching(uploaded.slice(index), add, uploaded.slice(0, index)));
	}
	return ids;
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
