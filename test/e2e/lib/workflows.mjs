import { randomUUID } from 'node:crypto';

/** The package, as part of the names of its nodes. */
export const PACKAGE = 'n8n-nodes-leadsquared-sharpspring';

/**
 * A workflow as n8n stores it. Each node follows the one before it, unless `after` names another;
 * `leadsTo` names one more that follows it.
 *
 * @param {string} name
 * @param {Array<{ name: string, type: string, typeVersion: number, parameters?: object, after?: string, leadsTo?: string }>} nodes
 */
export function workflow(name, nodes) {
	const connections = {};
	const connect = (from, to) => {
		connections[from] ??= { main: [[]] };
		connections[from].main[0].push({ node: to, type: 'main', index: 0 });
	};
	nodes.forEach((node, index) => {
		const from = node.after ?? nodes[index - 1]?.name;
		if (from !== undefined) connect(from, node.name);
		if (node.leadsTo !== undefined) connect(node.name, node.leadsTo);
	});
	return {
		name,
		nodes: nodes.map(({ after: _after, leadsTo: _leadsTo, ...node }, index) => ({
			id: randomUUID(),
			position: [index * 220, 0],
			parameters: {},
			...node,
		})),
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/** Starts a workflow by hand. */
export const manualTrigger = () => ({
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
});

/** Reads the files that a pattern names; one item for each. */
export const readFiles = (fileSelector, more = {}) => ({
	name: 'Read Files',
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1.1,
	parameters: { operation: 'read', fileSelector, options: {} },
	...more,
});

/** Starts with every new mail of a mailbox; all its attachments come along. */
export const emailTrigger = (imap) => ({
	name: 'New Email',
	type: 'n8n-nodes-base.emailReadImap',
	typeVersion: 2.1,
	credentials: { imap },
	parameters: {
		mailbox: 'INBOX',
		postProcessAction: 'read',
		format: 'resolved',
		dataPropertyAttachmentsPrefixName: 'attachment_',
		options: {},
	},
});

/** Starts with a POST request, and answers it when the workflow has ended. */
export const webhook = (path) => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: randomUUID(),
	parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
});

/** The address that a mail comes from, as an expression for the nodes behind the trigger. */
export const SENDER = '={{ $json.from.value[0].address }}';

/** Does nothing, which shows that a workflow came this far. */
export const goesOn = (more = {}) => ({
	name: 'Goes On',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	...more,
});

/** Our nodes. `credentials` are those of the session, by type. */
export const leadSquared = (credentials, parameters, more = {}) => ({
	name: 'LeadSquared',
	type: `${PACKAGE}.leadSquared`,
	typeVersion: 1,
	credentials: { leadSquaredApi: credentials.leadSquaredApi },
	parameters: { options: {}, ...parameters },
	...more,
});

export const sharpSpring = (credentials, parameters, more = {}) => ({
	name: 'SharpSpring',
	type: `${PACKAGE}.sharpSpring`,
	typeVersion: 1,
	credentials: { sharpSpringApi: credentials.sharpSpringApi },
	parameters: { options: {}, ...parameters },
	...more,
});

/** A value of a field with several ways to choose: `chosen('email', 'ada@example.com')`. */
export const chosen = (mode, value, cachedResultName) => ({
	__rl: true,
	mode,
	value,
	...(cachedResultName ? { cachedResultName } : {}),
});

/** Rows that put all files of an item into LeadSquared's file fields, in this order. */
export const leadFields = (...fields) => ({
	values: fields.map((field) => ({ schemaName: chosen('name', field) })),
});

/** Rows that put all files of an item into SharpSpring's File Upload fields, in this order. */
export const uploadFields = (...fields) => ({
	values: fields.map((field) => ({ fieldSystemName: chosen('name', field) })),
});
