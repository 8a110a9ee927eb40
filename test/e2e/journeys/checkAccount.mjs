import assert from 'node:assert/strict';
import { adaptExample, CHECKS_FOLDER, loadExamples } from '../../../playground/examples.mjs';
import { outputItems } from '../../../playground/n8n.mjs';
import { listen, sendJson } from '../../stand-ins/common/server.ts';
import { FIELD, productId } from '../../stand-ins/sharpspring/index.ts';
import { allExecutions } from '../lib/executions.mjs';
import { startSession } from '../lib/session.mjs';
import { startStandIns } from '../lib/standIns.mjs';
import { until } from '../lib/waiting.mjs';

const IN_FORM = {
	leadSquared: {
		"Test lead's email": 'asha@example.com',
		'Custom field set of leads': 'mx_KYC',
		'Two file fields in it': 'mx_CustomObject_1, mx_CustomObject_2',
		'Activity type (event code, if any)': '252',
		'Custom field set of that activity': 'mx_Custom_2',
		'File field in that': 'mx_CustomObject_1',
		'Opportunity type (event code, if any)': '12001',
	},
	sharpSpring: {
		"Test lead's email": 'ada@example.com',
		'File Upload field (system name)': FIELD.leadContract,
		'Send Keys In, as in the credential': 'Query String',
		'API Version, as in the credential': 'v1.2',
		"Test product's ID (if any; it gets an image)": productId(1),
	},
};

/** Variants of the accounts, a switch at a time, and what the page has to say of each. */
const VARIANTS = {
	leadSquared: [
		[{ uploadKeysAnywhere: true }, { 'upload-keys': 'yes' }],
		[{ uploadReply: 'oneElementArray' }, { 'upload-reply': 'in a list' }],
		[{ uploadReply: 'renameToHash' }, { 'upload-name': 'renamed', 'same-name': 'kept apart' }],
		[{ sameNameTwice: 'rename' }, { 'same-name': 'kept apart' }],
		[{ signedFileUrls: true }, { 'details-links': 'at once, with a signature' }],
		[{ opportunityTakesAttachments: true }, { 'opportunity-attachment': 'yes' }],
		[{ leadUpdateAcceptsNested: false }, { 'set-nested': 'no', 'set-flattened': 'yes' }],
		[{ nestedUpdateBlanksSiblings: true }, { 'set-siblings': 'they are emptied' }],
	],
	sharpSpring: [
		[{ uploadShape: 'B' }, { 'upload-reply': 'one success' }],
		[{ uploadShape: 'C-mangled' }, { 'upload-reply': 'members named as the files, dots as _' }],
		[{ success: ['true', 'false'] }, { 'success-words': 'yes: "true", no: "false"' }],
		[{ failures: 'listOnly' }, { 'unknown-record': 'refused, in error only' }],
		[{ maxFiles: 1 }, { 'several-files': 'only the first arrived, told once' }],
		[{ fileReadsAs: 'url' }, { 'field-reads-as': 'a link' }],
	],
};

export const journey = {
	name: 'check-account',
	title: 'The check of an account names what holds for it, on a page without keys and addresses',
	needs: [],
	minutes: 15,

	async run(t) {
		const standIns = await startStandIns(t);
		const session = await startSession(t, { credentials: standIns.credentials, codeNodes: true });
		const { leadSquared, sharpSpring } = standIns;
		const send = await publishChecks(session);
		const secrets = [
			...Object.values(leadSquared.keys),
			...Object.values(sharpSpring.keys),
			leadSquared.organization.uniqueName,
		];

		let result;
		t.evidence('last-page.json', () => JSON.stringify(result, null, '\t'));

		/** Fills a form in, reads the page, and looks for what must not be on it. */
		const check = async (service, values = {}) => {
			const address =
				service === 'leadSquared'
					? { 'API host': leadSquared.apiUrl }
					: { 'Base URL (leave it empty)': sharpSpring.url };
			const given = { ...address, ...IN_FORM[service], ...values };
			result = await send(`${service.toLowerCase()}.json`, given);
			for (const { question, answer } of result.lines) {
				assert.ok(result.page.includes(`<td>${escaped(question)}</td><td>${escaped(answer)}</td>`));
			}
			const text = textOf(result.page);
			const shown = [...secrets, given["Test lead's email"]].filter((each) => text.includes(each));
			assert.deepEqual(shown, []);
			assert.doesNotMatch(text, /[\w.]+@[\w.]+/);
			return result;
		};
		const turned = (standIn, switches) => {
			standIn.reset();
			Object.assign(standIn.switches, switches);
		};

		t.step('checks both accounts as the stand-ins are by default');
		const byDefault = {
			leadSquared: answersOf(await check('leadSquared', { 'Largest file to try (MB)': '2' })),
			sharpSpring: answersOf(await check('sharpSpring', { 'Calls to make at once': '5' })),
		};
		assert.equal(byDefault.leadSquared.size, '2 MB taken');
		assert.equal(byDefault.sharpSpring.pace, '5 at once taken');
		for (const answers of Object.values(byDefault)) {
			assert.equal(answers.keys, 'yes');
			const nodes = Object.entries(answers).filter(([id]) => id.startsWith('node-'));
			assert.deepEqual([...new Set(nodes.map(([, answer]) => answer))], ['yes']);
		}

		for (const [service, variants] of Object.entries(VARIANTS)) {
			for (const [switches, expected] of variants) {
				t.step(`${service} with ${JSON.stringify(switches)}`);
				turned(standIns[service], switches);
				const answers = answersOf(await check(service));
				const asked = Object.keys(expected).map((id) => [id, answers[id]]);
				assert.deepEqual(Object.fromEntries(asked), expected);
				for (const id of Object.keys(expected).filter((each) => expected[each] !== 'yes')) {
					assert.notEqual(byDefault[service][id], expected[id]);
				}
			}
		}

		t.step('lists what it wrote');
		turned(leadSquared, { opportunityTakesAttachments: true, uploadKeysAnywhere: true });
		assertWritten(leadSquared, await check('leadSquared'));
		turned(sharpSpring, {});
		assertSent(sharpSpring, await check('sharpSpring'));

		t.step('ends in plain words without an account to work with');
		turned(leadSquared, {});
		turned(sharpSpring, {});
		const keys = async (service, values) => (await check(service, values)).lines[0];
		leadSquared.intercept = refuseChanges;
		const { lines, written } = await check('leadSquared');
		leadSquared.intercept = undefined;
		const refused = lines.filter(({ answer }) => answer === 'the user may not');
		assert.ok(refused.some(({ id }) => id === 'upload-reply'));
		assert.match(refused[0].advice, /administrator/);
		assert.deepEqual(written, []);
		const nowhere = await refusingAddress();
		assert.equal((await keys('leadSquared', { 'API host': nowhere })).answer, 'no answer');
		leadSquared.keys.secretKey = 'another'.repeat(6);
		assert.equal((await keys('leadSquared')).answer, 'wrong keys');
		sharpSpring.keys.secretKey = 'another'.repeat(6);
		assert.equal((await keys('sharpSpring')).answer, 'wrong keys');
	},
};

