import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { PreparedFile } from '../../shared/files/preparedFile';
import type { ActivityFiles, AttachSettings } from '../parameters/attachTo';
import type { FieldSetFiles } from '../parameters/fieldSet';
import type { LeadSquaredClient } from '../transport/client';
import { readDetailsField } from '../transport/fieldReadings';
import type { FieldSetValues } from '../transport/fieldRows';
import { isNamed } from '../transport/fileNames';
import type { RecordFile } from '../transport/recordFiles';
import { attachmentsOf } from '../transport/recordFiles';
import { addAttachments, filledFieldSet } from './attach';
import { withConfirmations } from './confirm';
import { confirmDetails, fieldsBefore } from './confirmRecord';
import { describeActivityFiles, describeRecord } from './describe';
import { inFieldOrder } from './inFieldOrder';
import { activityUploads } from './plan';
import { withLeftFiles, withoutFilledFields, withoutListedFiles } from './presentFiles';
import { withUploads } from './upload';
import { withUploadContext } from './withUploadContext';

/** An activity, or an opportunity, which is one underneath. */
export interface DetailedRecord {
	recordType: 'activity' | 'opportunity';
	recordId: string;
	/** Event code of its type; the attachment list may do without it. */
	eventCode?: string;
	/** Asks for it anew. */
	details: () => Promise<IDataObject>;
	/** Puts values into its custom field set. */
	update: (set: FieldSetValues) => Promise<IDataObject>;
}

/** Uploads the files, then updates the record's field set once, or adds each to its attachment list. */
export async function attachToDetails(
	client: LeadSquaredClient,
	itemIndex: number,
	record: DetailedRecord,
	chosen: ActivityFiles,
	settings: AttachSettings,
): Promise<INodeExecutionData[]> {
	return 'fieldSet' in chosen
		? await fillFieldSet(client, itemIndex, record, chosen.fieldSet, settings)
		: await addToList(client, record, chosen, settings);
}

async function fillFieldSet(
	client: LeadSquaredClient,
	itemIndex: number,
	record: DetailedRecord,
	fieldSet: FieldSetFiles,
	settings: AttachSettings,
): Promise<INodeExecutionData[]> {
	const { recordId, eventCode } = record;
	const { when, confirm, raw } = settings;
	const replaces = when === 'replace';
	return await inFieldOrder(client, itemIndex, recordId, fieldSet, replaces, async (warnings) => {
		let known: IDataObject | undefined;
		const target = { recordId, when, warnings };
		const { toSend, left, warnOfUnknown } = await withoutFilledFields(
			client,
			'details',
			fieldSet,
			target,
			async () => {
				const details = await record.details();
				known = details;
				return (setField, inner) => readDetailsField(details, setField, inner);
			},
		);
		const sent = { fieldSet: { ...fieldSet, rows: toSend } };
		const uploads = activityUploads(sent, eventCode);
		return await withUploads(client, uploads, warnings, async (uploaded) => {
			const fill = async () => {
				const filled = filledFieldSet(sent.fieldSet, uploaded);
				const find = async () => known ?? (await record.details());
				const before = confirm ? await fieldsBefore(client, find, filled) : undefined;
				const response = await record.update(filled);
				const seen = confirm
					? await confirmDetails(client, record.details, filled, before)
					: undefined;
				return { response, seen };
			};
			const done = uploaded.length > 0 ? await withUploadContext({ uploaded }, fill) : undefined;
			await warnOfUnknown();
			const described = describeActivityFiles(sent, uploaded, [], raw);
			const files = withLeftFiles(withConfirmations(described, done?.seen), left);
			return [toOutput(record, warnings, files, raw ? done?.response : undefined)];
		});
	});
}

async function addToList(
	client: LeadSquaredClient,
	record: DetailedRecord,
	chosen: Exclude<ActivityFiles, { fieldSet: unknown }>,
	settings: AttachSettings,
): Promise<INodeExecutionData[]> {
	const { recordId, eventCode } = record;
	const { when, confirm, raw, whenUnknown, attachmentDescription } = settings;
	const warnings: string[] = [];
	const isSame = (shown: RecordFile, file: PreparedFile) =>
		isNamed(shown.fileName, file.fileName, chosen.storage);
	const list = async () => attachmentsOf(await record.details());
	const target = { recordId, when, warnings };
	return await withoutListedFiles(
		client,
		chosen.files,
		target,
		list,
		isSame,
		async ({ toSend, left }) => {
			const uploads = activityUploads({ ...chosen, files: toSend }, eventCode);
			return await withUploads(client, uploads, warnings, async (uploaded) => {
				const doubt = { whenUnknown, warnings };
				const ids = await addAttachments(client, recordId, uploaded, doubt, attachmentDescription);
				const described = describeActivityFiles(chosen, uploaded, ids, raw);
				const look = async () => await confirmDetails(client, record.details, uploaded);
				const seen =
					confirm && uploaded.length > 0 ? await withUploadContext({ uploaded }, look) : undefined;
				return [
					toOutput(record, warnings, withLeftFiles(withConfirmations(described, seen), left)),
				];
			});
		},
	);
}

function toOutput(
	{ recordType, recordId }: DetailedRecord,
	warnings: string[],
	files: IDataObject,
	response?: IDataObject,
): INodeExecutionData {
	return { json: describeRecord({ recordType, recordId, warnings, files, response }) };
}
