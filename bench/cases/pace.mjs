import { freePort } from '../../playground/processes.mjs';
import { ratio, seconds, Series } from '../lib/figures.mjs';
import { OtherClient } from '../lib/otherClient.mjs';
import { startServices } from '../lib/services.mjs';
import { Stage } from '../lib/stage.mjs';
import { httpRequest, uploadFields } from '../lib/uploads.mjs';
import {
	chosen,
	leadSquared,
	sharpSpring,
	webhook,
	workflow,
} from '../../test/e2e/lib/workflows.mjs';
import { accountId, FIELD } from '../../test/stand-ins/sharpspring/index.ts';

export const name = 'pace';
export const title = 'Many executions at once for one account, with the documented limits on';
/** It waits for the limits most of its time: once is enough. */
export const runsOnce = true;

const EXECUTIONS = 200;
/** Where all the work is done several times as slowly. */
const FEWER = 60;

/** The work of one execution in both services, and the calls that it takes. */
const SERVICES = {
	LeadSquared: { calls: 4, limit: { calls: 10, windowMs: 5_000 } },
	SharpSpring: { calls: 2, limit: { calls: 10, windowMs: 1_000 } },
};

export async function run(bench) {
	const services = await startServices();
	limitCalls(services);
	const stages = [];
	for (const number of [1, 2, 3]) {
		const stage = await Stage.create(bench, `${name}-${number}`);
		await stage.start(services, 10);
		stages.push({ client: stage.client, stage, urls: await publish(stage, services) });
	}
	const rows = [];
	const time = new Series();
	// Both services at the same time: nearly all of it is waiting.
	const each = async (work) => {
		reset(services);
		await Promise.all(
			Object.entries(SERVICES).map(async ([service, of]) => await work(service, of)),
		);
	};
	const measure = async (service, what, urls, executions, goal) => {
		bench.reporter.progress(`${what}, ${service}`);
		const { ok, ms } = await rush(urls, executions);
		const { calls, limit } = SERVICES[service];
		const leastMs = (Math.ceil((executions * calls) / limit.calls) - 1) * limit.windowMs;
		const done = arrived(services, service);
		time.add(`${what}, ${service}`, ms);
		const times = ms / leastMs;
		rows.push({
			what: `${what}, ${service}`,
			ours: `${Math.min(ok, done)} of ${executions} in ${seconds(ms)}`,
			ratio: `${ratio(times)} of the ${seconds(leastMs)} that the limit takes`,
			goal: goal ? `all, within ${goal}` : 'all',
			met: ok === executions && done === executions && (!goal || times <= goal),
		});
	};
	const one = (service) => [stages[0].urls[service]];
	const all = (service) => stages.map(({ urls }) => urls[service]);

	await each(async (service) => {
		await measure(service, `${EXECUTIONS} executions at once`, one(service), EXECUTIONS, 1.1);
	});
	await each(async (service) => {
		const executions = service === 'LeadSquared' ? FEWER : EXECUTIONS;
		await measure(service, `${executions} in three n8n processes`, all(service), executions, 1.5);
	});
	await each(async (service) => {
		const executions = service === 'LeadSquared' ? FEWER : EXECUTIONS;
		const other = new OtherClient(services, service, SERVICES[service].limit);
		const what = `${executions} while another client takes half`;
		await measure(service, what, one(service), executions);
		const { asked, done } = await other.end();
		rows.push({
			what: `${what}, ${service}: the other's calls`,
			ours: `${done} of ${asked} let through`,
			ratio: ratio(done / asked),
			goal: 'at least a third',
			met: done >= asked / 3,
		});
	});
	for (const kind of ['HTTP Request', 'HTTP Request, Retry On Fail']) {
		reset(services);
		const { ok, ms } = await rush([stages[0].urls[kind]], EXECUTIONS);
		time.add(`${kind}, one upload each`, ms);
		rows.push({
			what: `${EXECUTIONS} executions at once, one upload each: ${kind}`,
			ours: '',
			http: `${ok} of ${EXECUTIONS} in ${seconds(ms)}`,
			goal: 'counted beside it',
			met: true,
		});
	}
	for (const { stage } of stages) await stage.end();
	await services.close();
	return {
		rows,
		details: [
			{ title: 'From the first request to the last answer', lines: time.describe(seconds) },
		],
		notes: [
			'LeadSquared: an activity with an attachment, four calls each. SharpSpring: a file for an account, two calls each. Both at the same time.',
			'Three processes stand for three queue workers: they know nothing of each other, and share the account.',
		],
	};
}

function limitCalls({ leadSquared: crm, sharpSpring: other }) {
	crm.switches.rateLimit = { ...SERVICES.LeadSquared.limit, status: 429, countUploads: true };
	other.switches.rate = { ...SERVICES.SharpSpring.limit, answer: 'code107' };
}

function reset(services) {
	services.leadSquared.reset();
	services.sharpSpring.reset();
	limitCalls(services);
}

function arrived(services, service) {
	const { leadSquared: crm, sharpSpring: other } = services;
	const arrivals = (service === 'LeadSquared' ? crm : other).arrivals();
	return new Set(arrivals.filter(({ attached }) => attached).map(({ fileName }) => fileName)).size;
}

/** Starts so many executions at once, shared out among the addresses. */
async function rush(urls, executions) {
	const begin = performance.now();
	const answers = await Promise.all(
		Array.from({ length: executions }, async (_, index) => {
			const form = new FormData();
			form.append('email', `lead${(index % 100) + 5}@example.com`);
			form.append('account', accountId(index + 1));
			form.append('data', new Blob([`file ${index}`]), `file-${index}.txt`);
			const response = await fetch(urls[index % urls.length], { method: 'POST', body: form });
			await response.arrayBuffer();
			return response.status;
		}),
	);
	const ok = answers.filter((status) => status === 200).length;
	return { ok, ms: performance.now() - begin };
}

/** Publishes a workflow for each kind of work. @returns the address that starts each */
async function publish({ client, credentials, n8n }, services) {
	const row = (more) => ({ values: [{ binaryPropertyName: 'data', ...more }] });
	const { fileUploadUrl, keys } = services.leadSquared;
	const request = httpRequest(fileUploadUrl, uploadFields(keys), 'uploadFiles');
	const nodes = {
		LeadSquared: leadSquared(credentials, {
			resource: 'activity',
			operation: 'createWithFile',
			leadId: chosen('email', '={{ $json.body.email }}'),
			activityType: chosen('code', '252'),
			attachTo: 'attachmentList',
			fileSelection: 'fields',
			binaryPropertyName: 'data',
		}),
		SharpSpring: sharpSpring(credentials, {
			resource: 'account',
			operation: 'attachFile',
			accountId: chosen('id', '={{ $json.body.account }}'),
			fileSelection: 'fields',
			files: row({ fieldSystemName: chosen('name', FIELD.accountTerms) }),
		}),
		'HTTP Request': request,
		'HTTP Request, Retry On Fail': {
			...request,
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 5_000,
		},
	};
	const urls = {};
	for (const [index, [kind, node]] of Object.entries(nodes).entries()) {
		const path = `pace-${index}-${await freePort()}`;
		const saved = await client.saveWorkflow(workflow(kind, [webhook(path), node]));
		await client.publish(saved);
		urls[kind] = `${n8n.baseUrl}/webhook/${path}`;
	}
	return urls;
}
