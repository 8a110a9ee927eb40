// What both checks have in common. Like all files beside a `plan.ts`, it is put into the workflows of
// examples/check-account as it is, without its types: it imports nothing, and uses nothing but JavaScript.

/**
 * One request of a check. In the workflow each kind is a node of its own, because a form has the same
 * parts for all requests of a node; `open` is a request without keys, `burst` is many at once.
 */
export interface Ask {
	id: string;
	kind:
		| 'read'
		| 'write'
		| 'upload'
		| 'uploadIntoField'
		| 'uploadTwo'
		| 'uploadImage'
		| 'keysElsewhere'
		| 'open'
		| 'burst';
	url: string;
	/** JSON. */
	body?: unknown;
	/** Texts of a form. */
	fields?: Record<string, string>;
	files?: AskFile[];
	/** Only the command line can send other keys than the usual ones. */
	keys?: 'headers' | 'unknownAccount' | 'wrongSecret';
}

/** A file of a form. */
export interface AskFile {
	part: string;
	name: string;
	text: string;
	/** How often the text is repeated; once when absent. */
	repeat?: number;
	/** Whether the text is base64. */
	isBase64?: boolean;
	mimeType?: string;
}

/** What came of a request. */
export interface Seen {
	/** Absent when there was no answer. */
	status?: number;
	body?: unknown;
	contentType?: string;
	/** The names of its headers that speak of limits, with their values. */
	limits?: Record<string, string>;
	/** Why there was no answer. */
	fault?: string;
	ms?: number;
}

/** What came of all requests so far, by their ids. */
export type AllSeen = Record<string, Seen | undefined>;

/** An answer to one of the questions. */
export interface Line {
	id: string;
	question: string;
	/** A few words that can be compared. */
	answer: string;
	/** What was seen. */
	seen: string;
	/** What to set in consequence. */
	advice: string;
}

/** Something that the check left in the account. */
export interface Written {
	what: string;
	name: string;
	where: string;
}

/** The requests of a step; none when it does not apply. Steps are taken in order. */
export type Step<Given> = (given: Given, seen: AllSeen) => Ask[];

type Finding = Omit<Line, 'id' | 'question'>;

/** A line's answer. */
export function found(answer: string, seen = '', advice = ''): Finding {
	return { answer, seen, advice };
}

/** The answer to a question that was not asked. */
export function notAsked(why: string): Finding {
	return found('not asked', why);
}

/** Whether a value is an object of JSON, and neither a list nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object, or none. */
export function membersOf(value: unknown): Record<string, unknown> {
	return isObject(value) ? value : {};
}

/** The list that a value is, or that it holds under whatever name. */
export function listIn(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	return Object.values(membersOf(value)).find((member) => Array.isArray(member)) as
		| unknown[]
		| undefined;
}

/** A value as text; empty for nothing. */
export function textOf(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The beginning of a text, in one line. */
export function short(text: string, length = 160): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > length ? `${line.slice(0, length)} …` : line;
}

/** Whether the service said that there were too many calls: such an answer says nothing else. */
export function isTooMany({ status, body }: Seen): boolean {
	return status === 429 || /calls exceeded the limit|"code":"?107\b/i.test(textOf(body));
}

/** What a page that is not JSON says. */
export function pageText(body: unknown): string {
	return short(
		textOf(body)
			.replace(/<(style|script|title)[^]*?<\/\1>/gi, ' ')
			.replace(/<[^>]*>/g, ' '),
		80,
	);
}

/** A link without what is private in it: the account's name and the values of its parameters. */
export function shapeOfLink(link: string): string {
	const [address, query] = link.split('?');
	const names = query ? `?${query.replace(/=[^&]*/g, '=…')}` : '';
	return `${address.replace(/\/t\/[^/]+\//, '/t/…/')}${names}`;
}

/** The bytes of a file of a form. */
export function contentOf({ text, repeat = 1, isBase64 }: AskFile): Buffer<ArrayBuffer> {
	return isBase64 ? Buffer.from(text, 'base64') : Buffer.from(text.repeat(repeat));
}

/** An image of one pixel. */
export const onePixel =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Carries on with the next step that has requests. @returns undefined when there is none left */
export function nextStep<Given>(
	steps: Array<Step<Given>>,
	after: number,
	given: Given,
	seen: AllSeen,
): { step: number; asks: Ask[] } | undefined {
	for (let step = after + 1; step < steps.length; step++) {
		const asks = steps[step](given, seen);
		if (asks.length > 0) return { step, asks };
	}
	return undefined;
}

/** Text that is free of e-mail addresses and of everything in `secrets`. */
export function withoutSecrets(text: string, secrets: string[]): string {
	const spellings = secrets
		.filter((secret) => secret.length > 3)
		.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
	const cleaned = spellings
		.sort((one, other) => other.length - one.length)
		.reduce((rest, secret) => rest.split(secret).join('***'), text);
	return cleaned.replace(/[^\s"'<>()[\],;:/]+(@|%40)[^\s"'<>()[\],;:/]+/gi, '(an email address)');
}
