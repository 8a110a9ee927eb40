const shown = '[hidden]';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * A function that takes the given secrets out of any text: as they are, percent-encoded (also twice),
 * form-encoded, or escaped as in JSON or HTML, each character in its own way and in either case.
 */
export function createRedactor(secrets: string[]): Redact {
	const spellings = secrets
		.filter((secret) => secret.trim() !== '')
		.flatMap((secret) => [secret, secret.trim()]);
	// Longest first, so that no secret leaves the rest of a longer one behind.
	const unique = [...new Set(spellings)].sort((a, b) => b.length - a.length);
	if (unique.length === 0) return (text) => text;
	const toPattern = (secret: string) => [...secret].map(spellingsOf).join('');
	const pattern = new RegExp(unique.map(toPattern).join('|'), 'gi');
	return (text) => text.replace(pattern, shown);
}

/** Takes secrets out of all texts of a JSON value, whatever way it was written in. */
export function redactJson<T>(value: T, redact: Redact): T {
	if (typeof value === 'string') return redact(value) as T;
	if (Array.isArray(value)) return value.map((entry) => redactJson<unknown>(entry, redact)) as T;
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, entry]) => [
		redact(key),
		redactJson<unknown>(entry, redact),
	]);
	return Object.fromEntries(entries) as T;
}

const namedEntities: Record<string, string> = {
	'"': '&quot;',
	'&': '&amp;',
	"'": '&apos;',
	'<': '&lt;',
	'>': '&gt;',
};

/** A pattern for one character of a secret, however it is encoded. */
function spellingsOf(character: string): string {
	const plain = character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
	// Nobody encodes these.
	if (/^[A-Za-z0-9]$/.test(character)) return plain;
	const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
	const code = character.codePointAt(0) ?? 0;
	const spellings = [
		[...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join(''),
		character === ' ' ? '\\+' : undefined,
		character
			.split('')
			.map((unit) => `\\\\u${hex(unit.charCodeAt(0), 4)}`)
			.join(''),
		/["/\\]/.test(character) ? `\\\\${plain}` : undefined,
		`&#0*${code};`,
		`&#x0*${hex(code, 1)};`,
		namedEntities[character],
		// Last, because some of the others begin with it.
		plain,
	];
	return `(?:${spellings.filter(Boolean).join('|')})`;
}
