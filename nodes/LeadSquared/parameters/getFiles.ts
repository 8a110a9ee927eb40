import type { INodeProperties } from 'n8n-workflow';
import { readOptionsField } from './options';

/** Parameters of the Get Files operations, besides the record. */
export const getFilesFields: INodeProperties[] = [
	{
		displayName: 'Download Files',
		name: 'download',
		type: 'boolean',
		default: false,
		description: 'Whether to download the files and output them as binary data',
	},
	{
		displayName: 'Put Output Files in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'file_',
		required: true,
		hint: 'The start of the names of the output binary fields, for example file_0, file_1 and so on',
		displayOptions: { show: { download: [true] } },
	},
	readOptionsField(),
];
