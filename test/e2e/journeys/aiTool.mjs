import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { leadId as leadSquaredLead } from '../../stand-ins/leadsquared/index.ts';
import { leadId as sharpSpringLead } from '../../stand-ins/sharpspring/index.ts';
import { assertAttached, assertSameFiles, contentFacts } from '../lib/checks.mjs';
import { startFakeModel } from '../lib/fakeModel.mjs';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { chosen, leadSquared, manualTrigger, sharpSpring } from '../lib/workflows.mjs';

const content = Buffer.from('%PDF-1.4 a contract from the web');
const fromAi = (key, words) => `={{ $fromAI('${key}', '${words}') }}`;

export const journey = {
	name: 'ai-tool',
	title: 'AI agent: both nodes as tools send a file from a link',
	needs: [],
	minutes: 5,

	async run(t) {
		const standIns = await startStandIns(t);
		const web = await startWeb(t, '127.0.0.1');
		const inside = await startWeb(t, '127.0.0.2');
		const session = await startSession(t, {
			credentials: standIns.credentials,
			env: {
				N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
				// The protection is on; the stand-ins and the model may be reached, other addresses of this computer not.
				N8N_SSRF_PROTECTION_ENABLED: 'true',
				N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
			},
		});
		const { client, credentials } = session;
		const link = `${web}/contract.pdf`;
		const given = { email: 'asha@example.com', link };

		const note = (fileSelection = 'url') =>
			leadSquared(credentials, {
				resource: 'lead',
				operation: 'addNoteWithFile',
				leadId: chosen('email', fromAi('email', 'Address of the lead')),
				fileSelection,
				fileUrl: fromAi('link', 'Link to the file'),
				note: '',
			});

		t.step('LeadSquared: the agent fills in the lead and the link');
		const added = await ask(t, client, note(), given);
		assert.deepEqual(added.asks.sort(), ['email', 'link']);
		assert.match(added.said, new RegExp(leadSquaredLead(1)));
		assertSameFiles(standIns.leadSquared.arrivals(), [contentFacts('contract.pdf', content)]);
		assertAttached(standIns.leadSquared.arrivals(), [
			{ record: `Lead ${leadSquaredLead(1)}`, field: 'Note', fileName: 'contract.pdf' },
		]);

		t.step('SharpSpring: the same into a field');
		const attach = sharpSpring(credentials, {
			resource: 'lead',
			operation: 'attachFile',
			leadId: chosen('email', fromAi('email', 'Address of the lead')),
			fileSelection: 'url',
			files: {
				values: [
					{
						fileUrl: fromAi('link', 'Link to the file'),
						fieldSystemName: chosen('name', 'contract_65f0a1b2c3d4e'),
					},
				],
			},
		});
		const attached = await ask(t, client, attach, { email: 'ada@example.com', link });
		assert.match(attached.said, new RegExp(sharpSpringLead(1)));
		assertSameFiles(standIns.sharpSpring.arrivals(), [contentFacts('contract.pdf', content)]);

		t.step('with binary fields the agent is told what to choose');
		const files = await ask(t, client, note('fields'), given);
		assert.match(files.said, /n8n hands no files to AI tools: choose From URL/);

		t.step('a link to an internal address is not followed, nor one that leads there');
		for (const address of [`${inside}/contract.pdf`, `${web}/away?to=${inside}/contract.pdf`]) {
			const refused = await ask(t, client, note(), { ...given, link: address });
			assert.match(refused.said, /protection against requests to internal addresses/);
		}
		assert.equal(standIns.arrivals().length, 2);
	},
};

/** Has an agent use a node as its tool. @returns what the agent may fill in, and what the tool said */
async function ask(t, client, node, toolArguments) {
	const model = await startFakeModel(toolArguments);
	t.onEnd(async () => await model.close());
	const openAi = await client.saveCredential({
		name: `Model ${model.url}`,
		type: 'openAiApi',
		data: { apiKey: 'none', url: model.url, header: false },
	});
	const { id } = await client.saveWorkflow(agentWorkflow(node, openAi));
	const execution = await client.waitForExecution(await client.runWorkflow(id, 'Start'));
	assert.equal(execution.status, 'success', execution.error);
	const [{ function: offered }] = model.tools();
	return { asks: Object.keys(offered.parameters.properties), said: String(model.said()) };
}

function agentWorkflow(node, openAi) {
	const nodes = [
		manualTrigger(),
		{
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3.1,
			parameters: { promptType: 'define', text: 'Attach the file.', options: {} },
		},
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			credentials: { openAiApi: openAi },
			parameters: { model: { __rl: true, mode: 'id', value: 'fake' }, options: {} },
		},
		{ ...node, type: `${node.type}Tool` },
	];
	const to = (name, type) => ({ [type]: [[{ node: name, type, index: 0 }]] });
	return {
		name: 'Agent',
		nodes: nodes.map((each, index) => ({
			id: randomUUID(),
			position: [index * 220, 0],
			parameters: {},
			...each,
		})),
		connections: {
			Start: to('AI Agent', 'main'),
			Model: to('AI Agent', 'ai_languageModel'),
			[node.name]: to('AI Agent', 'ai_tool'),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Files on the web, and a link that leads away. @returns its address */
async function startWeb(t, host) {
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url, 'http://web');
		if (pathname === '/away') {
			response.writeHead(302, { location: searchParams.get('to') }).end();
		} else {
			response.setHeader('content-type', 'application/pdf');
			response.end(content);
		}
	});
	await new Promise((resolve) => server.listen(0, host, resolve));
	t.onEnd(async () => await new Promise((resolve) => server.close(resolve)));
	return `http://${host}:${server.address().port}`;
}
