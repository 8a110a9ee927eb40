import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import type { PreparedFile } from '../../shared/files/preparedFile';
import { textPart } from '../../shared/http/multipart';
import { nonEmptyText } from '../../shared/parameters/coercion';
import type { LeadSquaredClient } from './client';
import { toLink } from './links';

/** The form fields of "Upload a File" (apidocs.leadsquared.com), but for the keys and the file. */
export interface UploadTarget {
	/** 0 document, 1 image, 3 lead attachment, 7 document of a custom field set. */
	FileType: number;
	/** 0 permanent, 1 temporary. */
	FileStorageType?: number;
	EnableResize?: boolean;
	/** 0 lead, 1 activity or opportunity. */
	Entity?: number;
	/** A lead's id, or the event code of an activity or opportunity type. */
	Id?: string;
	/** The file field inside the custom field set. */
	SchemaName?: string;
	/** The field of the record that holds the custom field set. */
	EntitySchemaName?: string;
	/** 0 for LeadSquared's own storage. */
	StorageVersion?: number;
}

/** A file in the account. */
export interface UploadedFile {
	file: PreparedFile;
	/** The name under which LeadSquared knows the file: what file fields take. */
	uploadedFile: string;
	/** The link for people (`relativeFilePath`), percent-encoded. */
	fileUrl?: string;
	/** The storage link (`s3FilePath`), percent-encoded: what attachment lists take. */
	s3Url?: string;
	/** Whether an earlier attempt may have left a second one there, under another name. */
	mayHaveCopy: boolean;
	response: IDataObject;
}

/**
 * Uploads one file. This does not attach it to anything.
 *
 * @throws ActionableError when LeadSquared refuses it, or answers without a name for it
 */
export async function uploadFile(
	client: LeadSquaredClient,
	file: PreparedFile,
	target: UploadTarget,
): Promise<UploadedFile> {
	const fields = { FileStorageType: 0, EnableResize: false, ...target };
	const { answer, isRepeat } = await client.postForm<IDataObject | IDataObject[]>([
		...Object.entries(fields)
			.filter(([, value]) => value !== undefined && value !== '')
			.map(([name, value]) => textPart(name, value)),
		{ ...file, name: 'uploadFiles' },
	]);
	// Clients have met a list of one, and other capitals (assumed variants).
	const response = Array.isArray(answer) ? answer[0] : answer;
	const uploadedFile = nonEmptyText(response?.uploadedFile ?? response?.UploadedFile);
	if (!uploadedFile) {
		throw new ActionableError(
			`LeadSquared took the file "${file.fileName}" without naming it, so it cannot be attached`,
			`It answered: ${JSON.stringify(response ?? null).slice(0, 200)}`,
			{ fromService: true },
		);
	}
	const linkIn = (member: string) => {
		const link = nonEmptyText(response[member]);
		return link && toLink(link, uploadedFile);
	};
	return {
		file,
		uploadedFile,
		fileUrl: linkIn('relativeFilePath'),
		s3Url: linkIn('s3FilePath'),
		// Under the same name it has taken the place of the first.
		mayHaveCopy: isRepeat && uploadedFile !== file.fileName,
		response,
	};
}
