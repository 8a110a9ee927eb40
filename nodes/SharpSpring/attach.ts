import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { UserError } from '../shared/errors';
import { guardRequest } from '../shared/fileGuards';
import type { InputFile } from '../shared/inputFiles';
import { passesThrough, readFileRows } from '../shared/readFiles';
import { checkedFieldName } from '../shared/recordIds';
import type { Settled } from '../shared/settle';
import { settle } from '../shared/settle';
import { makeUnique, sentName } from './fileNames';
import type { Run } from './operation';
import type { ObjectType } from './transport/records';
import { assertExists } from './transport/records';
import { uploadFiles } from './transport/uploads';

interface AttachOptions {
	checkRecordExists?: boolean;
	filesPerRequest?: number;
	keepOriginalFileNames?: boolean;
	maxRequestSize?: number;
	rawResponse?: boolean;
}

/** One file of one item, and what became of it. */
interface Upload {
	itemIndex: number;
	recordId: string;
	fieldSystemName: string;
	file: InputFile;
	/** The n-th file for the same field of the same record: such files never share a call. */
	turn: number;
	sentFileName: string;
	response?: unknown;
	state: 'waiting' | 'attached' | { failed: unknown };
}

interface Call {
	fieldSystemName: string;
	uploads: Upload[];
}

/** Finds the record that an item names. */
export type FindRecord = (run: Run, itemIndex: number) => Promise<string>;

const mostFilesPerRequest = 20;

/** Attaches the files of all items to records of one type. */
export async function attachFiles(
	run: Run,
	objectType: ObjectType,
	findRecord: FindRecord,
): Promise<Array<Settled<INodeExecutionData[]>>> {
	const { context, options, stopOnError } = run;
	const pace = { parallel: options.parallelRequests, stopOnError };
	const items = context.getInputData();
	const plans = await settle(items.length, pace, async (itemIndex) =>
		(await passesThrough(context, itemIndex))
			? undefined
			: await planUploads(run, itemIndex, objectType, findRecord),
	);
	const mayGoOn = !(stopOnError && plans.some(({ state }) => state === 'failed'));
	if (mayGoOn) await send(run, objectType, plans.flatMap(uploadsOf));

	return plans.map((plan, itemIndex) => {
		if (plan.state !== 'done') return plan;
		if (plan.value === undefined) return { state: 'done', value: [items[itemIndex]] };
		return conclude(plan.value, objectType, readOptions(context, itemIndex));
	});
}

async function planUploads(
	run: Run,
	itemIndex: number,
	objectType: ObjectType,
	findRecord: FindRecord,
): Promise<Upload[]> {
	const { context, client } = run;
	const options = readOptions(context, itemIndex);
	const rows = await readFileRows(context, itemIndex, 'fieldSystemName', { spare: true });
	const fields = rows.map(({ field }) =>
		checkedFieldName(field, 'File Upload Field', 'contract_65f0a1b2c3d4e'),
	);
	const recordId = await findRecord(run, itemIndex);
	if (options.checkRecordExists !== false) await assertExists(client, objectType, recordId);
	return rows.map(({ file }, index) => ({
		itemIndex,
		recordId,
		fieldSystemName: fields[index],
		file,
		turn: 0,
		sentFileName: sentName(file, options.keepOriginalFileNames === true),
		state: 'waiting',
	}));
}

async function send(run: Run, objectType: ObjectType, uploads: Upload[]): Promise<void> {
	const { context, client, options, stopOnError } = run;
	const { filesPerRequest = 1, maxRequestSize } = readOptions(context, 0);
	assignTurns(uploads);
	const size = Math.min(Math.max(Math.floor(filesPerRequest), 1), mostFilesPerRequest);
	const turns = Math.max(0, ...uploads.map(({ turn }) => turn)) + 1;
	for (let turn = 0; turn < turns; turn++) {
		const spoiled = new Set(uploads.filter(hasFailed).map(({ itemIndex }) => itemIndex));
		if (stopOnError && spoiled.size > 0) return;
		const due = uploads.filter((upload) => upload.turn === turn && !spoiled.has(upload.itemIndex));
		const calls = groupIntoCalls(due, size);
		const pace = { parallel: options.parallelRequests, stopOnError };
		const results = await settle(calls.length, pace, async (index) => {
			const call = calls[index];
			const files = call.uploads.map(({ file }) => file);
			guardRequest(files, maxRequestSize);
			const named = call.uploads.map(({ file, recordId, sentFileName }) => ({
				file,
				recordId,
				name: sentFileName,
			}));
			const outcome = await uploadFiles(client, objectType, call.fieldSystemName, named);
			outcome.entries.forEach(({ failed, message }, position) => {
				const upload = call.uploads[position];
				upload.response = outcome.response;
				upload.state = failed ? { failed: refused(upload, message) } : 'attached';
			});
			if (outcome.entries.some(({ failed }) => failed)) throw new UserError('Not attached');
		});
		results.forEach((result, index) => {
			if (result.state !== 'failed') return;
			for (const upload of calls[index].uploads) {
				if (upload.state === 'waiting') upload.state = { failed: result.error };
			}
		});
	}
}

