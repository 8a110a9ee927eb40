import assert from 'node:assert/strict';
import { outputItems } from '../../../playground/n8n.mjs';

// What could act as a path, a quote, a header or a control character.
const DANGEROUS = /[\\/"<>|*?:\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e]|^\.|^$/;
const SAFE_FOR_PHP = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)?$/;
const PARAMETERS_OF_SHARPSPRING = [
	'id',
	'objecttype',
	'fieldsystemname',
	'files',
	'accountid',
	'secretkey',
];
const MOST_BYTES = 255;

/** Checks the names under which both nodes say they sent the files. */
export function checkHostileNames(execution, attachments) {
	for (const node of ['LeadSquared', 'SharpSpring']) {
		const [{ json }] = outputItems(execution, node);
		assert.equal(json.files.length, attachments.length, `${node} sent every file`);
		for (const { sentFileName, fileName } of json.files) {
			const what = `${node} sent "${fileName}" as "${sentFileName}"`;
			assert.doesNotMatch(sentFileName, DANGEROUS, what);
			assert.ok(Buffer.byteLength(sentFileName) <= MOST_BYTES, what);
			if (node === 'LeadSquared') continue;
			assert.match(sentFileName, SAFE_FOR_PHP, what);
			const parameter = sentFileName.replace(/\./g, '_').toLowerCase();
			assert.ok(!PARAMETERS_OF_SHARPSPRING.includes(parameter), what);
		}
	}
}
