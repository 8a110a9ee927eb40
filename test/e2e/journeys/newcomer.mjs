import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { keepPicture, openBrowser } from '../lib/browser.mjs';
import { assertSameFiles, fileFacts } from '../lib/checks.mjs';
import * as credential from '../lib/credentialModal.mjs';
import * as editor from '../lib/editor.mjs';
import { IMAGES } from '../lib/paths.mjs';
import { firstWorkflow } from '../lib/readme.mjs';
import { OWNER, startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';

const VISITOR = 'new.visitor@example.com';
const MOST_CLICKS = 30;

export const journey = {
	name: 'newcomer',
	title: 'Editor: the first workflow, word by word from the README, with nothing prepared',
	needs: ['chromium'],
	minutes: 8,

	async run(t) {
		const { leadSquared } = await startStandIns(t);
		const { n8n, filesFolder } = await startSession(t);
		writeSampleFiles(filesFolder);
		const file = join(filesFolder, 'contract.pdf');
		const { page, failOnPageErrors } = await openBrowser(t, n8n.baseUrl);
		await editor.signIn(page, OWNER);
		await editor.newWorkflow(page);
		const clicksSoFar = await countClicks(page.context());
		const [form, node, keys, panel, run] = firstWorkflow();

		t.step(form.text);
		const [firstStep, trigger, addElement] = form.buttons;
		await page.getByText(firstStep).waitFor();
		await page.getByTestId('canvas-plus-button').click();
		await page.getByTestId('item-iterator-item').filter({ hasText: trigger }).click();
		const [title, emailLabel, emailType, fileLabel, fileType] = form.values;
		await editor.labelled(page, form.fields[0]).locator('input').fill(title);
		await addElementOfForm(page, addElement, emailLabel, emailType);
		await addElementOfForm(page, addElement, fileLabel, fileType);
		await keepPicture(t, page, 'form');
		await editor.closePanel(page);

		t.step(node.text);
		await editor.nodeOnCanvas(page, trigger).getByTestId('canvas-handle-plus').click();
		await page.getByTestId('node-creator-search-bar').fill(node.values[0]);
		const rows = page.getByTestId('item-iterator-item');
		await rows.filter({ has: page.getByText(node.values[0], { exact: true }) }).click();
		await rows.filter({ has: page.getByText(node.buttons[1], { exact: true }) }).click();
		await page.getByTestId('ndv').waitFor();

		t.step(keys.text);
		await page.getByTestId('ndv').getByText(keys.buttons[0]).click();
		await credential.chooseOption(page, 'region', 'Custom');
		const { apiUrl, fileUploadUrl } = leadSquared;
		await credential.fillFields(page, { apiUrl, fileUploadUrl, ...leadSquared.keys });
		assert.equal(await page.getByTestId('credential-save-button').innerText(), keys.buttons[1]);
		await credential.saveAndClose(page);

		t.step(panel.text);
		await editor.typeInto(page, 'leadId', panel.values[0]);
		await editor.labelled(page, panel.fields[1]).locator('.el-switch').click();
		await editor.labelled(page, panel.fields[2]).locator('input').fill(panel.values[1]);
		await keepPicture(t, page, 'panel');
		await editor.closePanel(page);

		t.step(run.text);
		const popup = page.waitForEvent('popup');
		await page.getByText(run.buttons[0]).first().click();
		const visitor = await popup;
		await visitor.locator('input[type="email"]').fill(VISITOR);
		await visitor.locator('input[type="file"]').setInputFiles(file);
		await visitor.locator('#submit-btn').click();
		await page.getByText('Workflow executed successfully').waitFor();
		await keepPicture(t, page, 'executed');
		const clicks = clicksSoFar();
		if (t.setup.options.screenshots) {
			await editor.pictureOfCanvas(page, join(IMAGES, 'first-workflow.png'));
		}

		t.step('looks at the lead in the CRM');
		await page.goto(`${leadSquared.apiUrl}/`);
		await page.getByText(VISITOR).first().waitFor();
		await page.getByText('contract.pdf').first().waitFor();
		await keepPicture(t, page, 'crm');
		assertSameFiles(leadSquared.arrivals(), [fileFacts(file)]);
		assert.ok(leadSquared.arrivals()[0].attached);
		t.step(`${clicks} clicks from the empty canvas to the file at the lead`);
		assert.ok(clicks <= MOST_CLICKS, `${clicks} clicks are too many`);
		failOnPageErrors();
	},
};

async function addElementOfForm(page, button, label, type) {
	await page.getByTestId('ndv').getByText(button).click();
	await page.getByTestId('parameter-input-fieldLabel').last().locator('input').fill(label);
	await page.getByTestId('parameter-input-fieldType').last().click();
	await page.getByRole('option').filter({ hasText: type, visible: true }).first().click();
}

/** Counts what a person would press, on all pages. */
async function countClicks(context) {
	let clicks = 0;
	await context.exposeFunction('countClick', () => clicks++);
	const count = () => document.addEventListener('pointerdown', () => window.countClick(), true);
	await context.addInitScript(count);
	for (const page of context.pages()) await page.evaluate(count);
	return () => clicks;
}
