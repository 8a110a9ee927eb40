import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { FIELD, leadId } from '../../stand-ins/sharpspring/index.ts';
import { keepPicture, openBrowser } from '../lib/browser.mjs';
import { assertAttached, assertSameFiles, fileFacts } from '../lib/checks.mjs';
import * as credential from '../lib/credentialModal.mjs';
import * as editor from '../lib/editor.mjs';
import { WRONG_KEYS } from '../lib/secrets.mjs';
import { OWNER, startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { manualTrigger, readFiles, workflow } from '../lib/workflows.mjs';

export const journey = {
	name: 'sharpspring-editor',
	title: 'Editor: drag a SharpSpring operation, make its credential, fill its panel, run it',
	needs: ['chromium'],
	minutes: 6,

	async run(t) {
		const standIns = await startStandIns(t);
		const { sharpSpring } = standIns;
		const { n8n, filesFolder } = await startSession(t);
		writeSampleFiles(filesFolder);
		const file = join(filesFolder, 'photo.png');
		const { page, failOnPageErrors } = await openBrowser(t, n8n.baseUrl);

		t.step('signs in and makes a workflow that reads a file');
		await editor.signIn(page, OWNER);
		await editor.newWorkflow(page);
		await editor.paste(page, workflow('', [manualTrigger(), readFiles(file)]));

		t.step('searches for SharpSpring and drags "Attach file to lead" onto the canvas');
		const node = await editor.dragOperation(page, {
			after: 'Read Files',
			service: 'SharpSpring',
			operation: 'Attach file to lead',
		});
		const connections = await editor.connectionsOnCanvas(page);
		assert.ok(connections.includes(`Read Files > ${node}`), connections.join(', '));

		t.step('makes the credential: a wrong key, then the right one');
		await credential.openNewCredential(page);
		await credential.fillFields(page, {
			accountID: sharpSpring.keys.accountID,
			secretKey: WRONG_KEYS.secretKey,
			baseUrl: sharpSpring.url,
		});
		await credential.saveAndFail(page, 'Check the account ID and the secret key');
		await keepPicture(t, page, 'wrong-keys');
		await credential.fillFields(page, { secretKey: sharpSpring.keys.secretKey });
		await credential.saveAndClose(page);
		await credential.seeTestSucceed(page);

		t.step('fills the panel, the field from a list that SharpSpring answers');
		await editor.typeInto(page, 'leadId', 'grace@example.com');
		const fields = await editor.chooseFromList(page, 'fieldSystemName', { choose: 'Contract' });
		assert.ok(fields.includes(`Contract (${FIELD.leadContract})`), fields.join(', '));
		await keepPicture(t, page, 'filled');

		t.step('executes the step');
		await editor.executeStep(page, [leadId(2), FIELD.leadContract, 'photo.png']);
		await keepPicture(t, page, 'executed');
		const arrivals = standIns.arrivals();
		assertSameFiles(arrivals, [fileFacts(file)]);
		const place = { record: `Lead ${leadId(2)}`, field: FIELD.leadContract };
		assertAttached(arrivals, [{ ...place, fileName: 'photo.png' }]);
		failOnPageErrors();
	},
};
