import { ActionableError, NotStartedError } from '../../shared/errors';
import type { UploadedFile } from '../transport/files';
import { copyWarnings } from './copies';

/** What has been done with the files of an item. */
interface UploadContext {
	/** In the account, and part of no record. */
	uploaded: UploadedFile[];
	/** Part of the record already. */
	attached?: UploadedFile[];
	/** Whether the files are to become part of a record. */
	toAttach?: boolean;
}

/**
 * Does a step of an item whose files, or some of them, are in the account already.
 *
 * @throws ActionableError that keeps their names and links when it fails, so that nothing is lost
 */
export async function withUploadContext<T>(
	{ uploaded, attached = [], toAttach = true }: UploadContext,
	step: () => Promise<T>,
): Promise<T> {
	return await step().catch((thrown: unknown) => {
		if (uploaded.length + attached.length === 0) throw thrown;
		const error = thrown instanceof NotStartedError ? interruption() : thrown;
		if (!(error instanceof ActionableError)) throw error;
		const notAttached = error.details.isInDoubt
			? 'not attached as far as is known'
			: 'not attached';
		const advice = [
			error.advice,
			list('Attached already, not to be repeated', attached),
			...copyWarnings([...attached, ...uploaded]),
			list(toAttach ? `Uploaded to the account, but ${notAttached}` : 'Uploaded already', uploaded),
		];
		throw new ActionableError(error.message, advice.filter(Boolean).join(' '), {
			...error.details,
			uploadedFiles: uploaded.map(({ file, uploadedFile, fileUrl, s3Url }) => ({
				fileName: file.label,
				uploadedFile,
				fileUrl: fileUrl ?? s3Url,
			})),
		});
	});
}

/** Once a file is in the account, a step that is not begun leaves its item half done. */
function interruption(): ActionableError {
	return new ActionableError('The item was left half done, because another item failed', '', {
		wasStopped: true,
	});
}

function list(heading: string, files: UploadedFile[]): string {
	const links = files.map(({ uploadedFile, fileUrl, s3Url }) =>
		[uploadedFile, fileUrl ?? s3Url].filter(Boolean).join(' at '),
	);
	return links.length > 0 ? `${heading}: ${links.join('; ')}.` : '';
}
