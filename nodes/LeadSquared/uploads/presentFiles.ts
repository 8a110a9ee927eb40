import type { IDataObject } from 'n8n-workflow';
import { lookAt } from '../../shared/execution/doubt';
import type { PreparedFile } from '../../shared/files/preparedFile';
import type { WhenFieldHasFile } from '../../shared/parameters/whenFieldHasFile';
import { alreadyFilled, alreadyThere, leftAsItWas } from '../../shared/parameters/whenFieldHasFile';
import type { FieldSetFiles } from '../parameters/fieldSet';
import type { Showing } from '../transport/accountMemory';
import type { LeadSquaredClient } from '../transport/client';
import type { FieldReading } from '../transport/fieldReadings';
import { emptySet, readSet } from '../transport/fieldReadings';
import { isNamed } from '../transport/fileNames';
import type { RecordFile } from '../transport/recordFiles';
import { fieldKey } from './inFieldOrder';

/** A file that is not sent, because the record shows one already. */
interface LeftFile {
	/** Its place among the files of the item. */
	index: number;
	/** What the output tells of it. */
	json: IDataObject;
}

/** The files of an item: those to be sent, and those that are left. */
interface Division<T> {
	toSend: T[];
	left: LeftFile[];
}

/** The record that the files are for, and what to do with those that are there. */
interface Target {
	recordId: string;
	when: WhenFieldHasFile;
	/** Whether it was made for this item: then only items of this execution have put files there. */
	isNew?: boolean;
	/** The item's, to which is added what cannot be known. */
	warnings: string[];
}

/** Reads a field of a record's custom field set. */
type ReadField = (setField: string, inner: string) => FieldReading;

/** What is to become of the files for a custom field set. */
interface FieldSetDivision extends Division<FieldSetFiles['rows'][number]> {
	/** To be called when the files are in their fields: warns where nobody could know what was there. */
	warnOfUnknown: () => Promise<void>;
}

/**
 * Leaves out the files whose fields hold one already, where the user wants that.
 *
 * @param kind where the fields are read
 * @param look reads the record as it is now
 * @throws ActionableError when a field holds a file, and the user wants an error then
 */
export async function withoutFilledFields(
	client: LeadSquaredClient,
	kind: Showing,
	{ rows, setField, storage }: FieldSetFiles,
	{ recordId, when, isNew = false, warnings }: Target,
	look: () => Promise<ReadField>,
): Promise<FieldSetDivision> {
	if (when === 'replace') return { toSend: rows, left: [], warnOfUnknown: async () => {} };
	const { account, filledFields, signal } = client.execution;
	const values = rows.map(({ file, schemaName }) => ({ schemaName, value: file.fileName }));
	const read = async () => {
		const readings = readSet({ setField, values }, await look());
		account.noteShown(kind, readings);
		return readings;
	};
	const readings = isNew ? emptySet({ setField, values }) : await read();
	const toSend: FieldSetDivision['toSend'] = [];
	const left: LeftFile[] = [];
	const empty: string[] = [];
	for (const [index, row] of rows.entries()) {
		const { file, schemaName } = row;
		const held = valuesOf(readings[index].reading);
		// What an item before this one has put there may not be shown yet.
		const ours = filledFields.get(fieldKey(recordId, setField, schemaName));
		if (held.length === 0 && ours !== undefined) held.push(ours);
		if (held.length === 0) {
			empty.push(schemaName);
			toSend.push(row);
			continue;
		}
		if (when === 'error') throw alreadyFilled(schemaName, held[0]);
		if (!held.some((value) => isNamed(value, file.fileName, storage))) {
			warnings.push(leftAsItWas(schemaName, held[0]));
		}
		left.push({ index, json: { ...describeLeft(file, held[0]), fileField: schemaName } });
	}
	const warnOfUnknown = async () => {
		if (isNew) return;
		// Where the files that are there now can be seen, the fields were empty before.
		if (empty.length > 0 && !account.shows(kind)) await lookAt(read, signal);
		if (empty.length === 0 || account.shows(kind)) return;
		warnings.push(
			`LeadSquared does not show what the field ${empty.join(', ')} holds: the file was sent, although one may have been there already.`,
		);
	};
	return { toSend, left, warnOfUnknown };
}

function valuesOf(reading: FieldReading): string[] {
	return reading.state === 'shown' ? [...reading.values] : [];
}

/**
 * Leaves out the files whose names are on a list of the record already, where the user wants that, and does
 * the rest: one item after the other, so that each sees the files of the one before.
 *
 * @param list the files that the record shows now; undefined where it does not show them
 * @param isSame whether a file that the record shows is this one
 * @throws ActionableError when a file is there, and the user wants an error then
 */
export async function withoutListedFiles<T>(
	client: LeadSquaredClient,
	files: PreparedFile[],
	{ recordId, when, isNew = false, warnings }: Target,
	list: () => Promise<RecordFile[] | undefined>,
	isSame: (shown: RecordFile, file: PreparedFile) => boolean,
	add: (division: Division<PreparedFile>) => Promise<T>,
): Promise<T> {
	if (when === 'replace') return await add({ toSend: files, left: [] });
	const { mutex, listedFiles } = client.execution;
	return await mutex.run(`list ${recordId.toLowerCase()}`, async () => {
		const listed = isNew ? [] : await list();
		// What an item before this one has added may not be shown yet.
		const ours = listedFiles.get(recordId.toLowerCase()) ?? [];
		const known: RecordFile[] = [
			...(listed ?? []),
			...ours.map((fileName) => ({ source: 'attachmentList' as const, fileName })),
		];
		const division: Division<PreparedFile> = { toSend: [], left: [] };
		for (const [index, file] of files.entries()) {
			const there = known.find((shown) => isSame(shown, file));
			if (there && when === 'error') throw alreadyThere(there.fileName);
			if (there) division.left.push({ index, json: describeListed(file, there) });
			else division.toSend.push(file);
		}
		if (!listed && division.toSend.length > 0) {
			warnings.push(
				'LeadSquared does not show which files are there: the file was sent, although it may have been there already.',
			);
		}
		const result = await add(division);
		const added = division.toSend.map(({ fileName }) => fileName);
		listedFiles.set(recordId.toLowerCase(), [...ours, ...added]);
		return result;
	});
}

/** The output of the files, with those that were left in their places. */
export function withLeftFiles(output: IDataObject, left: LeftFile[]): IDataObject {
	const files = [...(output.files as IDataObject[])];
	for (const { index, json } of left) files.splice(index, 0, json);
	return { ...output, files };
}

function describeLeft(file: PreparedFile, held: string): IDataObject {
	return {
		fileName: file.label,
		sentFileName: file.fileName,
		uploadedFile: null,
		fileUrl: null,
		s3Url: null,
		mimeType: file.mimeType,
		fileSize: file.bytes,
		binaryField: file.binaryField,
		skipped: true,
		fieldValue: held,
	};
}

function describeListed(file: PreparedFile, there: RecordFile): IDataObject {
	return {
		...describeLeft(file, there.fileName),
		fileUrl: there.fileUrl ?? null,
		...(there.source === 'note' ? { noteId: there.noteId ?? null } : {}),
		...('attachmentId' in there ? { attachmentId: there.attachmentId } : {}),
	};
}
