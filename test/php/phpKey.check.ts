/**
 * Compares the stand-in's idea of PHP with PHP itself. Needs `php` on the path:
 *
 *     npx tsx test/php/phpKey.check.ts [number of random names] [seed]
 */
import { isDeepStrictEqual } from 'node:util';
import type { PhpArray, PhpFile } from '../stand-ins/sharpspring/php';
import { phpAssign, phpBaseName, phpPlain, phpView } from '../stand-ins/sharpspring/php';
import { HAND_PICKED } from './names';
import type { PhpEcho, RawPart } from './phpServer';
import { sendRaw, withPhp } from './phpServer';

const random = generator(Number(process.argv[3] ?? 1));
const count = Number(process.argv[2] ?? 4000);
const differences: string[] = [];
let compared = 0;

void main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

async function main() {
	let version = '';
	await withPhp(async (url) => {
		for (const name of [...HAND_PICKED, ...randomNames(count)]) {
			({ version } = await compareName(url, name));
		}
		for (let form = 0; form < count / 4; form++) await compareForm(url);
	});
	await withPhp(compareLimits, {
		max_file_uploads: '20',
		upload_max_filesize: '10',
		post_max_size: '9000',
	});

	for (const difference of differences.slice(0, 20)) console.error(difference);
	console.log(`PHP ${version}: ${compared} forms compared, ${differences.length} differences`);
	if (differences.length > 0) process.exitCode = 1;
}

/** The vendor's use: a file, and a parameter with the file's name. */
async function compareName(url: string, name: string) {
	const echo = await sendRaw(url, [
		{ name, value: '2000310000000001' },
		{ name: 'files[0]', fileName: name, content: 'x' },
	]);
	const post: PhpArray<string> = new Map();
	phpAssign(post, name, '2000310000000001');
	compare(name, 'post', phpPlain(post), echo.post);
	compare(name, 'file name', { '0': phpBaseName(name) }, echo.files.files.name);
	compared++;
	return echo;
}

/** Several parts at once: what overwrites what, and odd names of file parts. */
async function compareForm(url: string) {
	const names = randomNames(2 + Math.floor(random() * 4));
	const parts = names.map((name, index): RawPart => {
		if (random() < 0.6) return { name, value: `value ${index}` };
		// After a backslash PHP overlooks the end of the name, and with it that a file follows.
		const partName = random() < 0.5 ? name.replace(/\\+$/, '') || 'x' : pick(FILE_PARTS);
		return { name: partName, fileName: `${index}.pdf`, content: 'abc' };
	});
	const echo = await sendRaw(url, parts);
	const view = phpView(asForm(parts), NO_LIMITS);
	const label = JSON.stringify(parts);
	compare(label, 'post', phpPlain(view.post), echo.post);
	compare(label, 'files', spread(view.files), namesOnly(echo));
	compared++;
}

const FILE_PARTS = [
	'files',
	'files[0]',
	'files[1]',
	'files[]',
	'files[a b]',
	' my files',
	'files[0]x',
];
const NO_LIMITS = { maxFiles: 20, uploadMaxBytes: undefined, postMaxBytes: undefined };

/** Too many files, files that are too large, a form that is too large. */
async function compareLimits(url: string) {
	const limits = { maxFiles: 20, uploadMaxBytes: 10, postMaxBytes: 9000 };
	for (const [files, bytes] of [
		[21, 3],
		[2, 10],
		[2, 11],
		[30, 500],
	]) {
		const content = 'x'.repeat(bytes);
		const parts: RawPart[] = [{ name: 'id', value: '1' }];
		for (let index = 0; index < files; index++) {
			parts.push({ name: `files[${index}]`, fileName: `f${index}.txt`, content });
		}
		const echo = await sendRaw(url, parts);
		const view = phpView(asForm(parts), limits);
		const label = `${files} files of ${bytes} bytes`;
		const files_ = view.files.get('files') as PhpArray<PhpFile> | undefined;
		const column = (member: 'name' | 'error' | 'size' | 'type') =>
			files_ &&
			Object.fromEntries([...files_].map(([key, file]) => [key, (file as PhpFile)[member]]));
		compare(label, 'post', phpPlain(view.post), echo.post);
		for (const member of ['name', 'error', 'size', 'type'] as const) {
			compare(label, member, column(member), echo.files.files?.[member]);
		}
		compared++;
	}
}

function asForm(parts: RawPart[]) {
	const fields = parts.flatMap((part) => ('value' in part ? [part] : []));
	const files = parts.flatMap((part) =>
		'fileName' in part
			? [
					{
						part: part.name,
						fileName: part.fileName,
						mimeType: 'text/plain',
						bytes: part.content.length,
						sha256: '',
					},
				]
			: [],
	);
	// Only its order of magnitude matters here.
	const contentLength = parts.reduce(
		(sum, part) => sum + 130 + ('value' in part ? part.value : part.content).length,
		0,
	);
	return { fields, files, order: [], contentLength, received: contentLength };
}

function spread(files: PhpArray<PhpFile>): unknown {
	return Object.fromEntries(
		[...files].map(([key, value]) => [key, value instanceof Map ? spread(value) : value.name]),
	);
}

function namesOnly(echo: PhpEcho) {
	return Object.fromEntries(Object.entries(echo.files).map(([key, file]) => [key, file.name]));
}

function compare(label: string, what: string, ours: unknown, theirs: unknown) {
	if (isDeepStrictEqual(ours, theirs)) return;
	differences.push(
		`${JSON.stringify(label)} ${what}: stand-in ${JSON.stringify(ours)}, PHP ${JSON.stringify(theirs)}`,
	);
}

function* alphabet(): Generator<string> {
	yield* ['a', 'b', '.', ' ', '[', ']', '[', ']', '.', '0', '1', '5', '-', '_', 'A'];
	yield* ['ü', '日', '"', '\\', '/', '\t', "'", '=', '&', '%', '+', ';', '<', '(', '😀'];
}

function randomNames(amount: number): string[] {
	const letters = [...alphabet()];
	return Array.from({ length: amount }, () => {
		// Half of them from the letters that PHP treats specially.
		const range = random() < 0.5 ? 9 : letters.length;
		const length = 1 + Math.floor(random() * 10);
		return Array.from({ length }, () => letters[Math.floor(random() * range)]).join('');
	});
}

function pick<T>(from: T[]): T {
	return from[Math.floor(random() * from.length)];
}

/** Repeatable random numbers (mulberry32). */
function generator(seed: number) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
