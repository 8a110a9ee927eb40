import { cleanFileName, toParameterName, withSuffix } from '../../shared/files/name';
import type { NameSource } from '../../shared/files/name';
import type { FileNaming } from '../../shared/files/preparedFile';

// SharpSpring takes a file's name as the name of a parameter that holds the record's ID. These would
// be another parameter of the call, a number, or (the last two) nothing at all: PHP drops them when
// its own changes to a name lead to them.
const special =
	/^(id|objecttype|fieldsystemname|files|accountid|secretkey|\d+|__host-.*|__secure-.*)$/s;

/**
 * The name under which a file is sent. By default one that PHP leaves as it is but for the dot
 * (letters, digits, `-`, `_`, one dot); with `keepOriginal` the original one without what would make
 * it another parameter.
 */
export function sentName(file: NameSource, keepOriginal: boolean): string {
	const toName = keepOriginal ? cleanFileName : toParameterName;
	const name = toName(file).replace(/\[/g, '(').replace(/\]/g, ')');
	return special.test(phpKey(name)) ? `file_${name}` : name;
}

/** How the files of an item are named: those of one call get -2, -3, … later, see {@link makeUnique}. */
export function fileNaming(keepOriginal: boolean): FileNaming {
	return (files) => files.map((file) => sentName(file, keepOriginal));
}

/** The names with -2, -3, … where two would be the same parameter. */
export function makeUnique(names: string[]): string[] {
	const taken = new Set<string>();
	return names.map((name) => {
		let unique = name;
		for (let number = 2; taken.has(phpKey(unique)); number++) {
			unique = withSuffix(name, `-${number}`);
		}
		taken.add(phpKey(unique));
		return unique;
	});
}

/** How PHP writes the name of a parameter, ignoring case; our names hold no brackets. */
function phpKey(name: string): string {
	return name.replace(/[ .]/g, '_').toLowerCase();
}
