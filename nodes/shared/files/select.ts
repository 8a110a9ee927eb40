import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { ActionableError } from '../errors';
import type { BinaryEntry, ItemFiles } from './binaries';
import { filesOf, inNaturalOrder, isBinary, isWithoutContent } from './binaries';

/** A file that was chosen or, where it is not there, what to say about it. */
export type Choice = BinaryEntry | ActionableError;

/**
 * The files of one item that a field names: one name, several separated by commas, a list of names,
 * or the binary object or objects themselves, as an expression gives them.
 *
 * @throws ActionableError when the value is neither a name nor a file
 */
export function selectFields(
	context: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): Choice[] {
	const isOwn = () => asksForOwnFiles(context);
	return pick(value, { ...filesOf(context, itemIndex), isOwn });
}

/**
 * Whether the expressions in 'Input Binary Field' ask for the binary fields of the item itself. Where n8n
 * leaves out the content, a file of another node cannot be told from one of this item.
 */
function asksForOwnFiles(context: IExecuteFunctions): boolean {
	const expressions = fieldExpressions(context.getNode().parameters);
	const isOwn = (text: string) => /\$binary\b|\$input\b.*\bbinary\b/s.test(text);
	const isOfOther = (text: string) =>
		/\$\(|\$node\b|\$items\b/.test(text) && text.replaceAll('$binary', '').includes('binary');
	return expressions.some(isOwn) && !expressions.some(isOfOther);
}

function fieldExpressions(value: unknown, key = ''): string[] {
	if (typeof value === 'string') {
		return key === 'binaryPropertyName' && value.startsWith('=') ? [value] : [];
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, entry]) => fieldExpressions(entry, name));
}

interface ChoiceOfFiles extends ItemFiles {
	/** Whether a description without content can only be about a file of this item. */
	isOwn: () => boolean;
}

/** All files of one item whose field name starts with the prefix, in the order of their numbers. */
export function selectAll(context: IExecuteFunctions, itemIndex: number, prefix: string): Choice[] {
	const { entries } = filesOf(context, itemIndex);
	const matching = entries.filter(([field]) => field.startsWith(prefix));
	if (matching.length > 0) return inNaturalOrder(matching);
	const fields = listFields(entries);
	if (!prefix) return [new ActionableError('The item has no files to send', fields)];
	return [
		new ActionableError(
			`No binary field starts with "${prefix}"`,
			`${fields} To let items without such files pass, see 'When a File Is Missing' in the options.`,
		),
	];
}

function pick(value: unknown, files: ChoiceOfFiles): Choice[] {
	if (value === undefined || value === null) return [nothingNamed(files)];
	if (typeof value === 'string') return pickByName(value, files);
	if (Array.isArray(value) && value.length === 0) return [nothingNamed(files)];
	if (Array.isArray(value)) return value.flatMap((entry) => pick(entry, files));
	if (isBinary(value)) return [[fieldOf(value, files) ?? nameOf(value) ?? 'file', value]];
	if (isWithoutContent(value)) return [withContent(value, files)];
	const entries = typeof value === 'object' ? Object.entries(value) : [];
	const chosen = entries.flatMap(([field, entry]): Choice[] => {
		if (isBinary(entry)) return [[field, entry]];
		return isWithoutContent(entry) ? [withContent(entry, files, field)] : [];
	});
	if (chosen.length > 0) return chosen;
	throw new ActionableError(
		"'Input Binary Field' holds neither a field name nor a file",
		`Enter the name of the binary field, for example data. ${listFields(files.entries)}`,
	);
}

function nameOf({ fileName }: IBinaryData): string | undefined {
	return typeof fileName === 'string' ? fileName : undefined;
}

function fieldOf({ id, data }: IBinaryData, { entries }: ItemFiles): string | undefined {
	const isSame = ([, binary]: BinaryEntry) => binary.id === id && (id || binary.data === data);
	return entries.find(isSame)?.[0];
}

/**
 * The file of the item that a description is about: `$binary.data` comes without the content where n8n
 * keeps files in memory.
 *
 * @param field its name, where it is known
 */
function withContent(
	described: IBinaryData,
	{ entries, isOwn }: ChoiceOfFiles,
	field?: string,
): Choice {
	const members = ['mimeType', 'fileName', 'fileExtension', 'fileSize', 'bytes'] as const;
	const isSame = ([name, binary]: BinaryEntry) =>
		(field === undefined || name === field) &&
		!binary.id &&
		members.every((member) => binary[member] === described[member]);
	const [found, ...others] = isOwn() ? entries.filter(isSame) : [];
	if (found && others.every(([, binary]) => binary.data === found[1].data)) return found;
	return new ActionableError(
		found
			? "'Input Binary Field' holds a file that looks like another one of the item"
			: "'Input Binary Field' holds a file without its content",
		`Enter the name of its binary field in place of the file itself, for example data. ${listFields(entries)}`,
	);
}

function pickByName(value: string, files: ItemFiles): Choice[] {
	const exact = files.entries.find(([field]) => field === value.trim());
	if (exact) return [exact];
	const names = value
		.split(',')
		.map((name) => name.trim().replace(/^(?:\$binary\.|(?:\$json\.)?(?:_files\.)?)/, ''))
		.filter((name) => name !== '');
	if (names.length === 0) return [nothingNamed(files)];
	return names.map(
		(name) =>
			findByName(name, files) ??
			new ActionableError(
				`There is no file in the binary field "${name}"`,
				[numberedFields(name, files.entries), listFields(files.entries)].filter(Boolean).join(' '),
			),
	);
}

function findByName(name: string, { entries, at }: ItemFiles): BinaryEntry | undefined {
	const known = entries.find(([field]) => field === name);
	if (known) return known;
	const nested = at(name);
	return nested && [name, nested];
}

function nothingNamed({ entries }: ItemFiles): ActionableError {
	return new ActionableError("'Input Binary Field' is empty", listFields(entries));
}

/**
 * What to do where the name is there with numbers behind it: a form's field for several files gives
 * `Documents` for one file, and `Documents_0`, `Documents_1` for two.
 */
function numberedFields(name: string, available: BinaryEntry[]): string {
	const numbered = available.some(
		([field]) => field.startsWith(`${name}_`) && /^\d+$/.test(field.slice(name.length + 1)),
	);
	if (!numbered) return '';
	return `Set 'Files to Send' to 'All Binary Fields' and 'Field Name Prefix' to ${name}: it takes one file as well as several.`;
}

function listFields(available: BinaryEntry[]): string {
	if (available.length > 0) {
		return `Binary fields with a file: ${available.map(([field]) => field).join(', ')}.`;
	}
	return "The item has no files. If that is all right, for example for an email without attachments, choose 'Pass the Item Through' under 'When a File Is Missing' in the options. Else look at the steps before: Edit Fields (Set), Code, Aggregate or a sub-workflow pass on the JSON only, unless told to include binary data; connect this node directly to the step that creates the file, or merge the file back in before it.";
}
