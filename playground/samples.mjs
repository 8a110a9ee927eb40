import { createCipheriv, createHash } from 'node:crypto';
import {
	createReadStream,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const SAMPLES = {
	'contract.pdf': () => pdf('Contract', 60),
	'photo.png': () => png(64),
	'recording.bin': () => noise(3_000_000),
	'Übersicht – año 日本.txt': () =>
		Buffer.from('Grüße – ¿qué tal? – こんにちは\n'.repeat(20), 'utf8'),
	'empty.txt': () => Buffer.alloc(0),
};

/** Writes the sample files, the same bytes each time; other files in the folder stay as they are. */
export function writeSampleFiles(folder) {
	mkdirSync(folder, { recursive: true });
	for (const [name, make] of Object.entries(SAMPLES)) {
		const content = make();
		const file = join(folder, name);
		if (!existsSync(file) || !readFileSync(file).equals(content)) writeFileSync(file, content);
	}
}

/**
 * The files in a folder whose names match a pattern with `*` and `?`, with their SHA-256.
 * @returns {Promise<Array<{ name: string, bytes: number, sha256: string }>>}
 */
export async function describeFiles(folder, pattern = '*') {
	const names = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
		.map((entry) => entry.name)
		.filter((name) => toRegExp(pattern).test(name.normalize('NFC')))
		.sort();
	return await Promise.all(names.map(async (name) => await describeFile(folder, name)));
}

async function describeFile(folder, name) {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(join(folder, name))) {
		bytes += chunk.length;
		hash.update(chunk);
	}
	return { name, bytes, sha256: hash.digest('hex') };
}

function toRegExp(pattern) {
	const source = pattern
		.normalize('NFC')
		.replace(/[.+^${}()|[\]\\]/g, '\\$&')
		.replaceAll('*', '.*')
		.replaceAll('?', '.');
	return new RegExp(`^${source}$`, 'u');
}

function pdf(title, lines) {
	const text = Array.from({ length: lines }, (_, index) => `(${title}, line ${index + 1}) Tj T*`);
	const page = `BT /F1 10 Tf 12 TL 50 800 Td\n${text.join('\n')}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>',
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
		`<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
	];
	let content = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const offset = content.length;
		content += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	const xref = `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
	const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${content.length}\n%%EOF\n`;
	return Buffer.from(content + xref + trailer, 'latin1');
}

function png(side) {
	const rows = Array.from({ length: side }, (_, y) =>
		Buffer.from([0, ...Array.from({ length: side }, (__, x) => [x * 4, y * 4, 128]).flat()]),
	);
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	// Eight bits per channel, red-green-blue.
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		pngChunk('IHDR', header),
		pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
		pngChunk('IEND', Buffer.alloc(0)),
	]);
}

function pngChunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const chunk = Buffer.alloc(body.length + 8);
	chunk.writeUInt32BE(data.length, 0);
	body.copy(chunk, 4);
	chunk.writeUInt32BE(crc32(body), body.length + 4);
	return chunk;
}

// A cipher's key stream: bytes of every value, which no part of the way can take for text.
function noise(bytes) {
	const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
	return cipher.update(Buffer.alloc(bytes));
}
