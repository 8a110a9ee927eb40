import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment, PLAYGROUND, withProgramFirst } from './host.mjs';
import { freePort, lastLines, PlaygroundError, startProcess } from './processes.mjs';

const READY_WITHIN_MS = 180_000;
const POLL_MS = 150;
const UNFINISHED = new Set(['new', 'running', 'waiting']);

/** Settings of the shell that would make this n8n another one than intended. */
const FOREIGN_SETTINGS = /^(N8N|DB|EXECUTIONS|QUEUE|CREDENTIALS|WEBHOOK|OFFLOAD)_/i;

/**
 * The environment that n8n runs in: quiet, reachable from this computer only, community packages on.
 * `env` has the last word.
 */
export function n8nEnvironment({
	host,
	userFolder,
	port,
	brokerPort,
	filesFolder,
	codeNodes = false,
	env = {},
}) {
	const inherited = Object.fromEntries(
		Object.entries(cleanEnvironment()).filter(([name]) => !FOREIGN_SETTINGS.test(name)),
	);
	const noProxy = [inherited.NO_PROXY ?? inherited.no_proxy, '127.0.0.1', 'localhost']
		.filter(Boolean)
		.join(',');
	return withProgramFirst(
		{
			...inherited,
			NO_PROXY: noProxy,
			no_proxy: noProxy,
			N8N_USER_FOLDER: userFolder,
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_HOST: '127.0.0.1',
			N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
			N8N_SECURE_COOKIE: 'false',
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			// Without Code nodes their helper process is not needed: 130 MB less.
			...(codeNodes
				? {}
				: {
						N8N_RUNNERS_MODE: 'external',
						N8N_RUNNERS_AUTH_TOKEN: randomBytes(16).toString('hex'),
					}),
			...(filesFolder ? { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder } : {}),
			N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			// The stand-ins listen on this computer, where this protection would not let n8n go.
			N8N_SSRF_PROTECTION_ENABLED: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			...env,
		},
		host.node,
	);
}

/**
 * Starts n8n and waits until it is ready.
 * @param {object} options
 * @param {{ node: string, n8n: string }} options.host from `findHost()`
 * @param {string} options.userFolder where n8n keeps its data
 * @param {number} options.port of the editor and the REST interface
 * @param {string} options.logFile
 * @param {number} [options.brokerPort] of the task runners; a free one otherwise
 * @param {string} [options.filesFolder] the only folder that workflows may read from
 * @param {boolean} [options.codeNodes] start the helper process of Code nodes
 * @param {string[]} [options.args] instead of `start`, for example `['worker', '--concurrency=5']`
 * @param {number} [options.readyPort] where `/healthz/readiness` answers, if not on `port`
 * @param {Record<string, string>} [options.env] more settings
 * @returns {Promise<{ baseUrl: string, pid: number, logFile: string, exited: Promise<object>, isRunning: () => boolean, stop: () => Promise<void> }>}
 */
export async function startN8n(options) {
	const { host, userFolder, port, logFile, args = ['start'], readyPort = port } = options;
	const brokerPort = options.brokerPort ?? (await freePort());
	mkdirSync(userFolder, { recursive: true });
	const child = startProcess({
		name: 'n8n',
		command: host.node,
		args: [host.n8n, ...args],
		// n8n reads a `.env` file in the folder it is started in: start it where there is none.
		cwd: userFolder,
		env: n8nEnvironment({ ...options, brokerPort }),
		logFile,
	});
	try {
		await untilReady(child, `http://127.0.0.1:${readyPort}/healthz/readiness`);
	} catch (error) {
		await child.stop();
		throw error;
	}
	return { ...child, baseUrl: `http://127.0.0.1:${port}` };
}

async function untilReady(child, url) {
	const deadline = Date.now() + READY_WITHIN_MS;
	while (Date.now() < deadline) {
		if (!child.isRunning()) {
			throw new PlaygroundError(
				`n8n ended while it was starting. The end of its log:\n\n${lastLines(child.logFile)}\n\n` +
					`The whole log: ${child.logFile}`,
			);
		}
		const ready = await fetch(url).then(
			(response) => response.ok,
			() => false,
		);
		if (ready) return;
		await sleep(POLL_MS);
	}
	throw new PlaygroundError(
		`n8n was not ready after ${READY_WITHIN_MS / 1_000} seconds. Its log: ${child.logFile}`,
	);
}

/** An answer of n8n that is not a success. */
class N8nRequestError extends Error {
	name = 'N8nRequestError';

	constructor(method, path, status, message) {
		super(`n8n answered ${status} to ${method} ${path}: ${message}`);
		this.status = status;
	}
}

/** What the editor does, without a browser: n8n's internal REST interface. */
export class N8nClient {
	#cookie = '';

	// n8n ties a log-in to the browser it was made in.
	#browserId = randomUUID();

	constructor(baseUrl) {
		this.baseUrl = baseUrl;
	}

