import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** What a file on disk is, in the words of the stand-ins. */
export function fileFacts(path) {
	return contentFacts(basename(path), readFileSync(path));
}

/** The same for content at hand. */
export function contentFacts(fileName, content) {
	const sha256 = createHash('sha256').update(content).digest('hex');
	return { fileName, bytes: content.length, sha256 };
}

/**
 * Checks that exactly these files arrived, byte for byte, whatever their order.
 *
 * @param {Array<{ sha256: string, bytes: number }>} arrivals what a stand-in says
 * @param {Array<{ sha256: string, bytes: number }>} files what was sent
 */
export function assertSameFiles(arrivals, files) {
	const list = (all) => all.map(({ sha256, bytes }) => `${sha256} ${bytes} bytes`).sort();
	assert.deepEqual(
		list(arrivals),
		list(files),
		'the files that arrived are not those that were sent',
	);
}

/** Checks where files went: `record`, `field`, `fileName`, and that each is attached. */
export function assertAttached(arrivals, expected) {
	const place = ({ record, field, fileName }) => `${record} | ${field} | ${fileName}`;
	assert.deepEqual(arrivals.map(place).sort(), expected.map(place).sort());
	const loose = arrivals.filter(({ attached }) => !attached);
	assert.deepEqual(loose, [], 'these files arrived, but are not attached');
}
