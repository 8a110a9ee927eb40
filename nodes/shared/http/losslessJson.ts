// Texts first, so that digits inside of them are passed over.
const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * Parses JSON without rounding whole numbers: those beyond 2^53, as IDs may be, become the text of
 * their digits.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseLossless(text: string): unknown {
	const parsed = JSON.parse(text) as unknown;
	// Most replies hold no number as long as that.
	if (!/\d{16}/.test(text)) return parsed;
	return JSON.parse(text.replace(tokens, (token) => (isRounded(token) ? `"${token}"` : token)));
}

function isRounded(token: string): boolean {
	return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
}
