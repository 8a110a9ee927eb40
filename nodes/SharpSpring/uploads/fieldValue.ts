import { percentDecoded } from '../../shared/files/disposition';
import {
	comparable,
	looksLikeFileName,
	parsedJson,
	textOf,
	withoutPrograms,
} from '../transport/text';

/*
 * How a File Upload field reads back is not public (sharpspring-api.md 0): a name, an address, an ID,
 * several of them, JSON, or nothing. So every value is searched for names of files.
 */

/** Deeper JSON than this is not looked into. */
const deepest = 5;
/** Characters of a text that are looked at. */
const longest = 10_000;

/** Whether the field shows nothing. */
export function isBlank(value: unknown): boolean {
	return textsIn(value).length === 0;
}

/** The value as text, for messages and outputs; empty where it shows nothing. */
export function shown(value: unknown): string {
	return textsIn(value).join(', ').slice(0, 500);
}

/** Whether two values of a field are the same. */
export function isSame(a: unknown, b: unknown): boolean {
	return JSON.stringify(textsIn(a)) === JSON.stringify(textsIn(b));
}

/** Whether two values may show the same file: signatures and expiries of links change by themselves. */
export function mayBeSameFile(a: unknown, b: unknown): boolean {
	const filesIn = (value: unknown) => JSON.stringify(textsIn(value).map(withoutQueries));
	return filesIn(a) === filesIn(b);
}

function withoutQueries(text: string): string {
	const words = text.split(/\s+/);
	return words.map((word) => word.replace(/^(.*?\/\/[^?#]*).*$/, '$1')).join(' ');
}

/** How well a value fits a file. */
export type Fit =
	/** It names the file: as a name, or as the end of an address. */
	| 'named'
	/** The same with a long mark of letters and digits before or behind the name, as a service adds it. */
	| 'marked'
	/** The same with a long number or word there: a mark as well, or a date in the name of another file. */
	| 'extended'
	/** It could mean the file: a number was added to the name, or it holds no name, as an ID or a link to a script. */
	| 'possible'
	/** It names other files only. */
	| 'other'
	/** It shows nothing. */
	| 'empty';

/** How well the value of a field fits the file that was sent under this name. */
export function fitOf(value: unknown, sentFileName: string): Fit {
	const texts = textsIn(value);
	const readings = texts.flatMap(readingsOf);
	if (readings.length === 0) return 'empty';
	const likeness = readings.map((reading) => likenessOf(reading, sentFileName));
	const best = (['named', 'marked', 'extended'] as const).find((fit) => likeness.includes(fit));
	if (best) return best;
	const wanted = simplified(sentFileName).replace(/_[^_]*$/, '');
	if (readings.some((reading) => wanted !== '' && simplified(reading).includes(wanted))) {
		return 'possible';
	}
	const names = texts.map(withoutPrograms).flatMap(readingsOf);
	return names.some(looksLikeFileName) ? 'other' : 'possible';
}

/** The texts in a value: JSON is looked into. */
export function textsIn(value: unknown, depth = 0): string[] {
	if (depth > deepest) return [];
	if (typeof value === 'object' && value !== null) {
		return Object.values(value).flatMap((part) => textsIn(part, depth + 1));
	}
	const text = textOf(value).slice(0, longest).trim();
	if (text === '') return [];
	const parsed = parsedJson(text);
	return parsed === undefined ? [text] : textsIn(parsed, depth + 1);
}

/** The whole text, its parts between commas and lines, and of addresses the last part and the values. */
function readingsOf(text: string): string[] {
	const parts = [text, ...text.split(/[,;|\n]/)].map((part) => part.trim());
	return parts.flatMap((part) => {
		if (!/^(https?:)?\/\//i.test(part)) return [part.replace(/^.*[\\/]/s, '')];
		const [address, query = ''] = part.replace(/#.*$/s, '').split('?', 2);
		const values = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
		// The name of a server alone looks like that of a file.
		const path = address.replace(/^(https?:)?\/\/[^/]*/i, '');
		return [path.slice(path.lastIndexOf('/') + 1), ...values].map((value) => {
			const spaced = value.replace(/\+/g, ' ');
			return percentDecoded(spaced) ?? spaced;
		});
	});
}

/** PHP writes some characters of a name as `_`, and a service may do the same with others. */
function simplified(name: string): string {
	return comparable(name).replace(/[^\p{L}\p{N}]+/gu, '_');
}

/** How the text is like the name: the same, or with marks as services add them to keep names apart. */
function likenessOf(text: string, name: string): 'named' | 'marked' | 'extended' | undefined {
	if (comparable(text) === comparable(name)) return 'named';
	const [read, wanted] = [simplified(text), simplified(name)];
	const [, stem, extension] = /^(.*?[^_].*?)(_[^_]+)?$/.exec(wanted) ?? [];
	if (stem === undefined) return undefined;
	// Long ones only: "a-2.pdf" may be the name of another file of the same call.
	const mark = '[\\da-f]{6,}';
	const form = `^_?((?:${mark}_)*)${stem}((?:_${mark})*)_?${extension ?? ''}$`;
	const [, before, behind] = new RegExp(form).exec(read) ?? [];
	if (before === undefined) return undefined;
	const marks = `${before}${behind}`.split('_').filter(Boolean);
	if (marks.length === 0) return 'named';
	return marks.every((it) => /[a-f]/.test(it) && /\d/.test(it)) ? 'marked' : 'extended';
}
