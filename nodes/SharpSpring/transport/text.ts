const entities: Record<string, string> = {
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#039;': "'",
	'&#39;': "'",
	'&amp;': '&',
};

/** Text of a record: it may come back HTML-encoded, some of it twice. */
export function decode(value: unknown): string {
	let text = String(value ?? '');
	for (let times = 0; times < 2; times++) {
		text = text.replace(/&(lt|gt|quot|#0?39|amp);/g, (entity) => entities[entity]);
	}
	return text;
}