const answersOf = ({ lines }) => Object.fromEntries(lines.map(({ id, answer }) => [id, answer]));

/** Every file, record and attachment in the account that was not there before is on the list. */
function assertWritten({ uploads, activities, opportunities, notes }, { written }) {
	const named = (kind) =>
		written
			.filter(({ what }) => what === kind)
			.map(({ name }) => name)
			.sort();
	const ofCheck = (values) => values.filter((name) => name.startsWith('n8n-check-')).sort();
	const records = [...activities.values(), ...opportunities.values()];
	assert.deepEqual(named('file'), [...new Set(uploads.map(({ name }) => name))].sort());
	assert.deepEqual(named('activity'), ofCheck([...activities.values()].map(({ note }) => note)));
	assert.deepEqual(
		named('opportunity'),
		ofCheck([...opportunities.values()].map(({ note }) => note)),
	);
	assert.deepEqual(named('note'), ofCheck([...notes.values()].map(({ note }) => note)));
	assert.deepEqual(
		named('attachment'),
		records.flatMap(({ attachments }) => attachments.map(({ name }) => name)).sort(),
	);
}

/** Every file that a record has been given is on the list. */
function assertSent(sharpSpring, { written }) {
	const names = written.map(({ name }) => name).sort();
	const records = [...sharpSpring.leads.values(), ...sharpSpring.products.values()];
	const given = records.flatMap(({ history }) => history.map(({ fileName }) => fileName));
	assert.deepEqual(names, given.sort());
	assert.ok(names.every((name) => name.startsWith('n8n-check-')));
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** As n8n shows text on the page of a form. */
const escaped = (text) => text.replace(/[&<>]/g, (character) => entities[character]);

/** What a page shows. */
const textOf = (html) =>
	html.replace(/<(style|script|head)[^]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');

/** The account of a user who may only read. */
function refuseChanges(request, response, { pathname }) {
	if (request.method === 'GET' || /Retrieve|GetOpportunitiesOfLead|Leads\.Get/.test(pathname)) {
		return false;
	}
	request.resume();
	const ExceptionType = 'MXUnAuthorizedAccessException';
	sendJson(response, 401, { Status: 'Error', ExceptionType, ExceptionMessage: 'No rights' });
	return true;
}

/** An address that refuses connections. */
async function refusingAddress() {
	const { url, close } = await listen(() => {});
	await close();
	return url;
}

/** Publishes both checks. @returns what fills the form of one in, and reads the page that it ends with */
async function publishChecks({ client, credentials, filesFolder, n8n }) {
	const saved = {};
	for (const example of loadExamples(CHECKS_FOLDER)) {
		const text = JSON.stringify(adaptExample(example, { credentials, filesFolder }));
		// The stand-ins have no limit, and many variants are to be tried.
		const fast = text
			.replaceAll('"batchInterval":600', '"batchInterval":0')
			.replace('const PAUSE_MS = 600', 'const PAUSE_MS = 0');
		saved[example.fileName] = await client.saveWorkflow(JSON.parse(fast));
		await client.publish(saved[example.fileName]);
	}
	return async (fileName, values) => {
		const workflow = saved[fileName];
		const known = await allExecutions(client, workflow.id);
		const pageUrl = await sendForm(n8n.baseUrl, workflow, values);
		const { id } = await until('the check to be done', async () => {
			const all = await allExecutions(client, workflow.id);
			return all.find(
				(each) =>
					!known.some((old) => old.id === each.id) && !['new', 'running'].includes(each.status),
			);
		});
		const execution = await client.execution(id);
		assert.ok(['waiting', 'success'].includes(execution.status), execution.error);
		const item = outputItems(execution, 'Next questions').at(-1);
		const html = await (await fetch(pageUrl)).text();
		return { ...item.json, page: html };
	};
}

/** Sends a form as the page does. @returns the address of the next page */
async function sendForm(baseUrl, workflow, values) {
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.formTrigger'));
	const body = new FormData();
	trigger.parameters.formFields.values.forEach(({ fieldLabel }, index) => {
		body.append(`field-${index}`, values[fieldLabel] ?? '');
	});
	const response = await fetch(`${baseUrl}/form/${trigger.webhookId}`, { method: 'POST', body });
	const answer = await response.text();
	assert.equal(response.status, 200, answer);
	return JSON.parse(answer).formWaitingUrl;
}
