import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fileOptions } from '../../shared/files/options';
import { optionsCollection } from '../../shared/parameters/optionsCollection';
import { requestFields } from '../../shared/parameters/requestOptions';

const mostFilesPerRequest = 20;
const bytesPerMegabyte = 1024 * 1024;

const keepOriginalFileNames: INodeProperties = {
	displayName: 'Keep Original File Names',
	name: 'keepOriginalFileNames',
	type: 'boolean',
	default: false,
	description: 'Whether to send names with blanks, dots and letters of other alphabets as they are',
};

/** Options of the Attach File operations. */
export const attachOptions: INodeProperties = options([
	{
		displayName: 'Check Record Exists',
		name: 'checkRecordExists',
		type: 'boolean',
		default: true,
		description:
			'Whether to look the record up before a file is sent. SharpSpring may report success for records that do not exist.',
	},
	{
		displayName: 'Files per Request',
		name: 'filesPerRequest',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: mostFilesPerRequest },
		default: 1,
		description:
			'How many files for the same field may share a request, also files of several items. More saves calls; one tells most precisely which file was refused. The value of the first item counts for all.',
	},
	{
		...keepOriginalFileNames,
		description: `${keepOriginalFileNames.description}. SharpSpring uses a file name as the name of a parameter, so it may not find the record for such a file.`,
	},
	{
		displayName: 'Maximum Request Size',
		name: 'maxRequestSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'In MB (1,048,576 bytes). Files share a request only up to this size, and larger files are refused before anything is sent. 0 means no limit. The value of the first item counts for all.',
	},
]);

/** Options of Upload Image. */
export const imageOptions: INodeProperties = options([keepOriginalFileNames]);

/** How the files of one item are sent and told of. */
export interface UploadOptions {
	checkRecordExists: boolean;
	keepOriginalFileNames: boolean;
	rawResponse: boolean;
}

/** Reads {@link attachOptions} or {@link imageOptions} of one item. */
export function readUploadOptions(context: IExecuteFunctions, itemIndex: number): UploadOptions {
	const {
		checkRecordExists = true,
		keepOriginalFileNames: keep = false,
		rawResponse = false,
	} = context.getNodeParameter('options', itemIndex, {}) as Partial<UploadOptions>;
	return { checkRecordExists, keepOriginalFileNames: keep, rawResponse };
}

/** How many files may share a call. */
export interface CallLimits {
	filesPerCall: number;
	/** 0 for no limit. */
	bytesPerCall: number;
}

/** Reads the limits in {@link attachOptions}. Calls are shared by items, so that the first one decides. */
export function readCallLimits(context: IExecuteFunctions): CallLimits {
	const wanted = Math.floor(firstItemsNumber(context, 'filesPerRequest'));
	return {
		filesPerCall: Math.min(Math.max(wanted, 1), mostFilesPerRequest),
		bytesPerCall: readMaxRequestSize(context) * bytesPerMegabyte,
	};
}

/** The largest request in MB, or 0 for no limit. */
export function readMaxRequestSize(context: IExecuteFunctions): number {
	return firstItemsNumber(context, 'maxRequestSize');
}

function firstItemsNumber(context: IExecuteFunctions, name: string): number {
	return Number(context.getNodeParameter(`options.${name}`, 0, 0)) || 0;
}

function options(own: INodeProperties[]): INodeProperties {
	return optionsCollection([...fileOptions, ...own, ...requestFields('Second')]);
}
