import { once } from 'node:events';
import { request as httpCall } from 'node:http';
import { cpus } from 'node:os';
import { freePort } from '../../playground/processes.mjs';
import {
	chosen,
	leadSquared,
	sharpSpring,
	webhook,
	workflow,
} from '../../test/e2e/lib/workflows.mjs';
import { accountId, FIELD } from '../../test/stand-ins/sharpspring/index.ts';
import { percent, ratio, seconds, Series } from './figures.mjs';
import { OtherClient } from './otherClient.mjs';
import { startQueue } from './queue.mjs';
import { startServices } from './services.mjs';
import { Stage } from './stage.mjs';
import { httpRequest, uploadFields } from './uploads.mjs';

const EXECUTIONS = 200;
const WORKERS = 3;

const retryOnFail = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5_000 };

/** The work of one execution in both services, and the calls that it takes. */
const SERVICES = {
	LeadSquared: {
		work: 'an activity with an attachment, four calls each',
		calls: 4,
		limit: { calls: 10, windowMs: 5_000 },
	},
	SharpSpring: {
		work: 'a file for an account, three calls each: the account, the upload, and the account again to see the file',
		calls: 3,
		limit: { calls: 10, windowMs: 1_000 },
	},
};

/**
 * Starts many executions at once: alone, beside another client of the account, and in queue mode; those
 * of n8n's HTTP Request node are counted beside them.
 *
 * @param {string} name of the case
 * @param {keyof typeof SERVICES} service
 */
export async function measurePace(bench, name, service) {
	const { work, calls, limit } = SERVICES[service];
	const leastMs = (Math.ceil((EXECUTIONS * calls) / limit.calls) - 1) * limit.windowMs;
	const services = await startServices();
	reset(services);
	const stage = await Stage.create(bench, name);
	await stage.start(services, 10);
	const urls = await publish(stage, services);
	const rows = [];
	const time = new Series();
	const busy = new Series();
	const received = new Series();
	const measure = async (what, url, goal) => {
		reset(services);
		bench.reporter.progress(what);
		const before = processorTime();
		const { ok, ms } = await rush(url);
		const after = processorTime();
		const done = arrived(services, service);
		time.add(what, ms);
		busy.add(what, (after.used - before.used) / (after.all - before.all));
		received.add(what, standInOf(services, service).requests.length);
		const times = ms / leastMs;
		rows.push({
			what: `${service}: ${what}`,
			ours: `${Math.min(ok, done)} of ${EXECUTIONS} in ${seconds(ms)}`,
			ratio: `${ratio(times)} of the ${seconds(leastMs)} that the limit takes`,
			goal: goal ? `all, within ${goal}` : 'all',
			met: ok === EXECUTIONS && done === EXECUTIONS && (!goal || times <= goal),
		});
	};

	await measure(`${EXECUTIONS} executions at once`, urls[service], 1.1);
	const other = new OtherClient(services, service, limit);
	await measure(`${EXECUTIONS} while another client takes half`, urls[service]);
	const { asked, done } = await other.end();
	rows.push({
		what: `${service}: the other client's calls meanwhile`,
		ours: `${done} of ${asked} let through`,
		ratio: ratio(done / asked),
		goal: 'at least a third',
		met: done >= asked / 3,
	});
	for (const kind of ['HTTP Request', 'HTTP Request, Retry On Fail']) {
		reset(services);
		const { ok, ms } = await rush(urls[`${service}, ${kind}`]);
		// SharpSpring refuses with HTTP 200; at LeadSquared this upload attaches nothing.
		const done = service === 'SharpSpring' ? arrived(services, service) : ok;
		time.add(`${kind}, one upload each`, ms);
		rows.push({
			what: `${service}: ${EXECUTIONS} executions at once, one upload each, ${kind}`,
			ours: '',
			http: `${done} of ${EXECUTIONS} in ${seconds(ms)}`,
			goal: 'counted beside it',
			met: true,
		});
	}
	await stage.end();

	const queue = await startQueue(bench, name, { services, workers: WORKERS, callsPerWindow: 10 });
	const addresses = await publish(queue, services);
	await measure(
		`${EXECUTIONS} executions at once, ${WORKERS} queue workers`,
		addresses[service],
		1.5,
	);
	await queue.end();
	await services.close();
	return {
		rows,
		details: [
			{ title: 'From the first request to the last answer', lines: time.describe(seconds) },
			{
				title: "Part of the computer's processor time in use",
				lines: busy.describe(percent),
			},
			{
				title: 'Calls that the service received, those that it refused and those of others too',
				lines: received.describe(String),
			},
		],
		notes: [
			`An execution is ${work}. A call takes its place in the limit from its beginning until a window after its answer: where n8n is busy with its executions, answers are noticed later, and a window of a second suffers most.`,
			'Queue mode with PostgreSQL and Redis, all of it on this computer, each worker with ten executions at a time, the default of n8n: the workers know of each other only by what is refused.',
		],
	};
}

/** Of all programs on this computer since it was started (ms). */
function processorTime() {
	const times = cpus().map(({ times: each }) => each);
	const sum = (values) => values.reduce((total, value) => total + value, 0);
	const all = sum(times.flatMap((each) => Object.values(each)));
	return { all, used: all - sum(times.map(({ idle }) => idle)) };
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

function standInOf({ leadSquared: crm, sharpSpring: other }, service) {
	return service === 'LeadSquared' ? crm : other;
}

function arrived(services, service) {
	const arrivals = standInOf(services, service).arrivals();
	return new Set(arrivals.filter(({ attached }) => attached).map(({ fileName }) => fileName)).size;
}

/** Starts all executions at once. */
async function rush(url) {
	const forms = await Promise.all(
		Array.from({ length: EXECUTIONS }, async (_, index) => {
			const form = new FormData();
			form.append('email', `lead${(index % 100) + 5}@example.com`);
			form.append('account', accountId(index + 1));
			form.append('data', new Blob([`file ${index}`]), `file-${index}.txt`);
			const request = new Request(url, { method: 'POST', body: form });
			return {
				headers: Object.fromEntries(request.headers),
				body: Buffer.from(await request.arrayBuffer()),
			};
		}),
	);
	const begin = performance.now();
	const answers = await Promise.all(forms.map(async (form) => await post(url, form)));
	const ok = answers.filter((status) => status === 200).length;
	return { ok, ms: performance.now() - begin };
}

/** Without a limit of time, which `fetch` has. @returns the status of the answer */
async function post(url, { headers, body }) {
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
	const { leadSquared: crm, sharpSpring: other } = services;
	const toLeadSquared = httpRequest(crm.fileUploadUrl, uploadFields(crm.keys), 'uploadFiles');
	const toSharpSpring = httpRequest(
		`${other.url}/pubapi/v1.2/uploadFiles?${new URLSearchParams(other.keys)}`,
		{
			id: 'bench',
			objectType: 'account',
			fieldSystemName: FIELD.accountTerms,
			'={{ $binary.data.fileName }}': '={{ $json.body.account }}',
		},
		'files[0]',
	);
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
		'LeadSquared, HTTP Request': toLeadSquared,
		'LeadSquared, HTTP Request, Retry On Fail': { ...toLeadSquared, ...retryOnFail },
		'SharpSpring, HTTP Request': toSharpSpring,
		'SharpSpring, HTTP Request, Retry On Fail': { ...toSharpSpring, ...retryOnFail },
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
