import { readFileSync } from 'node:fs';

const README = new URL('../../../README.md', import.meta.url);

/**
 * The steps under "Your first workflow": what is said, and in it the names of buttons (bold), of fields
 * (italic) and the values to enter (code).
 *
 * @returns {Array<{ text: string, buttons: string[], fields: string[], values: string[] }>}
 */
export function firstWorkflow() {
	const [, section] = readFileSync(README, 'utf8').split('## Your first workflow\n');
	const [steps] = section.split('\n## ');
	return [...steps.matchAll(/^\d\. ((?:.+\n)(?: {3}.+\n)*)/gm)].map(([, raw]) => {
		const text = raw.replace(/\s+/g, ' ').trim();
		const values = named(text, /`([^`]+)`/g);
		const words = text.replace(/`[^`]+`/g, '');
		return {
			text,
			values,
			buttons: named(words, /\*\*([^*]+)\*\*/g),
			fields: named(words.replace(/\*\*[^*]+\*\*/g, ''), /\*([^*]+)\*/g),
		};
	});
}

const named = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
