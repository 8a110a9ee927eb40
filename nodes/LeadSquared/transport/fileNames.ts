import { cleanFileName, withSuffix } from '../../shared/files/name';
import type { FileNaming } from '../../shared/files/preparedFile';
import { holds } from './fieldReadings';

/**
 * How files are named for LeadSquared: cleaned, and each name once, because an e-mail may hold two
 * files of the same name.
 *
 * @param uniqueNames whether a random mark before the extension makes each unlike all other files
 */
export function fileNaming({ uniqueNames }: { uniqueNames: boolean }): FileNaming {
	return (files) => {
		const taken = new Set<string>();
		return files.map((file) => {
			const name = uniqueNames
				? withSuffix(cleanFileName(file), `-${randomMark()}`)
				: cleanFileName(file);
			let free = name;
			for (let number = 2; taken.has(free.toLowerCase()); number++) {
				free = withSuffix(name, `-${number}`);
			}
			taken.add(free.toLowerCase());
			return free;
		});
	};
}

/**
 * Whether a name or a link that the account shows is that of a file which would be sent under this name;
 * where names are made unique, whatever the random marks are.
 */
export function isNamed(
	shown: string,
	fileName: string,
	{ uniqueNames }: { uniqueNames: boolean },
): boolean {
	if (holds([shown], fileName)) return true;
	if (!uniqueNames) return false;
	const plain = withoutMark(fileName);
	return holds([shown, withoutMark(shown)], plain);
}

/** Eight letters and digits, both of them: eight digits may be a date, and eight letters a word. */
function randomMark(): string {
	const mark = Math.random().toString(36).slice(2).padEnd(8, '0').slice(0, 8);
	return /[a-z]/.test(mark) && /\d/.test(mark) ? mark : `x7${mark.slice(2)}`;
}

function withoutMark(name: string): string {
	return name.replace(/-(?=\d*[a-z])(?=[a-z]*\d)[a-z\d]{8}(?=(\.[^./]*)?$)/, '');
}
