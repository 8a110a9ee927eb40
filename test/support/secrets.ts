/**
 * Fails when a key shows up anywhere in a value: in texts, in member names, in what an error keeps
 * apart (message, stack, cause), as it is or percent-encoded or form-encoded.
 */
export function expectNoSecret(value: unknown, keys: Record<string, string> | string[]): void {
	const texts = new Set<string>();
	collect(value, texts, new Set());
	const everything = [...texts].map((text) => text.toLowerCase());
	for (const secret of Object.values(keys)) {
		for (const spelling of spellingsOf(secret)) {
			const found = everything.find((text) => text.includes(spelling.toLowerCase()));
			expect(found && around(found, spelling)).toBeUndefined();
		}
	}
}

function spellingsOf(secret: string): string[] {
	const encoded = encodeURIComponent(secret);
	return [
		secret,
		encoded,
		encoded.replace(/%20/g, '+'),
		encodeURI(secret),
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
	];
}

function around(text: string, spelling: string): string {
	const at = text.indexOf(spelling.toLowerCase());
	return text.slice(Math.max(0, at - 80), at + spelling.length + 20);
}

function collect(value: unknown, texts: Set<string>, seen: Set<unknown>): void {
	if (typeof value === 'string') texts.add(value);
	if (typeof value === 'bigint' || typeof value === 'number') texts.add(String(value));
	if (typeof value !== 'object' || value === null || seen.has(value)) return;
	seen.add(value);
	if (Buffer.isBuffer(value)) {
		texts.add(value.toString('latin1'));
		return;
	}
	if (value instanceof Map || value instanceof Set) collect([...value], texts, seen);
	if (value instanceof URL) texts.add(value.href);
	// Own keys, enumerable or not: an error's stack and cause are not enumerable.
	for (const key of Reflect.ownKeys(value)) {
		texts.add(String(key));
		collect((value as Record<PropertyKey, unknown>)[key], texts, seen);
	}
}
