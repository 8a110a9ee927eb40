const shown = '[hidden]';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * A function that takes the given secrets out of any text: as they are, percent-encoded (also twice),
 * form-encoded, or escaped as in JSON (also JSON inside JSON) or HTML, each character in its own way and
 * in either case; and as a whole in base64 or hex, also amid other text.
 */
export function createRedactor(secrets: string[]): Redact {
	const spellings = secrets
		.filter((secret) => secret.trim() !== '')
		.flatMap((secret) => [secret, secret.trim()]);
	// Longest first, so that no secret leaves the rest of a longer one behind.
	const unique = [...new Set(spellings)].sort((a, b) => b.length - a.length);
	if (unique.length === 0) return (text) => text;
	const toPattern = (secret: string) => [...secret].map(spellingsOf).join('');
	const patterns = [...unique.map(toPattern), ...unique.flatMap(encodingsOf)];
	const pattern = new RegExp(patterns.join('|'), 'gi');
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

// Less would hide what is no secret.
const shortestEncoded = 6;

/** Patterns for a whole secret in hex, and in base64 whatever stands before and after it. */
function encodingsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const offsets = [0, 1, 2].map((offset) => {
		const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
		// Letters that hold bits of the neighbors, too, are not certain.
		const certain = encoded.replace(/=+$/, '');
		const end = (offset + bytes.length) % 3 === 0 ? certain.length : certain.length - 1;
		return certain.slice(Math.ceil((offset * 8) / 6), end);
	});
	return [bytes.toString('hex'), ...offsets]
		.filter(({ length }) => length >= shortestEncoded)
		.map((text) => [...text].map(inBase64).join(''));
}

function inBase64(character: string): string {
	// In addresses base64 has other letters, or is percent-encoded.
	if (character === '+') return '(?:[+-]|%2b)';
	return character === '/' ? '(?:\\\\?/|_|%2f)' : character;
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
		[...Buffer.from(character)].map((byte) => `%(?:25){0,9}${hex(byte, 2)}`).join(''),
		character === ' ' ? '\\+' : undefined,
		character
			.split('')
			.map((unit) => `\\\\{1,15}u${hex(unit.charCodeAt(0), 4)}`)
			.join(''),
		/["/\\]/.test(character) ? `\\\\{1,15}${plain}` : undefined,
		`&#0{0,9}${code};`,
		`&#x0{0,9}${hex(code, 1)};`,
		namedEntities[character],
		// Last, because some of the others begin with it.
		plain,
	];
	return `(?:${spellings.filter(Boolean).join('|')})`;
}
