import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fileOptions } from '../../shared/files/options';
import type { NumberRange } from '../../shared/parameters/coercion';
import { readBoolean, readNumber } from '../../shared/parameters/coercion';
import { optionsCollection } from '../../shared/parameters/optionsCollection';
import { outputItemsField } from '../../shared/parameters/outputItems';
import { requestFields } from '../../shared/parameters/requestOptions';
import type { WhenFieldHasFile } from '../../shared/parameters/whenFieldHasFile';
import {
	readWhenFieldHasFile,
	whenFieldHasFileField,
} from '../../shared/parameters/whenFieldHasFile';
import type { WhenUnknown } from '../../shared/parameters/whenUnknown';
import { readWhenUnknown, whenUnknownField } from '../../shared/parameters/whenUnknown';

const mostFilesPerRequest = 20;
const bytesPerMegabyte = 1024 * 1024;

const keepOriginalFileNames: INodeProperties = {
	displayName: 'Keep Original File Names',
	name: 'keepOriginalFileNames',
	type: 'boolean',
	default: false,
	description: 'Whether to send names with spaces, dots and letters of other alphabets as they are',
};

/** Options of the Attach File operations. */
export const attachOptions: INodeProperties = options([
	outputItemsField,
	{
		displayName: 'Check Record Exists',
		name: 'checkRecordExists',
		type: 'boolean',
		default: true,
		description:
			'Whether to look the record up before a file is sent. SharpSpring may report success for records that do not exist.',
	},
	{
		displayName: 'Confirm',
		name: 'confirm',
		type: 'boolean',
		default: true,
		description:
			'Whether to read the record again after the upload, to see that the field names the file. What SharpSpring answers to an upload is not documented. The value of the first item counts for all.',
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
		displayName: 'Maximum Request Size (MB)',
		name: 'maxRequestSize',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Files share a request only up to this size, and larger files are refused before anything is sent. 0 means no limit. A MB has 1,048,576 bytes. The value of the first item counts for all.',
	},
	whenFieldHasFileField,
	whenUnknownField(
		'Send the file again, although it may have arrived',
		'What to do when an answer was lost and the record does not show whether the file has arrived. The value of the first item counts for all.',
	),
]);

/** Options of Upload Image. */
export const imageOptions: INodeProperties = options([keepOriginalFileNames]);

/** How the files of one item are sent and told of. */
export interface UploadOptions {
	checkRecordExists: boolean;
	keepOriginalFileNames: boolean;
	rawResponse: boolean;
	whenFieldHasFile: WhenFieldHasFile;
}

/**
 * Reads {@link attachOptions} or {@link imageOptions} of one item.
 *
 * @throws ActionableError when an expression gives something of another kind
 */
export function readUploadOptions(context: IExecuteFunctions, itemIndex: number): UploadOptions {
	const given = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return {
		checkRecordExists: readBoolean(given.checkRecordExists, 'Check Record Exists', true),
		keepOriginalFileNames: readBoolean(given.keepOriginalFileNames, 'Keep Original File Names'),
		rawResponse: readBoolean(given.rawResponse, 'Raw Response'),
		whenFieldHasFile: readWhenFieldHasFile(given),
	};
}

/** How to make sure that files have arrived. */
export interface ProofOptions {
	confirm: boolean;
	whenUnknown: WhenUnknown;
}

/** Reads the options on proof in {@link attachOptions} from the first item. */
export function readProofOptions(context: IExecuteFunctions): ProofOptions {
	const option = (name: string) => context.getNodeParameter(`options.${name}`, 0, '');
	return {
		confirm: readBoolean(option('confirm'), 'Confirm', true),
		whenUnknown: readWhenUnknown({ whenUnknown: option('whenUnknown') }),
	};
}

/** How many files may share a call. */
export interface CallLimits {
	filesPerCall: number;
	/** 0 for no limit. */
	bytesPerCall: number;
}

/** Reads the limits in {@link attachOptions}. Calls are shared by items, so that the first one decides. */
export function readCallLimits(context: IExecuteFunctions): CallLimits {
	const range = { min: 1, max: mostFilesPerRequest, fallback: 1 };
	return {
		filesPerCall: Math.floor(
			readFirstNumber(context, 'filesPerRequest', 'Files per Request', range),
		),
		bytesPerCall: readMaxRequestSize(context) * bytesPerMegabyte,
	};
}

/** The largest request in MB, or 0 for no limit. */
export function readMaxRequestSize(context: IExecuteFunctions): number {
	return readFirstNumber(context, 'maxRequestSize', 'Maximum Request Size', {
		min: 0,
		fallback: 0,
	});
}

function readFirstNumber(
	context: IExecuteFunctions,
	name: string,
	label: string,
	range: NumberRange,
): number {
	return readNumber(context.getNodeParameter(`options.${name}`, 0, ''), label, range);
}

function options(own: INodeProperties[]): INodeProperties {
	return optionsCollection(fileOptions, own, requestFields());
}
