import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { LeadSquaredApi } from '../credentials/LeadSquaredApi.credentials';
import { SharpSpringApi } from '../credentials/SharpSpringApi.credentials';
import { LeadSquared } from '../nodes/LeadSquared/LeadSquared.node';
import { SharpSpring } from '../nodes/SharpSpring/SharpSpring.node';

/*
 * Rules of n8n's linter that are announced and that the installed version does not have yet. The two on
 * errors (`require-continue-on-fail`, `node-operation-error-itemindex`) are what test/faults/items.test.ts is about.
 */

const nodes = [new LeadSquared(), new SharpSpring()].map(({ description }) => description);

/** Every property in a description, also those in collections and modes. */
function propertiesIn(value: unknown): INodeProperties[] {
	if (typeof value !== 'object' || value === null) return [];
	const inner = Object.values(value).flatMap(propertiesIn);
	return 'name' in value ? [value as INodeProperties, ...inner] : inner;
}

test('hint-max-length: a hint is a nudge of at most 120 characters', () => {
	const all = [
		...nodes.flatMap(({ properties }) => propertiesIn(properties)),
		...propertiesIn(new LeadSquaredApi().properties),
		...propertiesIn(new SharpSpringApi().properties),
	];
	const hints = new Set(all.flatMap(({ hint }) => (hint === undefined ? [] : [hint])));
	expect(hints.size).toBeGreaterThan(5);
	expect([...hints].filter((hint) => hint.length > 120)).toEqual([]);
});

/** They decide what else is shown, what is sent, or what a lead gets: a person has to see them. */
const choices = ['attachTo', 'createLead', 'download', 'fileSelection', 'listLeadId', 'note'];

/** Shown only after a choice: they narrow it down. */
const narrowing = ['activityType', 'binaryPropertyPrefix'];

/** File: Upload has every parameter that LeadSquared documents, so that none of them is hidden. */
const documented = ['fileType', 'fileStorageType', 'enableResize', 'entity', 'optionalEntity'];

test.each(nodes.map(({ displayName, properties }) => [displayName, properties] as const))(
	'non-required-fields-in-collection: what need not be filled in is in a collection, %s',
	(_, properties) => {
		const exempt = /^(collection|fixedCollection|notice|callout|hidden|curlImport)$/;
		const atTop = properties.filter(
			({ type, name, required }) =>
				!required && !exempt.test(type) && !/^(resource|operation)$/.test(name),
		);
		const names = [...new Set(atTop.map(({ name }) => name))];
		const known = [...choices, ...narrowing, ...documented];
		expect(names.filter((name) => !known.includes(name))).toEqual([]);
	},
);

const backgrounds = { light: '#ffffff', dark: '#2b2b2b' };

test.each(
	nodes.flatMap(({ name, icon }) =>
		Object.entries(icon as { light: string; dark: string }).map(
			([theme, file]) => [theme as 'light' | 'dark', file, name] as const,
		),
	),
)('icon-contrast: the %s icon %s can be seen', (theme, file, name) => {
	const folder = name[0].toUpperCase() + name.slice(1);
	const svg = readFileSync(join('nodes', folder, file.replace('file:', '')), 'utf8');
	const colors = svg.match(/#[0-9a-f]{6}\b/gi) ?? [];
	const contrasts = colors.map((color) => contrast(color, backgrounds[theme]));
	expect(Math.max(...contrasts)).toBeGreaterThan(3);
});

/** As WCAG defines it: 1 for the same color, 21 for black on white. */
function contrast(one: string, other: string): number {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
