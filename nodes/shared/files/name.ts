/** The longest name that is sent, in bytes of UTF-8: what common file systems accept, less room for a suffix. */
const maxNameBytes = 200;
const maxSafeNameCharacters = 100;
const maxExtensionCharacters = 20;

/** What of a longer name is looked at: its beginning, and its end with the extension (characters). */
const longestName = 4096;
const half = longestName / 2;

// Control characters, zero-width and right-to-left marks, line separators, lone surrogates.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

// For content that no node of n8n has made, such as a Code node's: n8n notes the extension of all else.
const extensionsByMimeType: Record<string, string> = {
	'application/json': 'json',
	'application/msword': 'doc',
	'application/pdf': 'pdf',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'application/zip': 'zip',
	'image/gif': 'gif',
	'image/heic': 'heic',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/svg+xml': 'svg',
	'image/webp': 'webp',
	'message/rfc822': 'eml',
	'text/calendar': 'ics',
	'text/csv': 'csv',
	'text/html': 'html',
	'text/plain': 'txt',
};

/** The usual extension of a MIME type, without the dot; empty for an unknown type. */
export function extensionForType(mimeType: string): string {
	return Object.hasOwn(extensionsByMimeType, mimeType) ? extensionsByMimeType[mimeType] : '';
}

/** The MIME type that files with this extension usually have; empty for an unknown extension. */
export function typeForExtension(extension: string): string {
	const wanted = extension
		.toLowerCase()
		.replace(/^jpeg$/, 'jpg')
		.replace(/^htm$/, 'html');
	const found = Object.entries(extensionsByMimeType).find(([, known]) => known === wanted);
	return found?.[0] ?? '';
}

/** An extension as it may end a name: without the dot, letters and digits only, else empty. */
export function cleanExtension(extension: unknown): string {
	const text = String(extension ?? '').replace(/^\./, '');
	return /^[A-Za-z0-9]{1,20}$/.test(text) ? text : '';
}

/** A MIME type that is safe in a header: `type/subtype` without parameters, or `application/octet-stream`. */
export function cleanMimeType(mimeType: unknown): string {
	const [type] = String(mimeType ?? '').split(';');
	return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type.trim())
		? type.trim().toLowerCase()
		: 'application/octet-stream';
}

/** The part after the last dot, without the dot, in lower case; empty when there is none. */
export function extensionOf(name: string): string {
	return splitName(name).extension.toLowerCase();
}

/** What a name is made of. */
export interface NameSource {
	/** The name as it came, or empty. */
	name: string;
	/** The extension for a file without a name. */
	extension: string;
	/** Names a file that has no name. */
	binaryField: string;
}

/**
 * A file name as a person would recognise it, without anything that could act as a path, a quote or
 * a control character. Letters of all scripts are kept, in Unicode's composed form.
 */
export function cleanFileName({ name, extension: known, binaryField }: NameSource): string {
	const { base, extension } = splitName(recognisable(name));
	const cleanBase = trimDots(base);
	const ending = extension || (cleanBase ? '' : known);
	const suffix = ending ? `.${ending}` : '';
	const stem = cleanBase || trimDots(recognisable(binaryField)) || 'file';
	return `${shorten(stem, maxNameBytes - Buffer.byteLength(suffix))}${suffix}`;
}

function recognisable(name: string): string {
	const [last = ''] = name.split(/[\\/]/).slice(-1);
	// Nobody needs more of it, and what follows takes its time with long texts.
	const text = last.length > longestName ? last.slice(0, half) + last.slice(-half) : last;
	return text
		.normalize('NFC')
		.replace(invisible, '')
		.replace(/["<>|*?:]/g, '_')
		.replace(/\s/gu, ' ')
		.trim();
}

function trimDots(text: string): string {
	return text.replace(/^[. ]+|[. ]+$/g, '');
}

/**
 * A name of letters, digits, `-` and `_` with one dot at most, so that it stays itself when a PHP
 * program reads it as the name of a parameter.
 */
export function toParameterName(source: NameSource): string {
	const { base, extension } = splitName(cleanFileName(source));
	const ascii = (text: string) =>
		text
			.normalize('NFKD')
			.replace(/\p{M}/gu, '')
			.replace(/[^A-Za-z0-9_-]+/g, '_')
			.replace(/^_+|_+$/g, '');
	const safeExtension = ascii(extension);
	const suffix = safeExtension ? `.${safeExtension}` : '';
	const room = maxSafeNameCharacters - suffix.length;
	return `${(ascii(base) || ascii(source.binaryField) || 'file').slice(0, room)}${suffix}`;
}

/** The name with a text put before its extension: `a.pdf` and `-2` give `a-2.pdf`. */
export function withSuffix(name: string, suffix: string): string {
	const { base, extension } = splitName(name);
	return `${base}${suffix}${extension ? `.${extension}` : ''}`;
}

function splitName(name: string): { base: string; extension: string } {
	const dot = name.lastIndexOf('.');
	const extension = dot === -1 ? '' : name.slice(dot + 1);
	if (!extension || extension.length > maxExtensionCharacters || /[\s[\]]/.test(extension)) {
		return { base: name, extension: '' };
	}
	return { base: name.slice(0, dot), extension };
}

function shorten(text: string, maxBytes: number): string {
	let short = '';
	let bytes = 0;
	for (const character of text) {
		bytes += Buffer.byteLength(character);
		if (bytes > maxBytes) break;
		short += character;
	}
	return short.replace(/[. ]+$/, '');
}