function assignTurns(uploads: Upload[]): void {
	const counts = new Map<string, number>();
	for (const upload of uploads) {
		const key = `${upload.recordId} ${upload.fieldSystemName}`;
		upload.turn = counts.get(key) ?? 0;
		counts.set(key, upload.turn + 1);
	}
}

/** Calls of at most `size` files for one field, with file names that are unique in each. */
function groupIntoCalls(uploads: Upload[], size: number): Call[] {
	const open = new Map<string, Call>();
	const calls: Call[] = [];
	for (const upload of uploads) {
		let call = open.get(upload.fieldSystemName);
		if (!call || call.uploads.length === size) {
			call = { fieldSystemName: upload.fieldSystemName, uploads: [] };
			open.set(upload.fieldSystemName, call);
			calls.push(call);
		}
		call.uploads.push(upload);
	}
	for (const call of calls) {
		const names = makeUnique(call.uploads.map(({ sentFileName }) => sentFileName));
		call.uploads.forEach((upload, index) => (upload.sentFileName = names[index]));
	}
	return calls;
}

/** The item's output, or its error, which names the files that were attached all the same. */
function conclude(
	uploads: Upload[],
	objectType: ObjectType,
	{ rawResponse }: AttachOptions,
): Settled<INodeExecutionData[]> {
	const failed = uploads.find(hasFailed);
	const attached = uploads.filter(({ state }) => state === 'attached');
	if (failed) return { state: 'failed', error: withAttached(failed, attached) };
	if (attached.length < uploads.length) return { state: 'not started' };
	const json: IDataObject = {
		objectType,
		recordId: uploads[0]?.recordId,
		files: uploads.map((upload) => ({
			fileName: upload.file.originalName || upload.file.binaryField,
			sentFileName: upload.sentFileName,
			fieldSystemName: upload.fieldSystemName,
			mimeType: upload.file.mimeType,
			fileSize: upload.file.bytes,
			binaryField: upload.file.binaryField,
			...(rawResponse ? { response: upload.response as IDataObject } : {}),
		})),
		warnings: warningsFor(uploads),
	};
	return { state: 'done', value: [{ json }] };
}

function warningsFor(uploads: Upload[]): string[] {
	const crowded = new Set(
		uploads.filter(({ turn }) => turn > 0).map(({ fieldSystemName }) => fieldSystemName),
	);
	return [...crowded].map(
		(field) =>
			`Several files were sent to the field ${field} one after the other; a File Upload field may keep only the last one.`,
	);
}

function refused(upload: Upload, message = 'it gave no reason'): UserError {
	return new UserError(
		`SharpSpring did not attach the file "${upload.sentFileName}": ${message}`,
		'Check the record, the field and the size of the file.',
		{ fromService: true },
	);
}

function withAttached(upload: Upload, attached: Upload[]): unknown {
	const { failed: error } = upload.state as { failed: unknown };
	if (attached.length === 0 || !(error instanceof UserError)) return error;
	const names = attached.map(({ sentFileName }) => sentFileName);
	const advice = [error.advice, `Already attached to this record: ${names.join(', ')}.`];
	return new UserError(error.message, advice.filter(Boolean).join(' '), {
		...error.details,
		uploadedFiles: attached.map(({ file, sentFileName }) => ({
			fileName: file.originalName || file.binaryField,
			uploadedFile: sentFileName,
		})),
	});
}

function uploadsOf(plan: Settled<Upload[] | undefined>): Upload[] {
	return plan.state === 'done' ? (plan.value ?? []) : [];
}

function hasFailed({ state }: Upload): boolean {
	return typeof state === 'object';
}

function readOptions(context: IExecuteFunctions, itemIndex: number): AttachOptions {
	return context.getNodeParameter('options', itemIndex, {}) as AttachOptions;
}
