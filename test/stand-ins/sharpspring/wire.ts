import { createHash, randomUUID } from 'node:crypto';
import type { State } from './state';
import type { FieldDefinition, ObjectType, SharpSpringRecord } from './types';

const FILE_TYPES = new Set(['upload', 'attachment']);

/** Whether files can be put into a field of this kind. That `attachment` is one is a guess. */
export function takesFiles(field: FieldDefinition): boolean {
	return FILE_TYPES.has(field.dataType);
}

/** A record as reads give it: text or `null`, custom fields empty when unset. */
export function wireRecord(
	state: State,
	type: ObjectType,
	record: SharpSpringRecord,
): Record<string, string | null> {
	return { id: record.id, ...record.values, ...customValues(state, type, record) };
}

/** What may come for a lead that does not exist: no ID, hardly anything else. */
export function phantomLead(state: State): Record<string, string | null> {
	const nobody = { id: '', values: {}, files: {}, history: [] };
	return { leadStatus: 'unqualified', ...customValues(state, 'lead', nobody) };
}

function customValues(state: State, type: ObjectType, record: SharpSpringRecord) {
	const custom = state.fields.filter(
		(field) => field.relationship === type && field.isCustom === '1' && field.isActive === '1',
	);
	return Object.fromEntries(
		custom.map((field) => [
			field.systemName,
			takesFiles(field)
				? fileValue(state, record, field.systemName)
				: (record.values[field.systemName] ?? ''),
		]),
	);
}

/** Another one for each file that was put there. */
function markOf({ id }: SharpSpringRecord, number: number): string {
	return createHash('sha256').update(`${id} ${number}`).digest('hex').slice(0, 13);
}

function fileValue({ switches }: State, record: SharpSpringRecord, systemName: string): string {
	const puts = record.history.filter(
		({ field, atMs }) =>
			field === systemName && performance.now() - atMs >= switches.visibleAfterMs,
	);
	// Tests may give a record files without a history.
	const last = puts.at(-1) ?? (record.history.length === 0 ? record.files[systemName] : undefined);
	if (!last) return '';
	const { fileName } = last;
	switch (switches.fileReadsAs) {
		case 'name':
			return fileName;
		case 'marked':
			return fileName.replace(/(?=\.[^.]*$|$)/, `-${markOf(record, puts.length)}`);
		case 'url':
			return `${switches.filesAt}/${record.id}/${encodeURIComponent(fileName)}`;
		case 'signed':
			return `${switches.filesAt}/${record.id}/${encodeURIComponent(fileName)}?X-Amz-Signature=${randomUUID()}`;
		case 'script':
			return `${switches.filesAt}/download.php?record=${record.id}&field=${systemName}`;
		case 'id':
			return `70${record.id.slice(-6)}${String(puts.length).padStart(4, '0')}`;
		case 'several':
			return puts.map((put) => put.fileName).join(', ') || fileName;
		case 'json':
			return JSON.stringify([{ id: puts.length, name: fileName, size: last.bytes }]);
		case 'empty':
			return '';
	}
}
