import type { IDataObject } from 'n8n-workflow';
import { percentDecoded } from '../../shared/files/disposition';
import type { ListedFile } from '../../shared/files/recordFiles';
import type { CustomField } from './fields';
import { isObject } from './replies';
import { decode, looksLikeFileName, parsedJson, textOf, withoutPrograms } from './text';

/*
 * How a File Upload field reads back is not public (sharpspring-api.md 0): as a name, an address, an ID,
 * several of them, JSON, or nothing. So each form is understood, and the value is handed on as it came.
 */

/** Deeper JSON than this is not looked into. */
const deepest = 5;
/** Characters of a text that are looked at. */
const longest = 10_000;

/** A file that a record shows. */
export interface RecordFile extends ListedFile {
	source: 'fileUploadField';
	fieldSystemName: string;
	label: string;
	/** Where the account shows one. */
	fileId?: string;
	/** What the record shows of the field, as it came. */
	fieldValue: unknown;
}

/**
 * The files in these fields of a record.
 *
 * @param areMarked whether the fields are known to hold files; of others only what looks like a file counts
 */
export function filesOfRecord(
	values: IDataObject,
	fields: CustomField[],
	areMarked: boolean,
): RecordFile[] {
	return fields.flatMap(({ systemName, label }) => {
		const fieldValue = values[systemName];
		return filesIn(fieldValue)
			.filter(({ fileName }) => areMarked || looksLikeFileName(fileName ?? ''))
			.map((found) => ({
				source: 'fileUploadField' as const,
				fieldSystemName: systemName,
				label: label || systemName,
				...found,
				fieldValue,
			}));
	});
}

type FoundFile = Pick<RecordFile, 'fileName' | 'fileUrl' | 'fileId'>;

function filesIn(value: unknown, depth = 0): FoundFile[] {
	if (depth > deepest) return [];
	if (typeof value === 'object' && value !== null) {
		// PHP writes a list with gaps as an object.
		const isList = Array.isArray(value) || Object.keys(value).every((key) => /^\d+$/.test(key));
		if (!isList && isObject(value)) return filesInObject(value, depth);
		return Object.values(value).flatMap((part) => filesIn(part, depth + 1));
	}
	const text = textOf(value).slice(0, longest);
	const json = parsedJson(text) ?? parsedJson(decode(text));
	if (json !== undefined) return filesIn(json, depth + 1);
	return partsOf(decode(text).trim()).map(toFile);
}

/** An object that describes one file, or that holds some. */
function filesInObject(value: IDataObject, depth: number): FoundFile[] {
	const texts = Object.entries(value).flatMap(([key, member]) => {
		const text = decode(member).trim();
		return text === '' ? [] : [[key, text] as const];
	});
	const [, link] = texts.find(([, text]) => isLink(text)) ?? [];
	const [, name] =
		texts.find(([, text]) => !isLink(text) && looksLikeFileName(text)) ??
		texts.find(([key, text]) => !isLink(text) && /name/i.test(key)) ??
		[];
	const [, fileId] = texts.find(([key]) => /^(file_?)?id$/i.test(key)) ?? [];
	const id = fileId === undefined ? {} : { fileId };
	if (link !== undefined || name !== undefined) {
		const linked = link === undefined ? { fileName: null } : toFile(link);
		return [{ ...linked, ...(name === undefined ? {} : { fileName: lastPart(name) }), ...id }];
	}
	const inside = Object.values(value).flatMap((member) =>
		typeof member === 'object' ? filesIn(member, depth + 1) : [],
	);
	return inside.length > 0 || fileId === undefined ? inside : [{ fileName: null, ...id }];
}

/** The one text, or several where each of them stands for a file; a comma may also belong to a name. */
function partsOf(text: string): string[] {
	if (text === '') return [];
	if (isLink(text)) return text.split(/[,;|\s]+(?=https?:\/\/)/i);
	const parts = text
		.split(/[,;|\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
	const areFiles = parts.every((part) => looksLikeFileName(part) || isLink(part) || isId(part));
	return parts.length > 1 && areFiles ? parts : [text];
}

function toFile(text: string): FoundFile {
	if (isLink(text)) {
		const url = toUrl(text);
		if (url) return { fileName: nameInLink(url), fileUrl: url.href };
	}
	return isId(text) ? { fileName: null, fileId: text } : { fileName: lastPart(text) };
}

function isLink(text: string): boolean {
	return /^(https?:)?\/\/[^/]/i.test(text);
}

function toUrl(link: string): URL | undefined {
	const address = link.replace(/^\/\//, 'https://').replace(/%(?![0-9a-f]{2})/gi, '%25');
	return URL.canParse(address) ? new URL(address) : undefined;
}

/** Digits, or a long mark of hexadecimal digits. */
function isId(text: string): boolean {
	return /^(\d+|[\da-f]{16,}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i.test(text);
}

/** The end of the path, or the value in the query that looks like a name. */
function nameInLink({ pathname, search, searchParams }: URL): string | null {
	const [path] = withoutPrograms(`${pathname}${search}`).split('?');
	const encoded = lastPart(path);
	const last = percentDecoded(encoded) ?? encoded;
	const name = [last, ...searchParams.values()].find(looksLikeFileName) ?? last;
	return lastPart(name) || null;
}

/** A name without a path. */
function lastPart(text: string): string {
	return text.replace(/^.*[\\/]/s, '');
}
