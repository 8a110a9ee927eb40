const entities: Record<string, string> = {
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	amp: '&',
	nbsp: '\u00A0',
};

/** Text of a record: it may come back HTML-encoded, some of it twice. */
export function decode(value: unknown): string {
	let text = textOf(value);
	for (let times = 0; times < 2; times++) {
		text = text.replace(
			/&(?:(lt|gt|quot|apos|amp|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
			toCharacter,
		);
	}
	return text;
}

/**
 * Text as people compare it: decoded, without invisible characters and spaces around it, in Unicode's
 * composed form, small letters.
 */
export function comparable(value: unknown): string {
	return decode(value)
		.replace(/\p{Cf}/gu, '')
		.normalize('NFC')
		.trim()
		.toLowerCase();
}

/**
 * The ID in a reply as text of digits; undefined where there is none that can be relied on, as in a
 * number that has been rounded, an object or a flag.
 */
export function idOf(value: unknown): string | undefined {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
	const text = textOf(value).trim();
	return /^[1-9]\d{0,19}$/.test(text) ? text : undefined;
}

/** A text or a number as text; nothing of what is neither. */
export function textOf(value: unknown): string {
	return ['string', 'number'].includes(typeof value) ? String(value) : '';
}

/** Whether a text ends like the name of a file. */
export function looksLikeFileName(text: string): boolean {
	return /[^\s./\\]\.[a-z][a-z\d]{0,9}$/i.test(text.trim());
}

/**
 * The text without the names of programs that its addresses ask for a file, which are no file's name:
 * `https://app.example.com/download.php?id=7`.
 */
export function withoutPrograms(text: string): string {
	return text.replace(/\.(php\d?|aspx?|ashx|jspx?|cgi|cfm|do)(?=[?;])/gi, '/');
}

/** The object or list that a text writes as JSON; undefined where it does not. */
export function parsedJson(text: string): object | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as object;
	} catch {
		return undefined;
	}
}

function toCharacter(entity: string, name?: string, decimal?: string, hex?: string): string {
	if (name !== undefined) return entities[name.toLowerCase()];
	const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}
