import { ActionableError } from '../../shared/errors';
import type { FieldSetFiles } from '../parameters/fieldSet';
import { addAttachment } from '../transport/activities';
import type { DoubtSettings, LeadSquaredClient } from '../transport/client';
import type { FieldSetValues } from '../transport/fieldRows';
import type { UploadedFile } from '../transport/files';
import { withUploadContext } from './withUploadContext';

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
	doubt: DoubtSettings,
	description?: string,
): Promise<string[]> {
	const ids: string[] = [];
	for (const [index, { file, s3Url, fileUrl }] of uploaded.entries()) {
		const add = async () => {
			const url = s3Url ?? fileUrl;
			if (url) {
				const attachment = { name: file.fileName, url, description };
				return await addAttachment(client, activityId, attachment, doubt);
			}
			throw new ActionableError('LeadSquared gave no link for the file, so it cannot be attached');
		};
		const progress = { uploaded: uploaded.slice(index), attached: uploaded.slice(0, index) };
		ids.push(await withUploadContext(progress, add));
	}
	return ids;
}
