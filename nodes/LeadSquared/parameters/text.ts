/** A text, also where an expression gives a number; undefined when there is none. */
export function readText(value: unknown): string | undefined {
	const text = value === undefined || value === null ? '' : String(value);
	return text.trim() === '' ? undefined : text;
}
