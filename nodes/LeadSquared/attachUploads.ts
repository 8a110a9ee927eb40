import { UserError } from '../shared/errors';
import type { InputFile } from '../shared/inputFiles';
import type { LeadSquaredClient } from './transport/client';
import type { UploadedFile, UploadTarget } from './transport/files';
import { uploadFile } from './transport/files';

/** A file and what LeadSquared shall know about it. */
export interface PlannedUpload {
	file: InputFile;
	target: UploadTarget;
	/** Whether its name is made unlike those of all other files. */
	uniqueName?: boolean;
}

/**
 * Uploads the files of one item, one after the other.
 *
 * @throws UserError that names the files already in the account, when one after them fails
 */
export async function uploadAll(
	client: LeadSquaredClient,
	planned: PlannedUpload[],
): Promise<UploadedFile[]> {
	const uploaded: UploadedFile[] = [];
	for (const { file, target, uniqueName } of planned) {
		const upload = async () => await uploadFile(client, file, target, uniqueName);
		uploaded.push(await attaching(uploaded, upload));
	}
	return uploaded;
}

/**
 * Does what makes uploaded files part of a record.
 *
 * @throws UserError that keeps their names and links when it fails, so that nothing is lost
 */
export async function attaching<T>(uploaded: UploadedFile[], attach: () => Promise<T>): Promise<T> {
	return await attach().catch((error: unknown) => {
		if (uploaded.length === 0 || !(error instanceof UserError)) throw error;
		const links = uploaded.map(({ uploadedFile, fileUrl, s3Url }) =>
			[uploadedFile, fileUrl ?? s3Url].filter(Boolean).join(' at '),
		);
		const kept = `Uploaded to the account, but not attached: ${links.join('; ')}.`;
		throw new UserError(error.message, [error.advice, kept].filter(Boolean).join(' '), {
			...error.details,
			uploadedFiles: uploaded.map(({ file, uploadedFile, fileUrl, s3Url }) => ({
				fileName: file.originalName || file.binaryField,
				uploadedFile,
				fileUrl: fileUrl ?? s3Url,
			})),
		});
	});
}
