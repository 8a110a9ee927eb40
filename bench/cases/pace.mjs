import { once } from 'node:events';
import { request as httpCall } from 'node:http';
import { freePort } from '../../playground/processes.mjs';
import { ratio, seconds, Series } from '../lib/figures.mjs';
import { OtherClient } from '../lib/otherClient.mjs';
import { startServices } from '../lib/services.mjs';
import { startQueue } from '../lib/queue.mjs';
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
const WORKERS = 3;

/** The work of one execution in both services, and the calls that it takes. */
const SERVICES = {
	LeadSquared: { calls: 4, limit: { calls: 10, windowMs: 5_000 } },
	SharpSpring: { calls: 2, limit: { calls: 10, windowMs: 1_000 } },
};

export async function run(bench) {
	const services = await startServices();
	limitCalls(services);
	const stage = await Stage.create(bench, name);
	await stage.start(services, 10);
	const urls = await publish(stage, services);
	const rows = [];
	const time = new Series();
	// Both services at the same time: nearly all of it is waiting.
	const each = async (work) => {
		reset(services);
		await Promise.all(
			Object.entries(SERVICES).map(async ([service, of]) => await work(service, of)),
		);
	};
	const measure = async (service, what, url, goal) => {
		bench.reporter.progress(`${what}, ${service}`);
		const { ok, ms } = await rush(url);
		const { calls, limit } = SERVICES[service];
		const leastMs = (Math.ceil((EXECUTIONS * calls) / limit.calls) - 1) * limit.windowMs;
		const done = arrived(services, service);
		time.add(`${what}, ${service}`, ms);
		const times = ms / leastMs;
		rows.push({
			what: `${what}, ${service}`,
			ours: `${Math.min(ok, done)} of ${EXECUTIONS} in ${seconds(ms)}`,
			ratio: `${ratio(times)} of the ${seconds(leastMs)} that the limit takes`,
			goal: goal ? `all, within ${goal}` : 'all',
			met: ok === EXECUTIONS && done === EXECUTIONS && (!goal || times <= goal),
		});
	};

	await each(async (service) => {
		await measure(service, `${EXECUTIONS} executions at once`, urls[service], 1.1);
	});
	await each(async (service) => {
		const other = new OtherClient(services, service, SERVICES[service].limit);
		const what = `${EXECUTIONS} while another client takes half`;
		await measure(service, what, urls[service]);
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
		const { ok, ms } = await rush(urls[kind]);
		time.add(`${kind}, one upload each`, ms);
		rows.push({
			what: `${EXECUTIONS} executions at once, one upload each: ${kind}`,
			ours: '',
			http: `${ok} of ${EXECUTIONS} in ${seconds(ms)}`,
			goal: 'counted beside it',
			met: true,
		});
	}
	await stage.end();

	const queue = await startQueue(bench, name, { services, workers: WORKERS, callsPerWindow: 10 });
	const addresses = await publish(queue, services);
	await each(async (service) => {
		const what = `${EXECUTIONS} executions at once, ${WORKERS} queue workers`;
		await measure(service, what, addresses[service], 1.5);
	});
	await queue.end();
	await services.close();
	return {
		rows,
		details: [
			{ title: 'From the first request to the last answer', lines: time.describe(seconds) },
		],
		notes: [
			'LeadSquared: an activity with an attachment, four calls each. SharpSpring: a file for an account, two calls each. Both at the same time.',
			'Queue mode with PostgreSQL and Redis, all of it on this computer: the workers know of each other only by what is refused.',
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

/** Starts all executions at once. */
async function rush(url) {
	const begin = performance.now();
	const answers = await Promise.all(
		Array.from({ length: EXECUTIONS }, async (_, index) => {
			const form = new FormData();
			form.append('email', `lead${(index % 100) + 5}@example.com`);
			form.append('account', accountId(index + 1));
			form.append('data', new Blob([`file ${index}`]), `file-${index}.txt`);
			return await post(url, form);
		}),
	);
	const ok = answers.filter((status) => status === 200).length;
	return { ok, ms: performance.now() - begin };
}

/** Without a limit of time, which `fetch` has. @returns the status of the answer */
async function post(url, form) {
	const request = new Request(url, { method: 'POST', body: form });
	const headers = Object.fromEntries(request.headers);
	const body = Buffer.from(await request.arrayBuffer());
	const [response] = await once(
		httpCall(url, { method: 'POST', headers, agent: false }).end(body),
		'response',
	);
	await response.resume().toArray();
	return response.statusCode;
}

/** Publishes a workflow for each kind of work. @returns the address that starts each */
async function publish({ client, credentials }, services) {
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
		urls[kind] = `${client.baseUrl}/webhook/${path}`;
	}
	return urls;
}
