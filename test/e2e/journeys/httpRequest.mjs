import assert from 'node:assert/strict';
import { outputItems } from '../../../playground/n8n.mjs';
import { leadId as leadSquaredLead } from '../../stand-ins/leadsquared/index.ts';
import { leadId as sharpSpringLead } from '../../stand-ins/sharpspring/index.ts';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { manualTrigger, workflow } from '../lib/workflows.mjs';

export const journey = {
	name: 'http-request',
	title: "n8n's own HTTP Request node uses both credentials",
	needs: [],
	minutes: 3,

	async run(t) {
		const standIns = await startStandIns(t);
		const { client, credentials } = await startSession(t, { credentials: standIns.credentials });
		const { leadSquared, sharpSpring } = standIns;

		t.step('looks a lead up in each service');
		const path = 'v2/LeadManagement.svc/Leads.GetByEmailaddress';
		const getLeads = {
			method: 'getLeads',
			params: { where: { emailAddress: 'grace@example.com' }, limit: 1, offset: 0 },
			id: 'lookup',
		};
		const lookups = workflow('Lookups', [
			manualTrigger(),
			httpRequest('Ask LeadSquared', 'leadSquaredApi', credentials, {
				method: 'GET',
				url: `${leadSquared.apiUrl}/${path}?emailaddress=ben@example.com`,
			}),
			httpRequest('Ask SharpSpring', 'sharpSpringApi', credentials, {
				method: 'POST',
				url: `${sharpSpring.url}/pubapi/v1.2/`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: JSON.stringify(getLeads),
			}),
		]);
		const { id } = await client.saveWorkflow(lookups);
		const execution = await client.waitForExecution(await client.runWorkflow(id, 'Start'));
		assert.equal(execution.status, 'success', execution.error);
		const [lead] = outputItems(execution, 'Ask LeadSquared');
		assert.equal(lead.json.ProspectID, leadSquaredLead(2));
		const [answer] = outputItems(execution, 'Ask SharpSpring');
		assert.equal(answer.json.result.lead[0].id, sharpSpringLead(2));
	},
};

const httpRequest = (name, type, credentials, parameters) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	credentials: { [type]: credentials[type] },
	parameters: {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: type,
		options: {},
		...parameters,
	},
});
