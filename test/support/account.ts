import type {
	ICredentialType,
	IDataObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { limiters } from '../../nodes/shared/http/accounts';
import type { Arrival } from '../stand-ins/common/page';
import type { Interceptor, RecordedRequest } from '../stand-ins/common/server';
import { sendJson } from '../stand-ins/common/server';
import type { OpenNode } from './editor';
import { testCredential } from './editor';
import type { SavedCredential } from './host';
import { itemWith } from './items';
import type { RunOptions, RunResult } from './run';
import { runNode } from './run';

/** What the stand-ins of both services have. */
export interface StandIn {
	requests: RecordedRequest[];
	intercept?: Interceptor;
	arrivals(): Arrival[];
	connections(): { open: number; total: number };
	reset(): void;
	close(): Promise<void>;
}

/** All that differs between the services. */
export interface Service<Crm extends StandIn> {
	node: new () => INodeType;
	/** Of the package's name, a dot, and this. */
	nodeName: string;
	credential: new () => ICredentialType;
	start: () => Promise<Crm>;
	/** Fields of a credential that leads to the stand-in. */
	access(crm: Crm): IDataObject;
}

/** What differs from a plain run; `credentialData` changes single fields of the credential. */
export type Differences = Partial<RunOptions> & { credentialData?: IDataObject };

/** Tests of one file share an account: only those of the pace wait for it. */
const noLimit = 100_000;

/** An account at a stand-in, and the node that works with it. */
export class Account<Crm extends StandIn = StandIn> {
	crm!: Crm;

	/** The number of calls in the credential. */
	callsPerWindow = noLimit;

	constructor(private readonly service: Service<Crm>) {}

	/** The node's type as n8n knows it. */
	get typeName(): string {
		return `n8n-nodes-leadsquared-sharpspring.${this.service.nodeName}`;
	}

	/** Starts the stand-in. */
	async start(): Promise<void> {
		this.crm = await this.service.start();
	}

	/** Seeded records, empty logs, and an account of which nobody has made any use. */
	reset(): void {
		this.crm.reset();
		limiters.clear();
	}

	/** The node, as a workflow holds it. */
	node(): Pick<RunOptions, 'node' | 'typeName'> {
		const { node: Node } = this.service;
		return { node: new Node(), typeName: this.typeName };
	}

	/** A credential for the stand-in. */
	credential(data: IDataObject = {}): SavedCredential {
		const { credential: Type, access } = this.service;
		const { callsPerWindow } = this;
		return { type: new Type(), data: { ...access(this.crm), callsPerWindow, ...data } };
	}

	/** Runs the node in n8n-core, with one file named a.pdf unless told otherwise. */
	async run(
		parameters: IDataObject,
		items?: INodeExecutionData[],
		{ credentialData, ...differences }: Differences = {},
	): Promise<RunResult> {
		return await runNode({
			...this.node(),
			parameters,
			items: items ?? [await itemWith('a.pdf')],
			credential: this.credential(credentialData),
			...differences,
		});
	}

	/** Runs the node, which must succeed; @returns the JSON of its items. */
	async outputOf(
		parameters: IDataObject,
		items?: INodeExecutionData[],
		differences?: Differences,
	): Promise<IDataObject[]> {
		const { output, error } = await this.run(parameters, items, differences);
		if (error) throw error;
		return output.map(({ json }) => json);
	}

	/** The node as it lies open in the editor. */
	open(parameters: IDataObject, credentialData?: IDataObject): OpenNode {
		return { ...this.node(), parameters, credential: this.credential(credentialData) };
	}

	/** Presses "Retry" in the credential dialog. */
	async test(data?: IDataObject): Promise<INodeCredentialTestResult> {
		return await testCredential(this.node().node, this.credential(data));
	}

	/** The requests to one path, by its end. */
	requestsTo(call: string): RecordedRequest[] {
		return this.crm.requests.filter(({ path }) => path.endsWith(`/${call}`));
	}

	/** The JSON that was sent to one path last. */
	bodyOf(call: string): unknown {
		return this.requestsTo(call).at(-1)?.body;
	}

	/** Answers one call with this JSON instead of carrying it out, from the `from`-th request on. */
	answer(call: string, status: number, body: unknown, from = 1): void {
		let count = 0;
		this.crm.intercept = (request, response, url) => {
			if (!url.pathname.endsWith(`/${call}`) || ++count < from) return false;
			request.resume().on('end', () => sendJson(response, status, body));
			return true;
		};
	}

	/** Watches how many requests to one path are under way at the same time. */
	watch(call: string): { most: number } {
		const seen = { most: 0 };
		let now = 0;
		this.crm.intercept = (_, response, { pathname }) => {
			if (!pathname.endsWith(`/${call}`)) return false;
			seen.most = Math.max(seen.most, ++now);
			response.once('finish', () => now--);
			return false;
		};
		return seen;
	}

	/** Breaks the connection on one call, after `carryOut` has done what the call was to do. */
	breakOff(call: string, carryOut: () => void = () => {}): void {
		this.crm.intercept = (request, _, url) => {
			if (!url.pathname.endsWith(`/${call}`)) return false;
			request.resume().on('end', () => {
				carryOut();
				request.socket.resetAndDestroy();
			});
			return true;
		};
	}
}

/** Starts the accounts' stand-ins for all tests of a file, and resets them before each. */
export function useAccounts(accounts: Account[]): void {
	beforeAll(async () => await Promise.all(accounts.map(async (account) => await account.start())));
	beforeEach(() => accounts.forEach((account) => account.reset()));
	afterAll(async () => await Promise.all(accounts.map(async ({ crm }) => await crm.close())));
}
