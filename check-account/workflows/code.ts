import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const folder = join(__dirname, '..');

/** What a node leaves in the account: the kind of record, the member that tells its ID, its name. */
export type Leaves = [what: string, member: string, label: string];

/** What the Code node of one service has to do, apart from what the sources hold. */
export interface Glue {
	service: 'LeadSquared' | 'SharpSpring';
	/** Names of exports: `steps`, `lines`, `written`. */
	brain: { steps: string; lines: string; written: string; secrets: string };
	/** The nodes of this package that were tried: node, operation, and when it has something to do. */
	tried: Array<{ node: string; operation: string; when: string; leaves: Leaves[] }>;
}

/**
 * The program of a workflow's Code node: the same sources that the command line runs, without their
 * types, and the few lines that belong to n8n.
 */
export async function codeFor(glue: Glue): Promise<string> {
	const service = glue.service.toLowerCase();
	const sources = [
		'shared.ts',
		`${service}/plan.ts`,
		`${service}/answers.ts`,
		`${service}/written.ts`,
		'workflows/loop.ts',
	];
	const program = [
		`// Made by check-account/workflows/build.ts from ${sources.map((file) => `check-account/${file}`).join(', ')}.`,
		'// The same as npm run check-account runs. It gets to see no keys.',
		...sources.map(withoutTypes),
		glueFor(glue),
	].join('\n\n');
	// The program of a Code node ends with a return, as the body of a function does.
	const body = await format(`async () => {\n${program}\n};`, {
		parser: 'babel',
		useTabs: true,
		singleQuote: true,
		printWidth: 100,
		trailingComma: 'all',
	});
	return body
		.split('\n')
		.slice(1, -2)
		.map((line) => line.replace(/^\t/, ''))
		.join('\n');
}

function withoutTypes(file: string): string {
	const source = readFileSync(join(folder, file), 'utf8');
	const { outputText } = transpileModule(source, {
		compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 },
	});
	return outputText
		.replace(/^import [^;]*;\n/gm, '')
		.replace(/^export \{\};\n/gm, '')
		.replace(/^export /gm, '')
		.replace(/^\/\/ .*\n/gm, '')
		.trim();
}

const jsonOf = (node: string, when: string) => {
	const json = `$(${JSON.stringify(node)}).first().json`;
	return when === 'always' ? json : `${when} ? ${json} : undefined`;
};

const leavesOf = ([what, member, label]: Leaves) =>
	`{ what: '${what}', member: '${member}', name: \`n8n-check-\${given.stamp}-${label}\` }`;

function glueFor({ service, brain, tried }: Glue): string {
	const nodes = tried.map(
		({ node, operation, when, leaves }) =>
			`{ name: ${JSON.stringify(node)}, operation: ${JSON.stringify(operation)}, json: ${jsonOf(node, when)}, leaves: [${leaves.map(leavesOf).join(', ')}] },`,
	);
	return `
const PAUSE_MS = 600;
const brain = { service: '${service}', steps: ${brain.steps}, lines: ${brain.lines}, written: ${brain.written}, secrets: ${brain.secrets} };
const given = $('What to check').first().json;
const tried = () => [
${nodes.join('\n')}
];

// Each run of this node takes the answers to the requests of its run before.
const asked = $runIndex === 0 ? [] : $('Next questions').all(0, $runIndex - 1);
const before = $runIndex === 0 ? { step: -1, seen: {} } : asked[0].json.state;
const replies = $input.all();
const answers = asked.map(({ json }, index) => ({ id: json.id, json: replies[index]?.json ?? {} }));
if ($runIndex > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
return advance(brain, given, before, answers, tried);
`;
}
