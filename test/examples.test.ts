import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Node {
	name: string;
	type: string;
	position: [x: number, y: number];
	parameters: { content?: string; width?: number; height?: number };
}

const folder = join(__dirname, '..', 'examples');
const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.json') && !file.startsWith('check-account'))
	.map((file) => {
		const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: Node[] };
		return [file, nodes] as const;
	});

const isNote = ({ type }: Node) => type.endsWith('.stickyNote');

// What the editor draws around the place of a node: its name above or below, and its buttons.
const around = { left: 20, right: 140, above: 40, below: 150 };

describe.each(examples)('%s', (_, nodes) => {
	const notes = nodes.filter(isNote);

	test('has a note that touches no node', () => {
		expect(notes).not.toEqual([]);
		for (const { position, parameters } of notes) {
			const [x, y] = position;
			const { width = 240, height = 160 } = parameters;
			const touched = nodes.filter(
				(node) =>
					!isNote(node) &&
					node.position[0] + around.right > x &&
					node.position[0] - around.left < x + width &&
					node.position[1] - around.above < y + height &&
					node.position[1] + around.below > y,
			);
			expect(touched.map(({ name }) => name)).toEqual([]);
		}
	});

	test("speaks of today's editor", () => {
		const texts = notes.map(({ parameters }) => parameters.content).join('\n');
		expect(texts).not.toMatch(/\bactivate\b|Import from File/i);
	});
});