	/** One call; the path is relative to `/rest`. Returns the `data` of the answer. */
	async request(method, path, body) {
		const response = await this.#fetch(`/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		const answer = parseJson(text);
		if (!response.ok) {
			throw new N8nRequestError(
				method,
				path,
				response.status,
				answer?.message ?? text.slice(0, 500),
			);
		}
		const cookie = response.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';')[0];
		return answer?.data ?? answer;
	}

	/** The log-in as a cookie, for a browser test. */
	get session() {
		return { cookie: this.#cookie, browserId: this.#browserId };
	}

	/** Creates the owner of a new n8n, or logs in when there is one. */
	async enter({ email, password, firstName, lastName }) {
		const { userManagement } = await this.request('GET', '/settings');
		if (userManagement?.showSetupOnFirstLoad === false)
			return await this.logIn({ email, password });
		try {
			return await this.request('POST', '/owner/setup', { email, password, firstName, lastName });
		} catch (error) {
			if (error.status !== 400) throw error;
			return await this.logIn({ email, password });
		}
	}

	/** Logs in. */
	async logIn({ email, password }) {
		return await this.request('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** Descriptions of all node types that n8n has loaded. */
	async nodeTypes() {
		const response = await this.#fetch('/types/nodes.json', {});
		if (!response.ok) {
			throw new N8nRequestError('GET', '/types/nodes.json', response.status, await response.text());
		}
		return await response.json();
	}

	/** Tests a credential as its form does: `{ status: 'OK' | 'Error', message }`. */
	async testCredential({ id = '', name, type, data }) {
		return await this.request('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** Creates a credential, or changes the one of the same type and name. Returns `{ id, name }`. */
	async saveCredential({ name, type, data }) {
		const existing = await this.request('GET', '/credentials');
		const match = existing.find((entry) => entry.name === name && entry.type === type);
		const saved = match
			? await this.request('PATCH', `/credentials/${match.id}`, { name, type, data })
			: await this.request('POST', '/credentials', { name, type, data });
		return { id: saved.id, name: saved.name };
	}

	/** Creates a workflow, or puts the one with the same id back to this state. Returns it. */
	async saveWorkflow(workflow) {
		if (workflow.id && (await this.#workflowExists(workflow.id))) {
			const path = `/workflows/${workflow.id}`;
			const { isArchived } = await this.request('GET', path);
			if (isArchived) await this.request('POST', `${path}/unarchive`, {});
			return await this.request('PATCH', path, workflow);
		}
		return await this.request('POST', '/workflows', workflow);
	}

	/** Publishes a workflow and waits until its triggers run. */
	async publish(workflow, timeoutMs = 30_000) {
		const path = `/workflows/${workflow.id}`;
		await this.request('POST', `${path}/activate`, { versionId: workflow.versionId });
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, triggers = [] } = await this.request('GET', `${path}/publication-status`);
			if (status === 'published' && triggers.every((entry) => entry.status === 'activated')) return;
			if (Date.now() > deadline) {
				throw new Error(`Workflow "${workflow.name}" is not published yet: ${status}`);
			}
			await sleep(POLL_MS);
		}
	}

	/** Ends what `publish` began. */
	async unpublish(workflow) {
		await this.request('POST', `/workflows/${workflow.id}/deactivate`, {});
	}

	/** Runs a workflow from one of its triggers. Returns the execution's id. */
	async runWorkflow(workflowId, triggerName) {
		const { executionId } = await this.request('POST', `/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: triggerName },
		});
		return executionId;
	}

	/**
	 * Waits for the end of an execution.
	 * @returns {Promise<{ id: string, status: string, error: string | undefined, runData: object }>}
	 */
	async waitForExecution(executionId, timeoutMs = 300_000) {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const execution = await this.#pollExecution(executionId);
			if (execution && !UNFINISHED.has(execution.status)) return readExecution(execution);
			await sleep(POLL_MS);
		}
		throw new Error(`Execution ${executionId} has not ended after ${timeoutMs / 1_000} seconds`);
	}

	/** An execution as it is now: one that waits for a page of a form to be opened never ends by itself. */
	async execution(executionId) {
		return readExecution(await this.request('GET', `/executions/${executionId}`));
	}

	/** Executions of a workflow, newest first. */
	async listExecutions(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.request('GET', `/executions?filter=${filter}`);
		return results;
	}

	async #pollExecution(executionId) {
		try {
			return await this.request('GET', `/executions/${executionId}`);
		} catch (error) {
			// A long run can keep n8n from answering: ask again. An answer that is an error is final.
			if (error instanceof N8nRequestError) throw error;
			return undefined;
		}
	}

	async #workflowExists(id) {
		return (await this.request('GET', `/workflows/${id}/exists`)).exists;
	}

	async #fetch(path, { headers, ...init }) {
		return await fetch(`${this.baseUrl}${path}`, {
			...init,
			headers: { ...headers, cookie: this.#cookie, 'browser-id': this.#browserId },
		});
	}
}

function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function readExecution(execution) {
	// n8n sends the data of an execution in the format of the module "flatted".
	const fromN8n = createRequire(join(PLAYGROUND, 'node_modules', 'n8n', 'package.json'));
	const data = fromN8n('flatted').parse(execution.data);
	const { error, runData = {} } = data.resultData ?? {};
	return {
		id: String(execution.id),
		status: execution.status,
		error: describeError(execution, error),
		runData,
		data,
	};
}

function describeError({ status }, error) {
	if (status === 'success') return undefined;
	if (!error) return `The execution ended with the status "${status}"`;
	const place = error.node?.name ? `"${error.node.name}": ` : '';
	return [`${place}${error.message}`, error.description].filter(Boolean).join('\n');
}

/** The output items of a node in a finished execution. */
export function outputItems(execution, nodeName) {
	const runs = execution.runData[nodeName] ?? [];
	return runs.flatMap((entry) => entry.data?.main?.[0] ?? []);
}
