import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { checkLeadSquared, checkSharpSpring } from '../../check-account/checks';
import type { LeadSquaredGiven } from '../../check-account/leadsquared/plan';
import type { Line, Written } from '../../check-account/shared';
import type { SharpSpringGiven } from '../../check-account/sharpspring/plan';
import type { Item } from '../../check-account/workflows/loop';
import type { WorkflowNode } from '../../check-account/workflows/parts';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { SharpSpring } from '../../nodes/SharpSpring/SharpSpring.node';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import { startLeadSquared } from '../stand-ins/leadsquared';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { FIELD, productId, startSharpSpring } from '../stand-ins/sharpspring';
import { readOpenQuestions, ROOT } from './questions';

interface Workflow {
	nodes: WorkflowNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const read = (name: string) => readFileSync(join(ROOT, 'examples/check-account', name), 'utf8');
const load = (name: string) => JSON.parse(read(name)) as Workflow;

const services = [
	{ name: 'leadsquared.json', service: 'LeadSquared', node: new LeadSquared() },
	{ name: 'sharpspring.json', service: 'SharpSpring', node: new SharpSpring() },
] as const;

let leadSquared: LeadSquaredStandIn;
let sharpSpring: SharpSpringStandIn;

beforeAll(async () => {
	leadSquared = await startLeadSquared();
	sharpSpring = await startSharpSpring();
});
beforeEach(() => {
	leadSquared.reset();
	sharpSpring.reset();
});
afterAll(async () => {
	await Promise.all([leadSquared.close(), sharpSpring.close()]);
});

it('are as check-account/workflows/build.ts makes them', () => {
	// In a process of its own: prettier loads its parts in a way that jest does not allow.
	const program = join(ROOT, 'check-account/workflows/build.ts');
	const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, '--check'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe.each(services)('$name', ({ name, service, node: ownNode }) => {
	const workflow = load(name);
	const { nodes, connections } = workflow;
	const ofType = (type: string) => nodes.filter((node) => node.type === type);
	const ownType = `n8n-nodes-leadsquared-sharpspring.${ownNode.description.name}`;

	it('has nodes of this package and of n8n only, and their own credential only', () => {
		const types = nodes.map(({ type }) => type);
		expect(types.filter((type) => type !== ownType && !type.startsWith('n8n-nodes-base.'))).toEqual(
			[],
		);
		const used = nodes.flatMap(({ credentials }) => Object.keys(credentials ?? {}));
		expect([...new Set(used)]).toEqual(ownNode.description.credentials?.map((each) => each.name));
		expect(ofType('n8n-nodes-base.formTrigger')).toHaveLength(1);
		expect(ofType('n8n-nodes-base.form').map(({ parameters }) => parameters.operation)).toEqual([
			'completion',
		]);
	});

	it('goes on whatever a service answers', () => {
		const asking = nodes.filter(
			({ type }) => type === ownType || type === 'n8n-nodes-base.httpRequest',
		);
		expect(asking.length).toBeGreaterThan(6);
		expect(asking.filter(({ onError }) => onError !== 'continueRegularOutput')).toEqual([]);
	});

	it('gives parameters that the nodes of this package have', () => {
		const known = (list: INodeProperties[], parameters: Record<string, unknown>) =>
			list
				.filter(({ displayOptions }) => {
					const { resource, operation } = displayOptions?.show ?? {};
					return (
						(!resource || resource.includes(parameters.resource as string)) &&
						(!operation || operation.includes(parameters.operation as string))
					);
				})
				.map((property) => property.name);
		for (const { parameters, name: title } of ofType(ownType)) {
			const names = known(ownNode.description.properties, parameters);
			const unknown = Object.keys(parameters).filter((each) => !names.includes(each));
			expect({ title, unknown }).toEqual({ title, unknown: [] });
		}
	});

	it('leads each kind of request to a node, and from there back to the questions', () => {
		const [choice] = ofType('n8n-nodes-base.switch');
		const { values } = choice.parameters.rules as { values: Array<{ outputKey: string }> };
		const ways = connections[choice.name].main.map(([target]) => target.node);
		expect(ways).toHaveLength(values.length);
		expect(values.at(-1)?.outputKey).toBe('page');
		const back = ways.slice(0, -1).map((way) => connections[way].main[0][0].node);
		expect([...new Set(back)]).toEqual(['Next questions']);
	});

	it('asks every question of the page on open questions, in the same words', async () => {
		const { lines } = await run(service);
		const asked = readOpenQuestions(service).questions.filter(({ line }) => line);
		const own = lines.filter(({ id }) => !id.startsWith('node-'));
		expect(own.map(({ id, question }) => [id, question])).toEqual(
			asked.map(({ line, question }) => [line, question]),
		);
	});

	it('gives the same answers as the command line', async () => {
		const byWorkflow = await run(service);
		leadSquared.reset();
		sharpSpring.reset();
		const manner = { pauseMs: 0, timeoutMs: 10_000 };
		const byCommand =
			service === 'LeadSquared'
				? await checkLeadSquared(leadSquaredGiven(), leadSquared.keys, manner)
				: await checkSharpSpring(sharpSpringGiven(), sharpSpring.keys, manner);
		const own = byWorkflow.lines.filter(({ id }) => !id.startsWith('node-'));
		expect(own).toEqual(byCommand.lines);
		const written = byWorkflow.written.map(({ what, name: title }) => [what, title]);
		expect(written).toEqual(byCommand.written.map(({ what, name: title }) => [what, title]));
	});

	it('shows text of a service as text, never as part of the page', async () => {
		leadSquared.switches.customObjectDataType = '<script>alert(1)</script>|';
		sharpSpring.switches.productsMember = '<script>alert(1)</script>|';
		const { html } = await run(service);
		const [table, toPaste] = html.split('<pre>');
		expect(table).toContain('&lt;script&gt;alert(1)&lt;/script&gt;|');
		// In Markdown as well: what is pasted must not become a tag, nor a cell of its own.
		expect(toPaste).toContain('\\&lt;script\\&gt;alert(1)\\&lt;/script\\&gt;\\|');
		expect(html).not.toContain('<script');
		expect(html).not.toContain('\n');
	});
});

const leadSquaredGiven = (): LeadSquaredGiven => ({
	apiUrl: leadSquared.apiUrl,
	lead: 'asha@example.com',
	fieldSet: 'mx_KYC',
	fileFields: ['mx_CustomObject_1', 'mx_CustomObject_2'],
	activityType: '252',
	activityFieldSet: 'mx_Custom_2',
	activityFileField: 'mx_CustomObject_1',
	opportunityType: '12001',
	sizeMb: 1,
	calls: 3,
	stamp: 'test',
});

const sharpSpringGiven = (): SharpSpringGiven => ({
	baseUrl: sharpSpring.url,
	version: 'v1.2',
	lead: 'ada@example.com',
	field: FIELD.leadContract,
	product: productId(1),
	sizeMb: 1,
	calls: 3,
	keysIn: 'query',
	otherKeys: false,
	stamp: 'test',
});

interface Page {
	lines: Line[];
	written: Written[];
	html: string;
}

type Program = (
	$: (name: string) => unknown,
	$input: { all: () => Item[] },
	$runIndex: number,
	setTimeout: (callback: () => void) => void,
) => Promise<Item[]>;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
	...text: string[]
) => Program;

/** Runs the Code node of a workflow round by round, with plain requests in place of n8n's nodes. */
async function run(service: 'LeadSquared' | 'SharpSpring'): Promise<Page> {
	const { nodes } = load(`${service.toLowerCase()}.json`);
	const code = nodes.find(({ type }) => type === 'n8n-nodes-base.code')?.parameters.jsCode;
	const program = new AsyncFunction('$', '$input', '$runIndex', 'setTimeout', code as string);
	const given = service === 'LeadSquared' ? leadSquaredGiven() : sharpSpringGiven();
	const rounds: Item[][] = [];
	let input: Item[] = [{ json: {} }];
	for (;;) {
		const nodeOf = (name: string) => ({
			first: () => ({ json: name === 'What to check' ? given : {} }),
			all: (_branch: number, round: number) => rounds[round],
		});
		// As between nodes: only what JSON can hold goes on.
		const items = JSON.parse(
			JSON.stringify(
				await program(nodeOf, { all: () => input }, rounds.length, (callback) => callback()),
			),
		) as Item[];
		const kinds = [...new Set(items.map(({ json }) => json.kind))];
		// The Switch of the workflow would send the rest to another node, which breaks the order.
		expect(kinds).toHaveLength(1);
		if (kinds[0] === 'page') return items[0].json as unknown as Page;
		rounds.push(items);
		input = [];
		for (const item of items) input.push({ json: await answerTo(service, item) });
	}
}

/** What n8n's HTTP Request makes of an item, by the same fields that the workflow's nodes read. */
async function answerTo(service: string, { json, binary }: Item): Promise<Item['json']> {
	const url = new URL(String(json.url));
	const headers: Record<string, string> = {};
	let body: FormData | string | undefined;
	const files = json.files as Array<{ part: string; name: string }>;
	if (typeof json.raw === 'string') {
		body = json.raw;
		headers['content-type'] = 'Multipart/Form-Data; boundary=n8n-check-boundary';
	} else if (binary) {
		body = new FormData();
		for (const [name, value] of Object.entries(json.fields as Record<string, string>)) {
			body.append(name, value);
		}
		for (const [index, { part }] of files.entries()) {
			const { data, mimeType, fileName } = binary[`file${index}`];
			body.append(part, new Blob([Buffer.from(data, 'base64')], { type: mimeType }), fileName);
		}
	} else if (json.body !== undefined) {
		body = JSON.stringify(json.body);
		headers['content-type'] = 'application/json';
	}
	if (json.kind !== 'open') addKeys(service, url, headers, body);
	const response = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, body });
	return {
		data: await response.text(),
		statusCode: response.status,
		headers: Object.fromEntries(response.headers),
	};
}

/** As our credentials do. */
function addKeys(service: string, url: URL, headers: Record<string, string>, body: unknown) {
	if (service === 'SharpSpring') {
		url.searchParams.set('accountID', sharpSpring.keys.accountID);
		url.searchParams.set('secretKey', sharpSpring.keys.secretKey);
	} else if (body instanceof FormData) {
		body.append('AccessKey', leadSquared.keys.accessKey);
		body.append('SecretKey', leadSquared.keys.secretKey);
	} else {
		headers['x-LSQ-AccessKey'] = leadSquared.keys.accessKey;
		headers['x-LSQ-SecretKey'] = leadSquared.keys.secretKey;
	}
}
