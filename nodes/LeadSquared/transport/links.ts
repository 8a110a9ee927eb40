/**
 * A link that can be opened. LeadSquared gives links with names as they are: with spaces, with `#`, with
 * a `%` that encodes nothing ("Upload a File" shows spaces).
 *
 * @param name the file's name, where it is known: then what it holds is not a query
 */
export function toLink(link: string, name?: string): string {
	if (name && link.endsWith(`/${name}`)) {
		return `${encode(link.slice(0, -name.length))}${encodeURIComponent(name)}`;
	}
	return encode(link);
}

function encode(link: string): string {
	const escaped = link.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/#/g, '%23');
	return URL.canParse(escaped) ? new URL(escaped).href : link;
}

/** Whether two links lead to the same file, one of them perhaps not encoded, or with a signature. */
export function isSameLink(one: string, other: string): boolean {
	const [first, second] = [toLink(one), toLink(other)];
	// Not the paths only: LeadSquared may leave a `?` of a name as it is.
	return decoded(first) === decoded(second) || decoded(pathOf(first)) === decoded(pathOf(second));
}

/**
 * The name of the file that a link leads to, in one way of writing: with spaces, also where LeadSquared has `+`
 * for them ("Get All Notes of a Lead").
 */
export function nameInLink(link: string): string {
	const path = pathOf(toLink(link));
	return decoded(path.slice(path.lastIndexOf('/') + 1)).replace(/\+/g, ' ');
}

function pathOf(link: string): string {
	return link.split('?')[0];
}

function decoded(link: string): string {
	try {
		return decodeURIComponent(link);
	} catch {
		return link;
	}
}
