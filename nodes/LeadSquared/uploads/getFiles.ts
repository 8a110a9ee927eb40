import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { ActionableError } from '../../shared/errors';
import { storeFile } from '../../shared/files/storeFile';
import { readBoolean } from '../../shared/parameters/coercion';
import { readRequestOptions } from '../../shared/parameters/requestOptions';
import { wantsRawResponse } from '../parameters/rawResponse';
import type { RecordFile } from '../transport/recordFiles';
import { attachmentsOf, filesOfRecord } from '../transport/recordFiles';
import { download } from '../transport/downloads';

/** What a record shows of its files, and how to ask for it again. */
export interface ShownFiles {
	/** What is told of the record, e.g. `{ recordId, recordType }`. */
	record: IDataObject;
	files: RecordFile[];
	warnings: string[];
	/** The service's answers, for the raw output. */
	response: unknown;
}

/**
 * The item's output for a record's files: names and links and, on request, the files. Links may expire
 * within minutes (seen in a public client), so one that does not lead to its file is asked for anew, once.
 */
export async function outputFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	show: () => Promise<ShownFiles>,
): Promise<INodeExecutionData[]> {
	const shown = await show();
	const { record, files } = shown;
	const warnings = [...shown.warnings];
	const raw = wantsRawResponse(context, itemIndex)
		? { response: shown.response as IDataObject }
		: {};
	if (!readBoolean(context.getNodeParameter('download', itemIndex, false), 'Download Files')) {
		return [{ json: { ...record, warnings, files: files as unknown as IDataObject[], ...raw } }];
	}
	const prefix = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const binary: IBinaryKeyData = {};
	const listed: IDataObject[] = [];
	let renewed: RecordFile[] | undefined;
	for (const [index, file] of files.entries()) {
		if (!file.fileUrl && record.recordType === 'lead') {
			// There is no call for links to a lead's files: waiting would not help.
			warnings.push(
				`LeadSquared gives no link for the file "${file.fileName}", so it was not downloaded.`,
			);
			listed.push({ ...file });
			continue;
		}
		const binaryField = `${prefix}${index}`;
		binary[binaryField] = await downloadFile(context, file).catch(async (error: unknown) => {
			if (!isExpired(error)) throw error;
			renewed ??= (await show()).files;
			const again = renewed[index];
			if (again?.fileName !== file.fileName || again.fileUrl === file.fileUrl) throw error;
			return await downloadFile(context, again);
		});
		listed.push({ ...file, binaryField });
	}
	return [{ json: { ...record, warnings, files: listed, ...raw }, binary }];
}

/** What an activity or opportunity shows: its field sets, and its attachment list where it does. */
export function shownInDetails(record: IDataObject, details: IDataObject): ShownFiles {
	const inSets = filesOfRecord(details);
	const attachments = attachmentsOf(details);
	const files = [...inSets, ...(attachments ?? [])];
	const isSilent = attachments === undefined && files.length === 0;
	return {
		record: { ...record, attachmentListShown: attachments !== undefined },
		files,
		warnings: isSilent
			? [
					'LeadSquared shows no files in the custom field sets, and does not show the attachment list: files that are on it cannot be listed.',
				]
			: [],
		response: details,
	};
}

/** A signed link answers so when its time is over. */
function isExpired(error: unknown): boolean {
	return (
		error instanceof ActionableError &&
		['400', '401', '403', '404', '410'].includes(error.details.httpCode ?? '')
	);
}

async function downloadFile(context: IExecuteFunctions, file: RecordFile) {
	const { fileName, fileUrl } = file;
	if (!fileUrl) {
		const place = file.source === 'customFieldSet' ? ` in "${file.label}"` : '';
		throw new ActionableError(
			`LeadSquared gives no link for the file "${fileName}"${place}`,
			'It may still be copying the file. Try again later.',
			{ fromService: true },
		);
	}
	const { timeoutMs } = readRequestOptions(context);
	return await download(
		context,
		{ fileName, fileUrl, timeoutMs },
		async (stream, contentType) =>
			await storeFile(context, stream, { name: fileName, contentType }),
	);
}
