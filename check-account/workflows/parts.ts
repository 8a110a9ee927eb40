import { createHash } from 'node:crypto';

/** A node of a workflow, as n8n exports it. */
export interface WorkflowNode {
	parameters: Record<string, unknown>;
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: 'continueRegularOutput';
	alwaysOutputData?: boolean;
}

/** The credential of one service. */
export interface Credential {
	type: 'leadSquaredApi' | 'sharpSpringApi';
	name: string;
}

const packageName = 'n8n-nodes-leadsquared-sharpspring';

/** An id that stays the same from build to build. */
export function stableId(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`5${hex.slice(13, 16)}`,
		`a${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}

/** A node; `more` has everything that not all nodes have. */
export function node(
	workflow: string,
	name: string,
	type: string,
	typeVersion: number,
	position: [number, number],
	parameters: Record<string, unknown>,
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	const id = stableId(`${workflow} ${name}`);
	return { parameters, id, name, type, typeVersion, position, ...more };
}

/** Our own node. When it fails, its error goes on to the table. */
export function ownNode(
	workflow: string,
	name: string,
	{ type, name: credentialName }: Credential,
	position: [number, number],
	parameters: Record<string, unknown>,
): WorkflowNode {
	const ownType = type === 'leadSquaredApi' ? 'leadSquared' : 'sharpSpring';
	return node(workflow, name, `${packageName}.${ownType}`, 1, position, parameters, {
		credentials: { [type]: { id: 'replace-me', name: credentialName } },
		onError: 'continueRegularOutput',
		alwaysOutputData: true,
	});
}

/** n8n's HTTP Request, with our credential or without any; whatever comes goes on to the table. */
export function httpNode(
	workflow: string,
	name: string,
	credential: Credential | undefined,
	position: [number, number],
	parameters: Record<string, unknown>,
	{ atOnce = false, pauseMs = 600, responseFormat = 'text' } = {},
): WorkflowNode {
	const authentication = credential
		? { authentication: 'predefinedCredentialType', nodeCredentialType: credential.type }
		: {};
	const oneByOne = { batching: { batch: { batchSize: 1, batchInterval: pauseMs } } };
	const options = {
		...(atOnce ? { batching: { batch: { batchSize: -1 } } } : oneByOne),
		redirect: { redirect: { followRedirects: false } },
		response: {
			response: {
				fullResponse: true,
				neverError: true,
				responseFormat,
				outputPropertyName: 'data',
			},
		},
		timeout: 60000,
	};
	return node(
		workflow,
		name,
		'n8n-nodes-base.httpRequest',
		4.2,
		position,
		{ url: '={{ $json.url }}', ...authentication, ...parameters, options },
		{
			...(credential
				? { credentials: { [credential.type]: { id: 'replace-me', name: credential.name } } }
				: {}),
			onError: 'continueRegularOutput',
			alwaysOutputData: true,
		},
	);
}

/** JSON in the body. */
export const jsonBody = {
	method: 'POST',
	sendBody: true,
	specifyBody: 'json',
	jsonBody: '={{ $json.body }}',
};

/** A form; each entry is a text by name and value, or a file by name and binary field. */
export function formBody(
	parts: Array<{ name: string; value: string } | { name: string; file: string }>,
): Record<string, unknown> {
	const parameters = parts.map((part) =>
		'file' in part
			? { parameterType: 'formBinaryData', name: part.name, inputDataFieldName: part.file }
			: { parameterType: 'formData', ...part },
	);
	return {
		method: 'POST',
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: { parameters },
	};
}

/** A value of a field with several ways to choose. */
export const chosen = (mode: string, value: string) => ({ __rl: true, mode, value });

/** A rule of the Switch node: items of one kind, at an output of that name. */
export const rule = (kind: string) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [
			{
				id: stableId(`rule ${kind}`),
				leftValue: '={{ $json.kind }}',
				rightValue: kind,
				operator: { type: 'string', operation: 'equals' },
			},
		],
		combinator: 'and',
	},
	renameOutput: true,
	outputKey: kind,
});

/** Values that the form gives, by name: n8n's Edit Fields. */
export const assignments = (values: Record<string, [value: string, type?: string]>) => ({
	assignments: {
		assignments: Object.entries(values).map(([name, [value, type = 'string']]) => ({
			id: stableId(`value ${name}`),
			name,
			value,
			type,
		})),
	},
	options: {},
});

const to = (name: string) => ({ node: name, type: 'main', index: 0 });

/** Connections: each pair of names, and what each output of the Switch leads to. */
export function connections(
	pairs: Array<[from: string, to: string]>,
	outputs: { from: string; to: string[] },
): Record<string, { main: Array<Array<ReturnType<typeof to>>> }> {
	const made: Record<string, { main: Array<Array<ReturnType<typeof to>>> }> = {};
	for (const [from, target] of pairs) made[from] = { main: [[to(target)]] };
	made[outputs.from] = { main: outputs.to.map((target) => [to(target)]) };
	return made;
}

/** Styling of the last page: wide enough for the table. */
export const pageStyle = [
	':root { --container-width: 1200px; }',
	'.container { width: 96vw; max-width: 1400px; }',
	'table { border-collapse: collapse; width: 100%; text-align: left; }',
	'th, td { border: 1px solid #ccc; padding: 6px 8px; vertical-align: top; font-size: 13px; overflow-wrap: anywhere; }',
	'td:first-child { width: 28%; }',
	'td:nth-child(2) { font-weight: bold; width: 18%; }',
	'ul, h3 { text-align: left; }',
	'pre { text-align: left; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 240px; overflow: auto; font-size: 11px; }',
].join('\n');
