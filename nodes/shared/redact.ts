const shown = '[hidden]';

/**
 * A function that takes the given secrets out of any text, also where they are percent-encoded or
 * form-encoded, in either case of the hexadecimal digits.
 */
export function createRedactor(secrets: string[]): (text: string) => string {
	const spellings = secrets
		.filter((secret) => secret.trim() !== '')
		.flatMap((secret) => [secret, secret.trim()])
		.flatMap((secret) => [
			secret,
			encodeURIComponent(secret),
			encodeURI(secret),
			encodeURIComponent(secret).replace(/%20/g, '+'),
			JSON.stringify(secret).slice(1, -1),
		]);
	// Longest first, so that no spelling leaves the rest of a longer one behind.
	const unique = [...new Set(spellings)].sort((a, b) => b.length - a.length);
	if (unique.length === 0) return (text) => text;
	const pattern = new RegExp(unique.map(toPattern).join('|'), 'g');
	return (text) => text.replace(pattern, shown);
}

function toPattern(text: string): string {
	return text
		.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
		.replace(/%([0-9a-f])([0-9a-f])/gi, (_, high: string, low: string) =>
			['%', high, low]
				.map((c) => (/[a-f]/i.test(c) ? `[${c.toLowerCase()}${c.toUpperCase()}]` : c))
				.join(''),
		);
}
