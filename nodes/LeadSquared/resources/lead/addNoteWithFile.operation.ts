import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { ActionableError } from '../../../shared/errors';
import { prepareFiles } from '../../../shared/files/prepare';
import type { PreparedFile } from '../../../shared/files/preparedFile';
import { fileSelectionFields } from '../../../shared/files/selection';
import { createLeadField, findOrCreateLead, newLeadField } from '../../parameters/createLead';
import { emailLookedUp, leadLookupFields } from '../../parameters/lead';
import { attachOptionsField } from '../../parameters/options';
import { readOutcomeOptions } from '../../parameters/outcome';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { readStorageOptions } from '../../parameters/storage';
import { readContent } from '../../../shared/parameters/coercion';
import {
	readWhenFieldHasFile,
	whenFileIsThereField,
} from '../../../shared/parameters/whenFieldHasFile';
import { fileNaming, isNamed } from '../../transport/fileNames';
import { createNote, filesOfNotes } from '../../transport/notes';
import type { RecordFile } from '../../transport/recordFiles';
import { confirmNote } from '../../uploads/confirmRecord';
import { describeRecord, describeUpload } from '../../uploads/describe';
import { withLeftFiles, withoutListedFiles } from '../../uploads/presentFiles';
import { withUploads } from '../../uploads/upload';
import { withUploadContext } from '../../uploads/withUploadContext';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	{
		displayName:
			"Each file becomes a note of its own. Anyone who has the link in it can open the file. A later file of the same name may take its place: see 'Make File Names Unique' in the options.",
		name: 'notice',
		type: 'notice',
		default: '',
	},
	...leadLookupFields('email', 'list', 'id', 'phone', 'field'),
	createLeadField('email', 'phone'),
	newLeadField,
	...fileSelectionFields,
	{
		displayName: 'Note',
		name: 'note',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Documents received by email',
		description: 'Text of the note. If empty, it is the name of the file.',
	},
	attachOptionsField(whenFileIsThereField),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['lead'], operation: ['addNoteWithFile'] } },
	properties,
);

/** Uploads the files and adds a note for each of them. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const text = readContent(context.getNodeParameter('note', itemIndex), 'Note');
	const storage = readStorageOptions(context, itemIndex);
	const files = await prepareFiles(context, itemIndex, fileNaming(storage));
	const target = { FileType: 0, StorageVersion: storage.storageVersion };
	const { confirm, whenUnknown } = readOutcomeOptions(context, itemIndex);
	const warnings: string[] = [];
	const doubt = { whenUnknown, warnings };
	const given = context.getNodeParameter('options', itemIndex, {});
	const when = readWhenFieldHasFile(given, 'whenFileIsThere');
	const raw = wantsRawResponse(context, itemIndex);
	const { lead, isNew } = await findOrCreateLead(context, itemIndex, client, doubt);
	const leadId = lead.ProspectID;
	const isSame = (shown: RecordFile, file: PreparedFile) =>
		isNamed(shown.fileName, file.fileName, storage) ||
		// LeadSquared may have stored the file under another name; the note's own text is its name as sent.
		(text === undefined && 'note' in shown && isNamed(shown.note ?? '', file.fileName, storage));
	const list = async () => await filesOfNotes(client, leadId);
	const recordTarget = { recordId: leadId, when, isNew, warnings };
	return await withoutListedFiles(client, files, recordTarget, list, isSame, async (division) => {
		const { toSend, left } = division;
		const planned = toSend.map((file) => ({ file, target }));
		return await withUploads(client, planned, warnings, async (uploaded) => {
			const notes: IDataObject[] = [];
			for (const [index, upload] of uploaded.entries()) {
				const addNote = async () => {
					const fileUrl = upload.fileUrl ?? upload.s3Url;
					if (!fileUrl) {
						throw new ActionableError(
							'LeadSquared gave no link for the file, so no note can point to it',
						);
					}
					const note = { leadId, text: text ?? upload.file.fileName, fileUrl };
					const noteId = await createNote(client, note, doubt);
					return { noteId, ...(confirm ? await confirmNote(client, noteId, note) : {}) };
				};
				const progress = { uploaded: uploaded.slice(index), attached: uploaded.slice(0, index) };
				const added = await withUploadContext(progress, addNote);
				notes.push({ ...describeUpload(upload, raw), ...added });
			}
			return [
				{
					json: describeRecord({
						recordType: 'lead',
						recordId: leadId,
						details: { ...emailLookedUp(context, itemIndex), leadCreated: isNew },
						warnings,
						files: withLeftFiles(
							{
								...(confirm && notes.length > 0 ? { confirmed: areConfirmed(notes) } : {}),
								files: notes,
							},
							left,
						),
					}),
				},
			];
		});
	});
};

const areConfirmed = (notes: IDataObject[]) =>
	notes.every(({ confirmed }) => confirmed === true) ? true : null;
