import type { ReceivedForm } from '../common/multipart';

/** The way to a variable: its name, then its array keys; `null` means "the next free index". */
export type PhpPath = Array<string | null>;

/** A PHP array: ordered, with keys that are text here, also where PHP makes integers of them. */
export type PhpArray<T> = Map<string, T | PhpArray<T>>;

/** One entry of `$_FILES`. */
export interface PhpFile {
	name: string;
	type: string;
	size: number;
	/** 0 is fine, 1 is "larger than upload_max_filesize". */
	error: number;
	sha256: string;
}

/** Limits of a PHP installation; `undefined` is no limit. */
export interface PhpLimits {
	maxFiles: number | undefined;
	uploadMaxBytes: number | undefined;
	postMaxBytes: number | undefined;
}

/** What a PHP program would see of a form. */
export interface PhpView {
	post: PhpArray<string>;
	files: PhpArray<PhpFile>;
}

const WHITE_SPACE = new Set([' ', '\t', '\n', '\v', '\f', '\r']);
const COOKIE_PREFIXES = ['__Host-', '__Secure-'];

/** Where PHP puts a parameter of this name, or `undefined` when it drops the parameter. */
export function phpKey(sent: string): PhpPath | undefined {
	const name = sent.split('\0', 1)[0].replace(/^ +/, '');
	if (name === '' || name.startsWith('[')) return undefined;

	const open = name.indexOf('[');
	const closed = open >= 0 && name.indexOf(']', open) >= 0;
	const head = closed ? name.slice(0, open).replace(/[ .]/g, '_') : name.replace(/[ .[]/g, '_');
	// PHP allows these prefixes only when they were sent like this, never as a result of its own changes.
	if (COOKIE_PREFIXES.some((prefix) => head.startsWith(prefix) && !name.startsWith(prefix))) {
		return undefined;
	}
	return closed ? [head, ...bracketKeys(name, open)] : [head];
}

function bracketKeys(name: string, start: number): PhpPath {
	const keys: PhpPath = [];
	let at = start;
	while (name[at] === '[') {
		const begin = at + 1;
		const afterSpace = WHITE_SPACE.has(name[begin]) ? begin + 1 : begin;
		const end = name.indexOf(']', afterSpace);
		if (end < 0) break;
		keys.push(end === afterSpace ? null : name.slice(begin, end));
		at = end + 1;
	}
	return keys;
}

/** The name PHP gives to an uploaded file: without any path, whichever slash it has. */
export function phpBaseName(fileName: string): string {
	return fileName.split('\0', 1)[0].replace(/^.*[\\/]/s, '');
}

/** Puts a value where PHP would put it, over whatever is there. */
export function phpAssign<T extends string | PhpFile>(
	variables: PhpArray<T>,
	sentName: string,
	value: T,
): void {
	const path = phpKey(sentName);
	if (!path) return;
	let array = variables;
	const last = path.length - 1;
	for (const [depth, step] of path.entries()) {
		const key = step ?? nextFreeIndex(array);
		if (depth === last) {
			array.set(key, value);
			return;
		}
		const present = array.get(key);
		const inner: PhpArray<T> = present instanceof Map ? present : new Map();
		array.set(key, inner);
		array = inner;
	}
}

function nextFreeIndex(array: PhpArray<unknown>): string {
	const indexes = [...array.keys()].filter((key) => /^(0|[1-9]\d*)$/.test(key)).map(Number);
	return String(Math.max(-1, ...indexes) + 1);
}

/** What `$_POST` and `$_FILES` hold for a form. */
export function phpView(form: ReceivedForm, limits: PhpLimits): PhpView {
	const view: PhpView = { post: new Map(), files: new Map() };
	// PHP reads nothing at all of a body that is too long, and still runs the program.
	if (form.contentLength > (limits.postMaxBytes ?? Infinity)) return view;

	for (const { name, value } of form.fields) phpAssign(view.post, name, value);
	// A file part with an odd name costs PHP that file and every file after it.
	const firstOdd = form.files.findIndex((file) => !hasSoundBrackets(file.part));
	const sound = firstOdd < 0 ? form.files : form.files.slice(0, firstOdd);
	for (const file of sound.slice(0, limits.maxFiles)) {
		const tooLarge = file.bytes > (limits.uploadMaxBytes ?? Infinity);
		// Unlike in other parts, white space at the start of an index is dropped here.
		phpAssign(view.files, file.part.replace(/\[[ \t\n\v\f\r]+/g, '['), {
			name: phpBaseName(file.fileName),
			type: tooLarge ? '' : file.mimeType,
			size: tooLarge ? 0 : file.bytes,
			error: tooLarge ? 1 : 0,
			sha256: tooLarge ? '' : file.sha256,
		});
	}
	return view;
}

/** PHP refuses file parts with unbalanced brackets, or with text after a bracket. */
function hasSoundBrackets(part: string): boolean {
	let depth = 0;
	for (const [at, character] of [...part].entries()) {
		if (character === '[') depth++;
		if (character !== ']') continue;
		const next = [...part][at + 1];
		if (--depth < 0 || (next !== undefined && next !== '[')) return false;
	}
	return depth === 0;
}

/** The same as plain objects, for JSON and for comparisons. */
export function phpPlain(array: PhpArray<unknown>): Record<string, unknown> {
	return Object.fromEntries(
		[...array].map(([key, value]) => [
			key,
			value instanceof Map ? phpPlain(value as PhpArray<unknown>) : value,
		]),
	);
}
