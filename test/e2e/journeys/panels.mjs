import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { openBrowser } from '../lib/browser.mjs';
import * as editor from '../lib/editor.mjs';
import { panels } from '../lib/panelExamples.mjs';
import { IMAGES } from '../lib/paths.mjs';
import { OWNER, startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import * as nodes from '../lib/workflows.mjs';

// Tall enough for the longest form.
const VIEWPORT = { width: 1280, height: 1400 };

export const journey = {
	name: 'panels',
	title: 'Editor: the panel of every operation, and each of them runs',
	needs: ['chromium'],
	minutes: 8,

	async run(t) {
		const standIns = await startStandIns(t);
		const credentials = standIns.credentials.map((credential) => ({
			...credential,
			name: credential.name.replace('stand-in', 'account'),
		}));
		const session = await startSession(t, { credentials });
		writeSampleFiles(session.filesFolder);
		const all = panels();
		checkComplete(all, await session.client.nodeTypes());

		t.step(`runs all ${all.length} operations`);
		const saved = await session.client.saveWorkflow(everyOperation(session, all));
		const executionId = await session.client.runWorkflow(saved.id, 'Start');
		const execution = await session.client.waitForExecution(executionId);
		assert.equal(execution.status, 'success', execution.error);

		t.step('opens the panel of each');
		const folder = t.setup.options.screenshots ? IMAGES : join(t.folder, 'pictures');
		mkdirSync(folder, { recursive: true });
		const browser = await openBrowser(t, session.n8n.baseUrl, {
			viewport: VIEWPORT,
			deviceScaleFactor: 1.5,
		});
		const { page, failOnPageErrors } = browser;
		await editor.signIn(page, OWNER);
		await editor.openWorkflow(page, saved.id);
		for (const panel of all) {
			await editor.openPanel(page, nameOf(panel));
			await page.getByTestId('parameter-input-operation').waitFor();
			const problems = await page.getByTestId('parameter-issues').count();
			assert.equal(problems, 0, `the panel of "${nameOf(panel)}" shows a problem`);
			await editor.pictureOfPanel(page, join(folder, `${fileNameOf(panel)}.png`));
			await editor.closePanel(page);
		}

		t.step('looks at a canvas with both nodes');
		const both = await session.client.saveWorkflow(bothServices(session));
		const runBoth = await session.client.runWorkflow(both.id, 'Start');
		await session.client.waitForExecution(runBoth);
		await page.setViewportSize({ width: 1100, height: 800 });
		await editor.openWorkflow(page, both.id);
		await editor.pictureOfCanvas(page, join(folder, 'canvas.png'));
		failOnPageErrors();
	},
};

const nameOf = ({ node, resource, operation }) => `${node} ${resource} ${operation}`;

const fileNameOf = (panel) =>
	nameOf(panel)
		.replace(/([a-z])([A-Z])/g, '$1-$2')
		.replace(/ /g, '-')
		.toLowerCase()
		.replace('lead-squared', 'leadsquared')
		.replace('sharp-spring', 'sharpspring');

/** An operation that is added to a node has to be added to the panels. */
function checkComplete(all, types) {
	const offered = ['leadSquared', 'sharpSpring'].flatMap((node) => {
		const type = types.find(({ name }) => name === `${nodes.PACKAGE}.${node}`);
		return type.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options }) =>
				options
					.filter(({ value }) => value !== '__CUSTOM_API_CALL__')
					.map(({ value }) => `${node} ${displayOptions.show.resource[0]} ${value}`),
			);
	});
	assert.deepEqual(all.map(nameOf).sort(), offered.sort());
}

function everyOperation({ credentials, filesFolder }, all) {
	return nodes.workflow('Every operation', [
		nodes.manualTrigger(),
		nodes.readFiles(join(filesFolder, 'photo.png')),
		...all.map((panel, index) => ({
			...nodes[panel.node](credentials, panel.parameters, { name: nameOf(panel) }),
			after: 'Read Files',
			position: [700, index * 160],
		})),
	]);
}

function bothServices({ credentials, filesFolder }) {
	const find = (node) =>
		panels().find((panel) => panel.node === node && nameOf(panel).endsWith('lead attachFile'));
	return nodes.workflow('Files to both services', [
		{ ...nodes.manualTrigger(), position: [0, 0] },
		{ ...nodes.readFiles(join(filesFolder, 'photo.png')), position: [220, 0] },
		nodes.leadSquared(credentials, find('leadSquared').parameters, { position: [500, -110] }),
		nodes.sharpSpring(credentials, find('sharpSpring').parameters, {
			after: 'Read Files',
			position: [500, 110],
		}),
	]);
}
