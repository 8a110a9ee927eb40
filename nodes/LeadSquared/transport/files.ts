import type { IDataObject } from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { cleanFileName, withSuffix } from '../../shared/files/name';
import type { InputFile } from '../../shared/files/select';
import { textPart } from '../../shared/http/multipart';
import type { LeadSquaredClient } from './client';

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
	file: InputFile;
	/** The name that was sent. */
	sentFileName: string;
	/** The name under which LeadSquared knows the file: what file fields take. */
	uploadedFile: string;
	/** The link for people (`relativeFilePath`), blanks not encoded. */
	fileUrl?: string;
	/** The storage link (`s3FilePath`): what attachment lists take. */
	s3Url?: string;
	response: IDataObject;
}

/** The name that a file is sent under, unless it is made unique. */
export function sentNameOf({ name, mimeType, binaryField }: InputFile): string {
	return cleanFileName(name, mimeType, binaryField);
}

/** The same with a random mark before the extension, unlike the names of all other files. */
export function markedName(file: InputFile): string {
	return withSuffix(sentNameOf(file), `-${randomMark()}`);
}

/**
 * Uploads one file. This does not attach it to anything.
 *
 * @throws ActionableError when LeadSquared refuses it, or answers without a name for it
 */
export async function uploadFile(
	client: LeadSquaredClient,
	file: InputFile,
	sentFileName: string,
	target: UploadTarget,
): Promise<UploadedFile> {
	const fields = { FileStorageType: 0, EnableResize: false, ...target };
	const answer = await client.postForm<IDataObject | IDataObject[]>([
		...Object.entries(fields)
			.filter(([, value]) => value !== undefined && value !== '')
			.map(([name, value]) => textPart(name, value)),
		{ ...file, name: 'uploadFiles', fileName: sentFileName },
	]);
	// Clients have met a list of one, and other capitals (assumed variants).
	const response = Array.isArray(answer) ? answer[0] : answer;
	const uploadedFile = textOf(response?.uploadedFile ?? response?.UploadedFile);
	if (!uploadedFile) {
		throw new ActionableError(
			`LeadSquared took the file "${sentFileName}" without naming it, so it cannot be attached`,
			`It answered: ${JSON.stringify(response ?? null).slice(0, 200)}`,
			{ fromService: true },
		);
	}
	return {
		file,
		sentFileName,
		uploadedFile,
		fileUrl: textOf(response.relativeFilePath),
		s3Url: textOf(response.s3FilePath),
		response,
	};
}

/** Eight letters and digits. */
function randomMark(): string {
	return Math.random().toString(36).slice(2).padEnd(8, '0').slice(0, 8);
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
