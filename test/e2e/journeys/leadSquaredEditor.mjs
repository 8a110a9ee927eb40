import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { leadId, startLeadSquared } from '../../stand-ins/leadsquared/index.ts';
import { keepPicture, openBrowser } from '../lib/browser.mjs';
import { assertAttached, assertSameFiles, fileFacts } from '../lib/checks.mjs';
import * as credential from '../lib/credentialModal.mjs';
import * as editor from '../lib/editor.mjs';
import { WRONG_KEYS } from '../lib/secrets.mjs';
import { OWNER, startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { manualTrigger, readFiles, workflow } from '../lib/workflows.mjs';

const OPERATION = 'Attach file to lead';

export const journey = {
	name: 'leadsquared-editor',
	title: 'Editor: drag a LeadSquared operation, make its credential, fill its panel, run it',
	needs: ['chromium'],
	minutes: 6,

	async run(t) {
		const standIns = await startStandIns(t);
		const { leadSquared } = standIns;
		const otherRegion = await startLeadSquared({ switches: { keysBelongTo: 'us11' } });
		t.onEnd(async () => await otherRegion.close());
		const { n8n, filesFolder } = await startSession(t);
		writeSampleFiles(filesFolder);
		const file = join(filesFolder, 'contract.pdf');
		const { page, failOnPageErrors } = await openBrowser(t, n8n.baseUrl);

		t.step('signs in and makes a workflow that reads a file');
		await editor.signIn(page, OWNER);
		await editor.newWorkflow(page);
		await editor.paste(page, workflow('', [manualTrigger(), readFiles(file)]));

		t.step('searches for LeadSquared and drags "Attach file to lead" onto the canvas');
		const node = await editor.dragOperation(page, {
			after: 'Read Files',
			service: 'LeadSquared',
			operation: OPERATION,
		});
		const connections = await editor.connectionsOnCanvas(page);
		assert.ok(connections.includes(`Read Files > ${node}`), connections.join(', '));
		await keepPicture(t, page, 'dropped');

		await makeCredential(t, page, { leadSquared, otherRegion });
		await fillPanel(t, page);

		t.step('executes the step');
		await editor.executeStep(page, [leadId(3), 'mx_KYC', 'contract.pdf']);
		await keepPicture(t, page, 'executed');
		const arrivals = standIns.arrivals();
		assertSameFiles(arrivals, [fileFacts(file)]);
		const place = { record: `Lead ${leadId(3)}`, field: 'mx_KYC.mx_CustomObject_2' };
		assertAttached(arrivals, [{ ...place, fileName: 'contract.pdf' }]);
		failOnPageErrors();
	},
};

async function makeCredential(t, page, { leadSquared, otherRegion }) {
	t.step('makes the credential: wrong keys, then the wrong region, then the right one');
	await credential.openNewCredential(page);
	await credential.chooseOption(page, 'region', 'Custom');
	await credential.fillFields(page, {
		apiUrl: otherRegion.apiUrl,
		fileUploadUrl: leadSquared.fileUploadUrl,
		...WRONG_KEYS,
	});
	await credential.saveAndFail(page, 'LeadSquared did not accept the keys');
	await keepPicture(t, page, 'wrong-keys');

	await credential.fillFields(page, leadSquared.keys);
	const message =
		'These keys belong to another region: choose United States (api-us11.leadsquared.com)';
	await credential.saveAndFail(page, message);
	await keepPicture(t, page, 'wrong-region');

	await credential.fillFields(page, { apiUrl: leadSquared.apiUrl });
	await credential.saveAndClose(page);
	await credential.seeTestSucceed(page);
}

async function fillPanel(t, page) {
	t.step('fills the panel from lists that LeadSquared answers');
	await editor.chooseMode(page, 'leadId', 'From List');
	const leads = await editor.chooseFromList(page, 'leadId', { search: 'Chlo', choose: 'Müller' });
	assert.deepEqual(leads, ['Chloé Müller (chloe@example.com)']);
	const sets = await editor.chooseFromList(page, 'entitySchemaName', { choose: 'mx_KYC' });
	assert.ok(sets.includes('Loan Documents (mx_Loan_Documents)'), sets.join(', '));
	const fields = await editor.chooseFromList(page, 'schemaName', { choose: 'Proof of Address' });
	assert.ok(fields.includes('Passport (mx_CustomObject_1)'), fields.join(', '));
	await keepPicture(t, page, 'filled');
}
