import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { noise } from './content.mjs';

/** A mail for nodemailer. `attachments`: `{ filename, content, contentType }`. */
export const mail = (from, subject, attachments = []) => ({
	from,
	to: 'inbox@example.com',
	subject,
	text: `${subject}\n`,
	attachments,
});

/** The three attachments of the main journey: a PDF, a picture with an odd name, an empty file. */
export function threeAttachments(t) {
	const folder = join(t.folder, 'attachments');
	mkdirSync(folder);
	writeSampleFiles(folder);
	const content = (name) => readFileSync(join(folder, name));
	return [
		{ filename: 'contract.pdf', content: content('contract.pdf'), contentType: 'application/pdf' },
		{
			filename: 'Straßenfoto – año 日本.png',
			content: content('photo.png'),
			contentType: 'image/png',
		},
		{ filename: 'empty.txt', content: content('empty.txt'), contentType: 'text/plain' },
	];
}

/** Names that senders choose to do harm with, or that harm by accident. */
const HOSTILE_NAMES = [
	'../../etc/passwd',
	'..\\..\\windows\\system.ini',
	'id',
	'objectType',
	'accountID',
	'a"b<c>|d*e?.pdf',
	'report[1][].pdf',
	'invoice\u202Efdp.exe',
	'line\r\nX-Injected: yes.pdf',
	'.htaccess',
	`${'long-'.repeat(80)}name.pdf`,
	'same.pdf',
	'same.pdf',
];

/** An attachment for each hostile name, no two with the same bytes. */
export const hostileAttachments = () =>
	HOSTILE_NAMES.map((filename, index) => ({
		filename,
		content: noise(1_000 + index, index),
		contentType: 'application/octet-stream',
	}));
