import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { adaptExample, loadExamples, RECIPES_FOLDER } from '../../../playground/examples.mjs';
import { writeSampleFiles } from '../../../playground/samples.mjs';
import { FIELD, leadId } from '../../stand-ins/sharpspring/index.ts';
import { assertAttached, assertSameFiles, fileFacts } from '../lib/checks.mjs';
import { finishedExecutions, openExecutions } from '../lib/executions.mjs';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { until } from '../lib/waiting.mjs';
import { leadSquared, readFiles, workflow } from '../lib/workflows.mjs';

const RECIPE = 'scheduled-folder-to-sharpspring.json';
const RUNS = 2;

const every = (seconds) => ({
	rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] },
});

export const journey = {
	name: 'schedule',
	title: 'Schedule: files of a folder go to both services, again and again',
	needs: [],
	minutes: 5,

	async run(t) {
		const standIns = await startStandIns(t);
		const session = await startSession(t, { credentials: standIns.credentials });
		const { client, credentials, filesFolder } = session;
		const folder = join(filesFolder, 'outbox');
		mkdirSync(folder);
		writeSampleFiles(t.folder);
		// The recipe sends each file to the lead that it is named after.
		const senders = ['ada@example.com', 'grace@example.com'];
		const names = senders.map((sender) => `${sender}.pdf`);
		for (const name of names) copyFileSync(join(t.folder, 'contract.pdf'), join(folder, name));
		const files = names.map((name) => fileFacts(join(folder, name)));

		t.step(`publishes the recipe ${RECIPE}, every three seconds in place of every hour`);
		const recipe = loadExamples(RECIPES_FOLDER).find(({ fileName }) => fileName === RECIPE);
		const toSharpSpring = adaptExample(recipe, { credentials, filesFolder });
		const trigger = toSharpSpring.nodes.find(({ type }) => type.endsWith('.scheduleTrigger'));
		trigger.parameters = every(3);
		const toLeadSquared = workflow('A folder to LeadSquared', [
			{
				name: 'Often',
				type: 'n8n-nodes-base.scheduleTrigger',
				typeVersion: 1.2,
				parameters: every(3),
			},
			readFiles(join(folder, '*.pdf')),
			leadSquared(credentials, { resource: 'file', operation: 'upload' }),
		]);
		const published = [];
		for (const [service, each] of [
			['SharpSpring', toSharpSpring],
			['LeadSquared', toLeadSquared],
		]) {
			const saved = await client.saveWorkflow(each);
			await client.publish(saved);
			published.push({ ...saved, service });
		}

		t.step(`waits until each has run by itself ${RUNS} times`);
		for (const { id } of published) {
			const done = async () => (await finishedExecutions(client, id)).length >= RUNS;
			await until(`${RUNS} scheduled executions`, done, 90_000);
		}
		for (const each of published) await client.unpublish(each);

		for (const { id, name, service } of published) {
			const ended = async () => (await openExecutions(client, id)).length === 0;
			await until(`the last execution of "${name}" to end`, ended);
			const executions = await finishedExecutions(client, id);
			const facts = executions.map(({ mode, status }) => `${mode} ${status}`);
			assert.deepEqual([...new Set(facts)], ['trigger success'], name);
			const arrivals = standIns.arrivals().filter((arrival) => arrival.service === service);
			assertSameFiles(
				arrivals,
				executions.flatMap(() => files),
			);
		}

		const onRecords = standIns.sharpSpring.arrivals().filter(({ attached }) => attached);
		assertAttached(
			onRecords,
			names.map((name, index) => ({
				record: `Lead ${leadId(index + 1)}`,
				field: FIELD.leadContract,
				fileName: name.replace(/@example\.com/, '_example_com'),
			})),
		);
	},
};
