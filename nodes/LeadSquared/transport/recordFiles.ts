import type { IDataObject } from 'n8n-workflow';
import { typeForExtension } from '../../shared/files/name';
import { nonEmptyText } from '../../shared/parameters/coercion';
import { isObject, memberOf, textId } from './answers';
import { isSameLink, toLink } from './links';
import type { FieldInfo } from './metadata';
import { innerFieldsOf } from './metadata';

/** A file that a record shows. */
export type RecordFile = {
	fileName: string;
	/** Absent while LeadSquared is still copying the file, and where it shows no link. */
	fileUrl?: string;
} & (
	| {
			source: 'customFieldSet';
			/** The field that holds the set. */
			customFieldSet: string;
			/** The file field inside the set. */
			fileField: string;
			label: string;
	  }
	| { source: 'attachmentList'; attachmentId?: string; description?: string }
	| { source: 'note'; noteId?: string; note?: string }
);

/** An entry of an attachment list. */
type AttachmentEntry = Extract<RecordFile, { source: 'attachmentList' }>;

/** A file in a custom field set of details. */
interface FoundFile {
	file: RecordFile;
	/** Whether only its name speaks for a file: it may be any text that ends like one. */
	isGuess: boolean;
}

/**
 * The files that an activity's or opportunity's details show. Links are at
 * `Fields[].CustomObjectFormProperties.FieldProperties.FormMetaData[].FileURL` (seen in a public
 * client); a set's values may also come as JSON in a text. Where no row tells of a value, one that ends like a
 * file name counts as one.
 */
export function filesOfRecord(details: IDataObject): FoundFile[] {
	const fields = Array.isArray(details.Fields) ? (details.Fields as unknown[]) : [];
	return fields.filter(isObject).flatMap((field) => {
		const values = parseValues(field.Value) ?? {};
		const rows = innerFieldsOf(field) ?? [];
		const told = rows.map(({ SchemaName }) => String(SchemaName).toLowerCase());
		const untold = Object.entries(values).filter(
			([name]) => innerField.test(name) && !told.includes(name.toLowerCase()),
		);
		return [
			...rows.flatMap((inner) =>
				toFiles(field, inner, values).map((file) => ({ file, isGuess: !isFileField(inner) })),
			),
			...untold.flatMap(([fileField, held]) => {
				const place = { customFieldSet: String(field.SchemaName ?? ''), fileField };
				return namesIn(held)
					.filter(looksLikeFile)
					.map((name) => fileInSet(name, { ...place, label: fileField }))
					.map((file) => ({ file, isGuess: true }));
			}),
		];
	});
}

/**
 * The attachment list in an activity's details, or undefined where they do not show it. LeadSquared
 * documents no way to read it, so any list whose name speaks of attachments is taken for it (assumed).
 */
export function attachmentsOf(details: IDataObject): AttachmentEntry[] | undefined {
	const list = Object.entries(details).find(
		([name, value]) => /attachment/i.test(name) && Array.isArray(value),
	)?.[1];
	if (!Array.isArray(list)) return undefined;
	return (list as unknown[]).filter(isObject).map((entry) => {
		const link = ['AttachmentFile', 'AttachmentURL', 'FileURL', 'URL']
			.map((name) => nonEmptyText(memberOf(entry, name)))
			.find((text) => text !== undefined);
		const fileName = nonEmptyText(memberOf(entry, 'AttachmentName')) ?? lastSegment(link);
		const description = nonEmptyText(memberOf(entry, 'Description'));
		const attachmentId = textId(memberOf(entry, 'Id'));
		return {
			source: 'attachmentList' as const,
			...(attachmentId ? { attachmentId } : {}),
			...(description ? { description } : {}),
			fileName,
			...(link ? { fileUrl: toLink(link, fileName) } : {}),
		};
	});
}

/**
 * Whether an entry of an attachment list is this file; `null` where it may be: it has this name without the
 * same link, or shows neither name nor link.
 */
export function isAttachment(
	entry: AttachmentEntry,
	{ name, url }: { name: string; url: string },
): boolean | null {
	if (entry.fileUrl !== undefined && isSameLink(entry.fileUrl, url)) return true;
	return entry.fileName === name || entry.fileName === '' ? null : false;
}

/**
 * The names in a lead's custom field sets. How a lookup shows a set is not documented: as a JSON text, as
 * activities do, or as an object. Which of a set's fields hold files, the metadata may tell; whatever they
 * say, a value that ends like the name of a common kind of file counts as one.
 *
 * @param fields the lead's fields as the metadata shows them
 */
