/**
 * The file name in a `Content-Disposition` header (RFC 6266): `filename*`, which has an encoding, before
 * `filename`, which in practice holds UTF-8, too.
 *
 * @returns the name as the server wrote it, still to be cleaned; undefined where there is none
 */
export function fileNameIn(header: unknown): string | undefined {
	if (typeof header !== 'string') return undefined;
	const parameters = parametersOf(header.slice(0, 4096));
	const extended = parameters.get('filename*');
	const decoded = extended === undefined ? undefined : decodeExtended(extended);
	const plain = parameters.get('filename');
	return decoded || (plain ? fromLatin1(plain) : undefined) || undefined;
}

/** The parameters behind the type; of several of one name the first counts. */
function parametersOf(header: string): Map<string, string> {
	const parameters = new Map<string, string>();
	const parameter = /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/g;
	for (const [, name, quoted, token] of header.matchAll(parameter)) {
		const value = quoted === undefined ? token.trim() : quoted.replace(/\\(.)/g, '$1');
		if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
	}
	return parameters;
}

/** `UTF-8'en'na%C3%AFve.pdf` (RFC 8187). */
function decodeExtended(value: string): string | undefined {
	const [, charset, encoded] = /^([\w-]+)'[^']*'(.*)$/.exec(value) ?? [];
	if (encoded === undefined) return undefined;
	if (/^utf-?8$/i.test(charset)) return percentDecoded(encoded);
	if (!/^iso-8859-1$/i.test(charset)) return undefined;
	return encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
}

/** A text whose percent signs are decoded, or undefined where they encode no UTF-8. */
export function percentDecoded(text: string): string | undefined {
	// Content may be long, and mostly has none.
	if (!text.includes('%')) return text;
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** Node.js reads each byte of a header as a character; servers write UTF-8. */
function fromLatin1(text: string): string {
	const codes = [...text].map((character) => character.codePointAt(0) as number);
	if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return text;
	const utf8 = Buffer.from(text, 'latin1').toString('utf8');
	return utf8.includes('\ufffd') ? text : utf8;
}
