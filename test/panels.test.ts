import type { INodeProperties } from 'n8n-workflow';
import { LeadSquaredApi } from '../credentials/LeadSquaredApi.credentials';
import { SharpSpringApi } from '../credentials/SharpSpringApi.credentials';
import { LeadSquared } from '../nodes/LeadSquared/LeadSquared.node';
import { SharpSpring } from '../nodes/SharpSpring/SharpSpring.node';
import { fileOptions } from '../nodes/shared/files/options';

/** The options of every operation, in the order in which the editor offers them. */
const panels = [new LeadSquared(), new SharpSpring()].flatMap(({ description }) =>
	description.properties
		.filter(({ name }) => name === 'options')
		.map(({ displayOptions, options }) => {
			const { resource, operation } = displayOptions?.show ?? {};
			const title = `${description.displayName} ${String(resource)} ${String(operation)}`;
			return [title, options as INodeProperties[]] as const;
		}),
);

const aboutFiles = new Set(fileOptions.map(({ name }) => name));
const aboutRequests = /^(callsPerWindow|parallelRequests|rawResponse|timeout|waitForFreeCall)$/;

describe('options', () => {
	test.each(panels)('%s: those about files first, those about requests last', (_, options) => {
		const groups = options.flatMap(({ name }) =>
			aboutFiles.has(name) ? ['files'] : aboutRequests.test(name) ? ['requests'] : [],
		);
		expect(groups).toEqual([...groups].sort());
		expect(options.at(-1)?.name).toMatch(aboutRequests);
	});

	test.each(panels)('%s: what is measured has its unit in the label', (_, options) => {
		const measured = options.filter(
			({ type, name }) => type === 'number' && /size|timeout|wait/i.test(name),
		);
		expect(measured.map(({ displayName }) => displayName)).toEqual(
			measured.map(() => expect.stringMatching(/ \((KB|MB|Seconds|Minutes)\)$/)),
		);
	});
});

test('LeadSquared: what attaches files says what may become of those of the same name', () => {
	const notices = new LeadSquared().description.properties.filter(
		({ type, displayOptions }) =>
			type === 'notice' && /attachFile|WithFile/.test(String(displayOptions?.show?.operation)),
	);
	expect(notices.length).toBeGreaterThan(0);
	for (const { displayName } of notices) {
		expect(displayName).toContain('A later file of the same name may take its place');
		expect(displayName).toContain("'Make File Names Unique' in the options");
	}
});

test.each([new LeadSquaredApi(), new SharpSpringApi()])(
	'$displayName: where the keys are found stands above them, to be seen without a pointer',
	({ properties }) => {
		const [first] = properties;
		expect(first).toMatchObject({ type: 'notice', displayName: expect.stringContaining('<b>') });
	},
);

describe("n8n's AI builder is told", () => {
	const both = [new LeadSquared(), new SharpSpring()].map(({ description }) => description);

	test.each(both)('$displayName: what the node is for, in the names of its operations', (node) => {
		expect(node.builderHint?.searchHint).toMatch(/email attachments.*finds leads by email/);
		const operations = node.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [] }) => options.map((option) => 'value' in option && option.value));
		const named = [...(node.builderHint?.searchHint ?? '').matchAll(/\w+: (\w+),? which/g)];
		expect(named.filter(([, operation]) => !operations.includes(operation))).toEqual([]);
	});

	test.each(both)('$displayName: how files are chosen', ({ properties }) => {
		const selections = properties.filter(({ name }) => name === 'fileSelection');
		expect(selections.every(({ builderHint }) => builderHint?.propertyHint)).toBe(true);
	});
});
