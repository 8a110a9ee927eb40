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
import { filesOfRecord } from '../transport/recordFiles';
import { download } from '../transport/downloads';

/** The item's output for a record's details: names and links and, on request, the files. */
export async function describeFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	record: IDataObject,
	details: IDataObject,
): Promise<INodeExecutionData[]> {
	const files = filesOfRecord(details);
	const raw = wantsRawResponse(context, itemIndex) ? { response: details } : {};
	if (!readBoolean(context.getNodeParameter('download', itemIndex, false), 'Download Files')) {
		return [
			{ json: { ...record, warnings: [], files: files as unknown as IDataObject[], ...raw } },
		];
	}
	const prefix = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const binary: IBinaryKeyData = {};
	const listed: IDataObject[] = [];
	for (const [index, file] of files.entries()) {
		const binaryField = `${prefix}${index}`;
		binary[binaryField] = await downloadFile(context, file);
		listed.push({ ...file, binaryField });
	}
	return [{ json: { ...record, warnings: [], files: listed, ...raw }, binary }];
}

async function downloadFile(context: IExecuteFunctions, { fileName, fileUrl, label }: RecordFile) {
	if (!fileUrl) {
		throw new ActionableError(
			`LeadSquared gives no link for the file "${fileName}" in "${label}"`,
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
