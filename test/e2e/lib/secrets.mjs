import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SEED_KEYS as LEADSQUARED_KEYS } from '../../stand-ins/leadsquared/index.ts';
import { SEED_KEYS as SHARPSPRING_KEYS } from '../../stand-ins/sharpspring/seed.ts';
import { call } from './programs.mjs';

/** Typed in by the journeys through the editor. */
export const WRONG_KEYS = {
	accessKey: 'u$rNotTheRightAccessKey',
	secretKey: 'NotTheRightSecretKey',
};

const KEYS = [
	...Object.values(LEADSQUARED_KEYS),
	...Object.values(SHARPSPRING_KEYS),
	...Object.values(WRONG_KEYS),
];

// Not written by n8n: what is under test, and pictures.
const LEFT_OUT = new Set(['node_modules', 'pictures']);

/**
 * Writes out what is in the SQLite databases below a folder, as text beside them: inside, a long value
 * may be in pieces.
 */
export function dumpDatabases(folder, node) {
	const databases = listFiles(folder).filter((file) => file.endsWith('.sqlite'));
	const script = join(import.meta.dirname, 'dumpSqlite.mjs');
	for (const database of databases) {
		const options = { maxBuffer: 1e9, env: { ...process.env, NODE_NO_WARNINGS: '1' } };
		writeFileSync(`${database}.rows`, call(node, [script, database], options));
	}
}

/** Files below a folder that hold what n8n stored: dumps of its databases. */
export const dumpsIn = (folder) =>
	listFiles(folder).filter((file) => /\.sqlite\.rows$|database\.sql$/.test(file));

/**
 * Searches all files below a folder for keys, as they are and percent-encoded.
 *
 * @returns {string[]} a line for each find, without the key
 */
export function findKeys(folder) {
	return listFiles(folder).flatMap((file) => {
		const content = readFileSync(file);
		return needles()
			.filter(({ text }) => content.includes(text))
			.map(({ what }) => `${what} in ${relative(folder, file)}`);
	});
}

/** How each key could be written. */
function needles() {
	return KEYS.flatMap((key) => {
		const what = `the key ${key.slice(0, 3)}… of ${key.length} characters`;
		const forms = new Map([
			[key, what],
			[encodeURIComponent(key), `${what}, percent-encoded`],
			[Buffer.from(key).toString('base64').replace(/=+$/, ''), `${what}, in base64`],
		]);
		return [...forms].map(([text, description]) => ({ text, what: description }));
	});
}

function listFiles(folder) {
	return readdirSync(folder, { withFileTypes: true })
		.filter(({ name }) => !LEFT_OUT.has(name))
		.flatMap((entry) => {
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return listFiles(path);
			return entry.isFile() ? [path] : [];
		});
}
