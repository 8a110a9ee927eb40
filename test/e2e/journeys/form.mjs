import assert from 'node:assert/strict';
import { join } from 'node:path';
import { adaptExample, loadExamples, RECIPES_FOLDER } from '../../../playground/examples.mjs';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { openBrowser } from '../lib/browser.mjs';
import { assertSameFiles, fileFacts } from '../lib/checks.mjs';
import { finishedExecutions } from '../lib/executions.mjs';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { until } from '../lib/waiting.mjs';

const RECIPE = 'form-upload-to-activity.json';

export const journey = {
	name: 'form',
	title: 'Form: a document that a visitor sends is on a new activity of the lead',
	needs: ['chromium'],
	minutes: 4,

	async run(t) {
		const standIns = await startStandIns(t);
		const session = await startSession(t, { credentials: standIns.credentials });
		const { client, credentials, filesFolder } = session;
		writeSampleFiles(filesFolder);
		const file = join(filesFolder, 'Übersicht – año 日本.txt');

		t.step(`publishes the recipe ${RECIPE}`);
		const recipe = loadExamples(RECIPES_FOLDER).find(({ fileName }) => fileName === RECIPE);
		const saved = await client.saveWorkflow(adaptExample(recipe, { credentials, filesFolder }));
		await client.publish(saved);
		const trigger = saved.nodes.find(({ type }) => type.endsWith('.formTrigger'));

		t.step('fills the form in');
		const { page, failOnPageErrors } = await openBrowser(t, session.n8n.baseUrl);
		await page.goto(`/form/${trigger.webhookId}`);
		await page.locator('input[type="email"]').fill('ben@example.com');
		await page.locator('input[type="file"]').setInputFiles(file);
		await page.locator('#submit-btn').click();

		const done = async () => (await finishedExecutions(client, saved.id))[0];
		const { id } = await until('the form to be handled', done);
		const execution = await client.waitForExecution(id);
		assert.equal(execution.status, 'success', execution.error);
		const [arrival] = standIns.arrivals();
		assertSameFiles(standIns.arrivals(), [fileFacts(file)]);
		assert.ok(arrival.attached);
		assert.equal(arrival.field, 'mx_Custom_2.mx_CustomObject_1');
		assert.match(arrival.record, /^Activity /);
		failOnPageErrors();
	},
};
