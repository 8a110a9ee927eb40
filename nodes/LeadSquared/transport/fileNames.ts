import { cleanFileName, withSuffix } from '../../shared/files/name';
import type { FileNaming } from '../../shared/files/preparedFile';

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

/** Eight letters and digits. */
function randomMark(): string {
	return Math.random().toString(36).slice(2).padEnd(8, '0').slice(0, 8);
}
