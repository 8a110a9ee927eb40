/** Pages are as long as their sender likes: only so much is searched, and each pattern once through. */
const searchedLength = 64 * 1024;
const quotedLength = 200;

/** The first words of a page or text, without markup and without saying the page's title twice. */
export function firstWords(page: string): string {
	const text = page.slice(0, searchedLength);
	const plain = without(without(text, 'script'), 'style');
	const title = wordsOf(/<title\b[^<>]*>([^<]*)/i.exec(plain)?.[1] ?? '');
	const words = wordsOf(without(without(plain, 'head'), 'title')) || title;
	return words.length > quotedLength ? `${words.slice(0, quotedLength)}…` : words;
}

function wordsOf(markup: string): string {
	return markup
		.replace(/<[^<>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

/** The page without these elements. Searched for by hand: a pattern would look for each end again. */
function without(page: string, element: string): string {
	const lower = page.toLowerCase();
	const begin = new RegExp(`<${element}[\\s>]`, 'g');
	let rest = '';
	let from = 0;
	for (let match = begin.exec(lower); match; match = begin.exec(lower)) {
		rest += `${page.slice(from, match.index)} `;
		const end = lower.indexOf(`</${element}`, match.index);
		if (end === -1) return rest;
		from = end;
		begin.lastIndex = end;
	}
	return rest + page.slice(from);
}