export function filesOfLead(lead: IDataObject, fields: FieldInfo[]): RecordFile[] {
	return Object.entries(lead).flatMap(([setField, value]) => {
		const values = parseValues(value);
		if (!values) return [];
		const { inner } = fields.find(({ schemaName }) => schemaName === setField) ?? {};
		return Object.entries(values).flatMap(([fileField, held]) => {
			if (!innerField.test(fileField)) return [];
			const known = inner?.find(({ schemaName }) => schemaName === fileField);
			// What marks a file field is not documented here either.
			const isOther = known !== undefined && !/file/i.test(known.dataType);
			if (isOther && !namesIn(held).some(hasFileExtension)) return [];
			return namesIn(held)
				.filter((name) => known !== undefined || looksLikeFile(name))
				.map((name) => {
					const place = { customFieldSet: setField, fileField };
					return fileInSet(name, { ...place, label: known?.label ?? fileField });
				});
		});
	});
}

const innerField = /^mx_CustomObject_\d+$/i;

/** A file of a set, by its name or its link. */
function fileInSet(
	text: string,
	place: { customFieldSet: string; fileField: string; label: string },
): RecordFile {
	const file = isLink(text)
		? { fileName: lastSegment(text), fileUrl: toLink(text) }
		: { fileName: text };
	return { source: 'customFieldSet', ...place, ...file };
}

/** Whether a row says that its field holds a file, by its type or a place for a link: empty while it is copied. */
function isFileField({ DataType, FileURL }: IDataObject): boolean {
	return typeof FileURL === 'string' || /file/i.test(String(DataType ?? ''));
}

/** What marks a file field is not documented: a name that cannot be anything else counts in every field. */
function isFile({ SchemaName, DataType, FileURL }: IDataObject, names: string[]): boolean {
	if (FileURL || /file/i.test(String(DataType ?? ''))) return true;
	return innerField.test(String(SchemaName)) && names.some(hasFileExtension);
}

function toFiles(field: IDataObject, inner: IDataObject, values: IDataObject): RecordFile[] {
	const fileField = String(inner.SchemaName ?? '');
	const link = nonEmptyText(inner.FileURL);
	const held = nonEmptyText(inner.Value) ?? nonEmptyText(memberOf(values, fileField));
	const names = held === undefined ? [lastSegment(link)] : link ? [held] : namesIn(held);
	if (!isFile(inner, names)) return [];
	return names
		.filter((fileName) => fileName !== '')
		.map((fileName) => ({
			source: 'customFieldSet' as const,
			customFieldSet: String(field.SchemaName ?? ''),
			fileField,
			label: String(inner.DisplayName ?? fileField),
			fileName,
			...(link ? { fileUrl: toLink(link, fileName) } : {}),
		}));
}

/** Several files of one field may come with commas between their names (assumed). */
function namesIn(held: unknown): string[] {
	const text = nonEmptyText(held);
	if (text === undefined) return [];
	const parts = text.split(/,\s*/).filter((part) => part !== '');
	// A comma may also belong to the one name.
	return parts.length > 1 && parts.every(looksLikeFile) ? parts : [text];
}

/** Amounts and e-mail addresses do not, although they end in a similar way. */
function looksLikeFile(text: string): boolean {
	if (isLink(text) || hasFileExtension(text)) return true;
	return /[a-z]/i.test(extensionOf(text)) && !/^[^\s@]+@[^\s@]+$/.test(text);
}

/** Whether a text ends like the name of a common kind of file. */
function hasFileExtension(text: string): boolean {
	return typeForExtension(extensionOf(text)) !== '';
}

function extensionOf(text: string): string {
	return /[^.\s][^\n]{0,250}\.([A-Za-z0-9]{1,10})$/.exec(text.slice(0, 500))?.[1] ?? '';
}

function isLink(text: string): boolean {
	return /^https?:\/\//i.test(text);
}

/** The values of a set, or undefined for an ordinary field. */
function parseValues(value: unknown): IDataObject | undefined {
	if (isObject(value)) return value;
	if (typeof value !== 'string' || !value.startsWith('{')) return undefined;
	try {
		const parsed: unknown = JSON.parse(value);
		return isObject(parsed) ? parsed : undefined;
	} catch {
		// An ordinary field's text.
		return undefined;
	}
}

function lastSegment(url = ''): string {
	return url.slice(0, 2000).replace(/\?.*$/, '').split('/').at(-1) ?? '';
}
