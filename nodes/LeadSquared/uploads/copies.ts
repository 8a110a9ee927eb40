import type { UploadedFile } from '../transport/files';

/** What to say of files that may be in the account a second time, because an answer was lost. */
export function copyWarnings(uploaded: UploadedFile[]): string[] {
	return uploaded
		.filter(({ mayHaveCopy }) => mayHaveCopy)
		.map(
			({ file, uploadedFile }) =>
				`The file "${file.label}" was sent again, because an answer was lost: besides "${uploadedFile}" the account may hold a copy of it, which is attached to nothing.`,
		);
}
