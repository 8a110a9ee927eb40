import assert from 'node:assert/strict';
import { outputItems } from '../../../playground/n8n.mjs';
import { leadId as leadSquaredLead } from '../../stand-ins/leadsquared/index.ts';
import { FIELD, leadId as sharpSpringLead } from '../../stand-ins/sharpspring/index.ts';
import { assertAttached, assertSameFiles, contentFacts } from '../lib/checks.mjs';
import { finishedExecutions } from '../lib/executions.mjs';
import { startMailServer } from '../lib/mailServer.mjs';
import { hostileAttachments, mail, threeAttachments } from '../lib/mails.mjs';
import { checkHostileNames } from '../lib/hostileNames.mjs';
import { attachingWorkflow, hostileWorkflow, recipeWorkflow } from '../lib/mailWorkflows.mjs';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { until } from '../lib/waiting.mjs';

const KNOWN = 'Asha Rao <asha@example.com>';
const STRANGER = 'stranger@example.com';

export const journey = {
	name: 'mail',
	title: 'E-mail: attachments go to the records of the sender, whatever comes',
	needs: ['dovecot', 'doveadm'],
	minutes: 6,

	async run(t) {
		const standIns = await startStandIns(t);
		// One person is a lead in both services.
		standIns.sharpSpring.leads.get(sharpSpringLead(1)).values.emailAddress = 'asha@example.com';
		const mailServer = await startMailServer(t);
		const { client, credentials } = await startSession(t, { credentials: standIns.credentials });
		const three = threeAttachments(t);
		const hostile = hostileAttachments();

		t.step('publishes a workflow for each mailbox');
		const open = async (user, build) => {
			const imap = await client.saveCredential(mailServer.credentialFor(user));
			const workflow = await client.saveWorkflow(build({ ...credentials, imap }));
			await client.publish(workflow);
			t.onEnd(async () => await client.unpublish(workflow));
			return workflow;
		};
		const workflows = {
			attach: await open('attach', (all) => attachingWorkflow(all)),
			strict: await open('strict', (all) => attachingWorkflow(all)),
			lenient: await open('lenient', (all) =>
				attachingWorkflow(all, { onError: 'continueRegularOutput' }),
			),
			recipe: await open('recipe', (all) => recipeWorkflow(all)),
			hostile: await open('hostile', (all) => hostileWorkflow(all)),
		};

		t.step('delivers the mails');
		await mailServer.deliver('attach', mail(KNOWN, 'Three files', three));
		await mailServer.deliver('strict', mail(STRANGER, 'From nobody we know', three));
		await mailServer.deliver('lenient', mail(STRANGER, 'From nobody we know', three));
		await mailServer.deliver('recipe', mail(KNOWN, 'Two files', three.slice(0, 2)));
		await mailServer.deliver('recipe', mail(STRANGER, 'From nobody we know', three.slice(0, 1)));
		await mailServer.deliver('recipe', mail(KNOWN, 'No files'));
		await mailServer.deliver('hostile', mail(KNOWN, 'Hostile names', hostile));

		const ended = async (workflow) => {
			const done = async () => (await finishedExecutions(client, workflow.id))[0];
			const { id } = await until(`the mail for "${workflow.name}"`, done, 120_000);
			return await client.waitForExecution(id);
		};

		t.step('a known sender: all three files are on the leads');
		const attached = await ended(workflows.attach);
		assert.equal(attached.status, 'success', attached.error);
		checkThreeFiles(standIns, three);

		t.step('an unknown sender: a clear error, nothing sent');
		const strict = await ended(workflows.strict);
		assert.equal(strict.status, 'error');
		assert.match(
			strict.error,
			/LeadSquared has no lead with the email address stranger@example\.com/,
		);

		t.step('an unknown sender with Continue On Fail: the workflow goes on');
		const lenient = await ended(workflows.lenient);
		assert.equal(lenient.status, 'success', lenient.error);
		const messages = outputItems(lenient, 'Goes On').map(({ json }) => json.error);
		assert.equal(messages.length, 2, 'an item of each service goes on');
		assert.match(messages[0], /LeadSquared has no lead with the email address stranger@/);
		assert.match(messages[1], /SharpSpring has no lead with the email address stranger@/);

		t.step('the published recipe: attachments, a stranger, and a mail without attachments');
		await checkRecipe(client, workflows.recipe);

		t.step('hostile file names: every file arrives under a safe name');
		const result = await ended(workflows.hostile);
		assert.equal(result.status, 'success', result.error);
		checkHostileNames(result, hostile);

		// All that reached the services: what was to reach them, and nothing of the stranger's.
		const sent = [...three, ...three, ...three.slice(0, 2), ...hostile, ...hostile];
		assertSameFiles(standIns.arrivals(), sent.map(toFacts));
	},
};

const toFacts = ({ filename, content }) => contentFacts(filename, content);

function checkThreeFiles({ leadSquared, sharpSpring }, three) {
	const [pdf, image, empty] = three.map(({ filename }) => filename);
	const set = 'mx_Loan_Documents';
	const lead = `Lead ${leadSquaredLead(1)}`;
	const inLeadSquared = leadSquared.arrivals().filter(({ field }) => field.startsWith(set));
	assertSameFiles(inLeadSquared, three.map(toFacts));
	assertAttached(inLeadSquared, [
		{ record: lead, field: `${set}.mx_CustomObject_1`, fileName: pdf },
		{ record: lead, field: `${set}.mx_CustomObject_4`, fileName: image },
		{ record: lead, field: `${set}.mx_CustomObject_111`, fileName: empty },
	]);
	const own = [FIELD.leadContract, FIELD.leadIdCopy];
	const other = `Lead ${sharpSpringLead(1)}`;
	const inSharpSpring = sharpSpring.arrivals().filter(({ field }) => own.includes(field));
	assertAttached(inSharpSpring, [
		{ record: other, field: FIELD.leadContract, fileName: 'contract.pdf' },
		// Letters of other alphabets are not safe there.
		{ record: other, field: FIELD.leadIdCopy, fileName: 'Stra_enfoto_ano.png' },
	]);
}

async function checkRecipe(client, workflow) {
	const went = { done: [], unknown: [] };
	await until('the three mails of the recipe', async () => {
		const executions = await finishedExecutions(client, workflow.id);
		went.done = [];
		went.unknown = [];
		for (const { id } of executions) {
			const execution = await client.waitForExecution(id);
			assert.equal(execution.status, 'success', execution.error);
			went.done.push(...outputItems(execution, 'Done'));
			went.unknown.push(...outputItems(execution, 'Unknown sender'));
		}
		return went.done.length + went.unknown.length >= 3;
	});
	const counts = went.done.map(({ json }) => json.files?.length ?? 0);
	assert.deepEqual(counts.sort(), [0, 2], 'files of the known sender');
	assert.equal(went.unknown.length, 1);
	assert.match(JSON.stringify(went.unknown[0].json), /no lead with the email address stranger@/);
}
