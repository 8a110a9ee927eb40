import type { INodeExecutionData } from 'n8n-workflow';
import { guardRequest } from '../../shared/files/guard';
import { readFileRows } from '../../shared/files/prepare';
import { checked } from '../../shared/parameters/validators';
import type { ItemResult } from '../../shared/execution/runNode';
import type { CallLimits, Upload } from './calls';
import { planned } from './calls';
import { sentName } from './fileNames';
import type { Run } from '../resources/operation';
import type { ObjectType } from '../transport/records';
import { assertExists } from '../transport/records';
import { uploadFiles } from '../transport/uploads';
import { describeFile, uploadItems } from './uploadItems';

interface AttachOptions {
	checkRecordExists?: boolean;
	keepOriginalFileNames?: boolean;
	rawResponse?: boolean;
}

/** Finds the record that an item names. */
export type FindRecord = (
	run: Run,
	itemIndex: number,
) => Promise<{
	id: string;
	/** Whether it was looked up and therefore exists. */
	isKnown: boolean;
}>;

const mostFilesPerRequest = 20;
const bytesPerMegabyte = 1024 * 1024;

// The name that the label of the field had when it was made, with a number behind it.
const systemName = /^[\p{L}\p{N}_-]{1,150}$/u;

/** Attaches the files of all items to records of one type. */
export async function attachFiles(
	run: Run,
	objectType: ObjectType,
	findRecord: FindRecord,
): Promise<Array<ItemResult<INodeExecutionData[]>>> {
	return await uploadItems(run, {
		limits: readLimits(run),
		plan: async (itemIndex) => await planUploads(run, itemIndex, objectType, findRecord),
		send: async (call) => await uploadFiles(run.client, objectType, call[0].fieldSystemName, call),
		describe: (uploads, itemIndex) => {
			const { rawResponse } = readOptions(run, itemIndex);
			return {
				objectType,
				recordId: uploads[0].recordId,
				files: uploads.map((upload) => ({
					...describeFile(upload, rawResponse),
					fieldSystemName: upload.fieldSystemName,
				})),
				warnings: warningsFor(uploads),
			};
		},
	});
}

async function planUploads(
	run: Run,
	itemIndex: number,
	objectType: ObjectType,
	findRecord: FindRecord,
): Promise<Upload[]> {
	const { context, client } = run;
	const { checkRecordExists = true, keepOriginalFileNames = false } = readOptions(run, itemIndex);
	const maxRequestSize = sharedOption(run, 'maxRequestSize');
	const rows = await readFileRows(context, itemIndex, 'fieldSystemName', {
		allowSharedField: true,
	});
	for (const { file } of rows) guardRequest([file], maxRequestSize);
	const fields = rows.map(({ field }) =>
		checked(field, 'File Upload Field', systemName, 'contract_65f0a1b2c3d4e'),
	);
	const { id, isKnown } = await findRecord(run, itemIndex);
	if (checkRecordExists && !isKnown) await assertExists(client, objectType, id);
	return rows.map(({ file }, index) =>
		planned({
			itemIndex,
			recordId: id,
			fieldSystemName: fields[index],
			file,
			sentFileName: sentName(file, keepOriginalFileNames),
		}),
	);
}

function warningsFor(uploads: Upload[]): string[] {
	const crowded = uploads.filter(({ sharesField }) => sharesField);
	return [...new Set(crowded.map(({ fieldSystemName }) => fieldSystemName))].map(
		(field) =>
			`Several files were sent to the field ${field} of this record, one after the other; a File Upload field may keep only the last one.`,
	);
}

function readLimits(run: Run): CallLimits {
	const wanted = Math.floor(sharedOption(run, 'filesPerRequest'));
	return {
		filesPerCall: Math.min(Math.max(wanted, 1), mostFilesPerRequest),
		bytesPerCall: sharedOption(run, 'maxRequestSize') * bytesPerMegabyte,
	};
}

/** A number, or 0. Calls are shared by items, so that the first one decides. */
function sharedOption({ context }: Run, name: 'filesPerRequest' | 'maxRequestSize'): number {
	return Number(context.getNodeParameter(`options.${name}`, 0, 0)) || 0;
}

function readOptions({ context }: Run, itemIndex: number): AttachOptions {
	return context.getNodeParameter('options', itemIndex, {}) as AttachOptions;
}
