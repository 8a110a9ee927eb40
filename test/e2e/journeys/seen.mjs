import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { keepPicture, openBrowser } from '../lib/browser.mjs';
import * as editor from '../lib/editor.mjs';
import { OWNER, startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { chosen, leadSquared, manualTrigger, readFiles, workflow } from '../lib/workflows.mjs';

export const journey = {
	name: 'seen',
	title: 'Editor: warnings, errors and choices are seen where a person looks',
	needs: ['chromium'],
	minutes: 6,

	async run(t) {
		const standIns = await startStandIns(t);
		const session = await startSession(t, { credentials: standIns.credentials });
		writeSampleFiles(session.filesFolder);
		const browser = await openBrowser(t, session.n8n.baseUrl);
		await editor.signIn(browser.page, OWNER);
		const seen = { t, ...session, page: browser.page };

		await seeWarnings(seen);
		await seeSplitField(seen);
		await seeTranslatedError(seen);
		await seeCreateLead(seen, standIns);
		browser.failOnPageErrors();
	},
};

const file = ({ filesFolder }, name) => join(filesFolder, name);

/** Opens a workflow with these nodes, and the panel of the last one. */
async function openWith({ client, page }, name, nodes) {
	const { id } = await client.saveWorkflow(workflow(name, nodes));
	await editor.openWorkflow(page, id);
	await editor.openPanel(page, nodes.at(-1).name);
}

const attach = ({ credentials }, more = {}) =>
	leadSquared(credentials, {
		resource: 'lead',
		operation: 'attachFile',
		leadId: chosen('email', 'asha@example.com'),
		entitySchemaName: chosen('name', 'mx_KYC'),
		files: { values: [{ schemaName: chosen('name', 'mx_CustomObject_1') }] },
		...more,
	});

async function seeWarnings(seen) {
	const { t, page } = seen;
	t.step(
		'two files for one field: the warning stands above the output, and the record comes first',
	);
	await openWith(seen, 'Warnings', [
		manualTrigger(),
		readFiles(file(seen, '{contract.pdf,photo.png}')),
		attach(seen),
	]);
	const warning = /Another item of this run puts a file into the same field.*\(items 0, 1\)/;
	await editor.executeStep(page, [warning]);
	const output = page.getByTestId('output-panel');
	const headers = output.locator('th');
	await headers.filter({ hasText: 'recordId' }).first().waitFor();
	const names = (await headers.allInnerTexts()).map((text) => text.trim()).filter(Boolean);
	assert.deepEqual(names.slice(0, 3), ['recordId', 'recordType', 'fileCount']);
	assert.ok(names.indexOf('warnings') < names.indexOf('files'), names.join(', '));
	const hint = await output.getByText(warning).first().boundingBox();
	const table = await headers.first().boundingBox();
	assert.ok(hint.y < table.y, 'the warning is not above the table');
	await keepPicture(t, page, 'warnings');
}

async function seeSplitField(seen) {
	const { t, page } = seen;
	t.step('a form field that came in two: the error proposes its prefix');
	const read = (name, field, more) =>
		readFiles(file(seen, name), {
			name: field,
			parameters: {
				operation: 'read',
				fileSelector: file(seen, name),
				options: { dataPropertyName: field },
			},
			...more,
		});
	const { client } = seen;
	const nodes = [
		{ ...manualTrigger(), leadsTo: 'Documents_1' },
		read('contract.pdf', 'Documents_0'),
		{ ...read('photo.png', 'Documents_1'), after: 'Documents_0' },
	];
	const chain = workflow('Split', [
		...nodes,
		{
			name: 'Merge',
			type: 'n8n-nodes-base.merge',
			typeVersion: 3.2,
			parameters: { mode: 'combine', combineBy: 'combineByPosition', options: {} },
		},
		attach(seen, {
			files: {
				values: [
					{ binaryPropertyName: 'Documents', schemaName: chosen('name', 'mx_CustomObject_1') },
				],
			},
		}),
	]);
	// Both files are read at the same time, and become one item.
	chain.connections = {
		Start: { main: [['Documents_0', 'Documents_1'].map(to)] },
		Documents_0: { main: [[to('Merge')]] },
		Documents_1: { main: [[{ ...to('Merge'), index: 1 }]] },
		Merge: { main: [[to('LeadSquared')]] },
	};
	const { id } = await client.saveWorkflow(chain);
	await editor.openWorkflow(page, id);
	await editor.openPanel(page, 'LeadSquared');
	await editor.executeAndFail(page, [
		'There is no file in the binary field "Documents"',
		/All Binary Fields.*Field Name Prefix/,
	]);
	await keepPicture(t, page, 'split-field');
}

const to = (node) => ({ node, type: 'main', index: 0 });

async function seeTranslatedError(seen) {
	const { t, page } = seen;
	t.step('a field that LeadSquared does not know is told by the label in the panel');
	await openWith(seen, 'Unknown field', [
		manualTrigger(),
		readFiles(file(seen, 'contract.pdf')),
		attach(seen, { entitySchemaName: chosen('name', 'mx_Custom_99') }),
	]);
	await editor.executeAndFail(page, [
		`LeadSquared does not accept "mx_Custom_99" as 'Custom Field Set'`,
		'Choose it from the list',
	]);
	await keepPicture(t, page, 'translated');
}

async function seeCreateLead(seen, { leadSquared: crm }) {
	const { t, page, credentials } = seen;
	t.step('a new lead: found by email at first, and created with a switch of the panel');
	await openWith(seen, 'New lead', [
		manualTrigger(),
		readFiles(file(seen, 'contract.pdf')),
		leadSquared(credentials, { resource: 'lead', operation: 'addNoteWithFile' }),
	]);
	const mode = page.getByTestId('resource-locator-leadId').getByTestId('rlc-mode-selector');
	assert.match(await editor.shownIn(mode), /By Email/);
	await editor.typeInto(page, 'leadId', 'new.visitor@example.com');
	assert.equal(await page.getByTestId('parameter-input-newLead').count(), 0);
	await page.getByTestId('parameter-input-createLead').locator('.el-switch').click();
	await page.getByText('New Lead', { exact: true }).waitFor();
	await editor.executeStep(page, ['leadCreated', 'true']);
	const lead = [...crm.leads.values()].find(
		({ values }) => values.EmailAddress === 'new.visitor@example.com',
	);
	assert.ok(lead, 'the lead was not created');
	assert.equal(crm.arrivals().at(-1).fileName, 'contract.pdf');
	await keepPicture(t, page, 'new-lead');
}
