import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './build';

/** What n8n's scanner says about a folder. */
export interface ScanResult {
	passed: boolean;
	details?: string;
}

/**
 * Has n8n's own scanner look at folders, in one process, because loading its rules takes longer than
 * using them.
 *
 * @param folders each with what it is: the sources of a package, or what its tarball unpacks to
 */
export function scan(folders: Array<[string, 'source' | 'tarball']>): ScanResult[] {
	const scanner = path.join(root, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	const code = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from ${JSON.stringify(pathToFileURL(scanner))};
		const results = [];
		for (const [folder, kind] of ${JSON.stringify(folders)}) {
			const patterns = kind === 'source' ? SOURCE_FILE_PATTERNS : undefined;
			const { passed, details } = await analyzePackage(folder, patterns);
			results.push({ passed, details });
		}
		console.log('RESULT' + JSON.stringify(results));
	`;
	const printed = run(folders[0][0], process.execPath, ['--input-type=module', '-e', code]);
	return JSON.parse(printed.split('RESULT')[1]) as ScanResult[];
}
