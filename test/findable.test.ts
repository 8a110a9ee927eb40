import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LeadSquared } from '../nodes/LeadSquared/LeadSquared.node';
import { SharpSpring } from '../nodes/SharpSpring/SharpSpring.node';

const nodes = [new LeadSquared(), new SharpSpring()].map(({ description }) => ({ description }));

/** What n8n's nodes panel searches besides the name. */
function aliasesOf(name: string): string[] {
	const file = path.join(__dirname, '../nodes', name, `${name}.node.json`);
	return (JSON.parse(readFileSync(file, 'utf8')) as { alias: string[] }).alias;
}

/** n8n's search finds a text whose letters all occur in this order. */
function isFound(wanted: string, text: string): boolean {
	let at = -1;
	return [...wanted].every((letter) => (at = text.indexOf(letter, at + 1)) !== -1);
}

describe.each([
	['LeadSquared', ['attach file', 'upload file', 'file upload', 'lead squared', 'crm file', 'lsq']],
	[
		'SharpSpring',
		[
			...['attach file', 'upload file', 'file upload', 'lead gen', 'constant contact lead gen'],
			...['crm file', 'sharp spring', 'product image'],
		],
	],
])('%s is found in the nodes panel by', (name, words) => {
	test.each(words)('%s', (wanted) => {
		const texts = [name, ...aliasesOf(name)].map((text) => text.toLowerCase());
		expect(texts.filter((text) => isFound(wanted, text))).not.toEqual([]);
	});
});

describe.each(nodes)('below the node on the canvas stands in words what it does', (node) => {
	const { displayName, properties, subtitle } = node.description;
	const actions = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map((option) => {
				const { value, action } = option as { value: string; action: string };
				return [`${String(displayOptions?.show?.resource?.[0])}:${value}`, action] as const;
			}),
		);
	const [, words = ''] = /^=\{\{ \((\{.*\})\)\[.*\] \}\}$/.exec(subtitle ?? '') ?? [];

	test.each(actions)(`${displayName} %s: %s`, (operation, action) => {
		expect(JSON.parse(words)).toMatchObject({ [operation]: action });
	});
});
