import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBoolean, readPlainText } from './coercion';
import { optionsCollection } from './optionsCollection';
import { requestFields } from './requestOptions';

const download: INodeProperties = {
	displayName: 'Download Files',
	name: 'download',
	type: 'boolean',
	default: false,
	description: 'Whether to download the files and output them as binary data',
};

const defaultPrefix = 'file_';

const outputFields: INodeProperties = {
	displayName: 'Put Output Files in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: defaultPrefix,
	required: true,
	hint: 'The start of the names of the output binary fields, for example file_0, file_1 and so on',
	displayOptions: { show: { download: [true] } },
};

/** Parameters of the Get Files operations, besides the record. */
export const getFilesFields: INodeProperties[] = [
	download,
	outputFields,
	optionsCollection(requestFields()),
];

/**
 * The start of the names of the output's binary fields.
 *
 * @returns undefined where no file is to be downloaded
 * @throws ActionableError when an expression gives something else than a text
 */
export function readDownloadPrefix(
	context: IExecuteFunctions,
	itemIndex: number,
): string | undefined {
	const wanted = context.getNodeParameter(download.name, itemIndex, false);
	if (!readBoolean(wanted, download.displayName)) return undefined;
	const prefix = context.getNodeParameter(outputFields.name, itemIndex);
	return readPlainText(prefix, outputFields.displayName) ?? defaultPrefix;
}
