import type { AllSeen, Written } from '../shared';
import type { SharpSpringGiven } from './plan';
import {
	fieldText,
	fileName,
	imageName,
	isIn,
	leadId,
	oddNames,
	sizesUpTo,
	wasStored,
} from './plan';

/** Everything that the check left in the account: what a person may want to delete. */
export function sharpSpringWritten(given: SharpSpringGiven, seen: AllSeen): Written[] {
	const sizes = sizesUpTo(given.sizeMb);
	const uploads: Array<[id: string, names: string[]]> = [
		['upload-first', ['-first']],
		['upload-second', ['-second']],
		['unknownRecord', ['-nobody']],
		['unknownField', ['-nowhere']],
		...oddNames.map(([id, , label]): [string, string[]] => [`upload-${id}`, [label]]),
		['upload-two', arrivedOfTwo(given, seen)],
		['upload-headers', ['-headers']],
		...sizes.map((size, index): [string, string[]] => [`size-${index}`, [`-${size}-mb`]]),
	];
	const names = uploads
		.filter(([id]) => wasStored(seen[id]))
		.flatMap(([, labels]) => labels.map((label) => fileName(given, label)));
	const value = fieldText(given, seen['after-all']);
	const where = `sent to the field ${given.field} of the test lead, which ${holds(value)}`;
	const files = isIn(seen) && leadId(given, seen) ? names : [];
	return [
		...files.map((name) => ({ what: 'file', name, where })),
		...(wasStored(seen.image)
			? [
					{
						what: 'image',
						name: imageName(given),
						where: 'of the test product',
					},
				]
			: []),
	];
}

/** Of two files in one call the second may get lost without a word. */
function arrivedOfTwo(given: SharpSpringGiven, seen: AllSeen): string[] {
	const labels = ['-two-1', '-two-2'];
	const value = fieldText(given, seen['after-two']) ?? '';
	const [first, second] = labels.map((label) => value.includes(fileName(given, label)));
	return first && !second ? ['-two-1'] : labels;
}

function holds(value: string | undefined): string {
	const names = [...(value ?? '').matchAll(/n8n-check-[^"'<>/?]*\.txt/g)].map(([name]) => name);
	return names.length > 0 ? `shows ${names.join(', ')} now` : 'does not show what it holds';
}
