import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nClient, startN8n } from '../../playground/n8n.mjs';
import { installPackage } from '../../playground/package.mjs';
import { freePort, PlaygroundError } from '../../playground/processes.mjs';
import { standInCredentials } from '../../playground/stand-ins.mjs';
import { manualTrigger, readFiles, workflow } from '../../test/e2e/lib/workflows.mjs';
import { WORK } from './paths.mjs';

const OWNER = {
	email: 'bench@example.com',
	password: 'Benchmark1',
	firstName: 'Ben',
	lastName: 'Chmark',
};

const RUN_WITHIN_MS = 15 * 60_000;

/** A user folder with the packed package in it, for any number of n8n processes, one after the other. */
export class Stage {
	static async create({ host, tarball }, name, { env } = {}) {
		const folder = join(WORK, 'stages', name);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(join(folder, 'files'), { recursive: true });
		const stage = new Stage(host, realpathSync(folder), env);
		stage.installed = await installPackage({
			tarball,
			userFolder: stage.userFolder,
			logFile: join(folder, 'install.log'),
		});
		return stage;
	}

	constructor(host, folder, env) {
		this.host = host;
		this.env = env;
		this.folder = folder;
		this.userFolder = join(folder, 'n8n');
		/** The only folder that workflows may read from. */
		this.filesFolder = join(folder, 'files');
	}

	/** Where n8n has put the package. */
	get packageFolder() {
		return join(this.userFolder, '.n8n', 'nodes', 'node_modules', this.installed.name);
	}

	/** Starts n8n with credentials for these services, by default without a limit of calls. */
	async start(services, callsPerWindow = 100_000) {
		this.n8n = await startN8n({
			host: this.host,
			userFolder: this.userFolder,
			filesFolder: this.filesFolder,
			port: await freePort(),
			logFile: join(this.folder, 'n8n.log'),
			env: this.env,
		});
		this.client = new N8nClient(this.n8n.baseUrl);
		await this.client.enter(OWNER);
		this.credentials = {};
		for (const credential of standInCredentials(services, callsPerWindow)) {
			this.credentials[credential.type] = await this.client.saveCredential(credential);
		}
	}

	/**
	 * Reads the files that the pattern selects, and hands them to each of the nodes, one after the other,
	 * unless a node says that it comes after another. What is `between` comes before all of them.
	 *
	 * @returns {Promise<{ ms: (nodeName: string) => number, items: (nodeName: string) => object[], error?: string }>}
	 */
	async run(pattern, nodes, { mayFail = false, between } = {}) {
		const before = [between ?? []].flat();
		const last = before.at(-1)?.name ?? 'Read Files';
		const saved = await this.client.saveWorkflow(
			workflow(`Bench ${Date.now()}`, [
				manualTrigger(),
				readFiles(pattern),
				...before,
				...nodes.map((node) => ({ after: last, ...node })),
			]),
		);
		const id = await this.client.runWorkflow(saved.id, 'Start');
		const { error, runData } = await this.client.waitForExecution(id, RUN_WITHIN_MS);
		// Each run leaves a copy of all files. Nothing else may stand still meanwhile: connections that
		// n8n closes have to be noticed.
		await rm(join(this.userFolder, '.n8n', 'storage'), { recursive: true, force: true });
		if (error && !mayFail) throw new PlaygroundError(`The workflow failed: ${error}`);
		return {
			error,
			ms: (name) => runData[name][0].executionTime,
			items: (name) => runData[name]?.[0].data?.main?.[0] ?? [],
		};
	}

	async stop() {
		await this.n8n?.stop();
	}

	/** Ends n8n and removes everything. */
	async end() {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
