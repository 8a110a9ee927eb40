import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { memoryOf } from '../../nodes/LeadSquared/transport/accountMemory';
import { profile } from '../../nodes/LeadSquared/transport/client';
import { accountIn } from '../../nodes/shared/http/connect';
import type { Arrival } from '../stand-ins/common/page';
import type { Interceptor, RecordedRequest } from '../stand-ins/common/server';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import { leadId, startLeadSquared } from '../stand-ins/leadsquared';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { accountId, FIELD, startSharpSpring } from '../stand-ins/sharpspring';
import type { Differences } from '../support/nodes';
import { leadSquaredRun, sharpSpringRun, useFreshAccounts } from '../support/nodes';
import type { RunResult } from '../support/run';

/** A part of the job that is a request of its own. */
export type Step = 'lookup' | 'upload' | 'attach';

/** The same job in both nodes: find a record, send a file, attach it to the record. */
export interface Subject<StandIn = LeadSquaredStandIn | SharpSpringStandIn> {
	/** As it is called in messages. */
	name: string;
	crm: StandIn;
	/** The requests that the job is made of, in their order. */
	steps: Partial<Record<Step, RegExp>>;
	/** Calls that the documentation allows in a window. */
	limit: { calls: number; windowMs: number };
	/** Fields of the credential that lead to another host. */
	hosts: (origin: string) => IDataObject;
	start: () => Promise<void>;
	/** An item for the record with this number. */
	item: (number: number, data: IBinaryData, more?: IDataObject) => INodeExecutionData;
	run: (items: INodeExecutionData[], differences?: Changes) => Promise<RunResult>;
	/** How an arrival names the record with this number. */
	record: (number: number) => string;
}

/** What differs from a plain run. */
export type Changes = Differences & {
	options?: IDataObject;
	/** Binary fields whose files go into the fields of the record, one each. */
	binaryFields?: string[];
};

const named = (value: string) => ({ mode: 'name', value });

/** LeadSquared: find a lead by its e-mail address, upload, update the lead. */
export const leadSquared: Subject<LeadSquaredStandIn> = {
	name: 'LeadSquared',
	crm: undefined as never,
	steps: {
		lookup: /\/Leads\.GetByEmailaddress$/,
		upload: /^\/File\/Upload$/,
		attach: /\/Lead\.Update$/,
	},
	limit: { calls: 10, windowMs: 5000 },
	hosts: (origin) => ({ apiUrl: origin, fileUploadUrl: `${origin}/File/Upload` }),
	async start() {
		this.crm = await startLeadSquared();
	},
	item: (number, data, more = {}) => ({
		json: { record: `lead${number + 4}@example.com`, ...more },
		binary: { data },
	}),
	async run(items, { options = {}, binaryFields = ['data'], ...differences } = {}) {
		const parameters = {
			resource: 'lead',
			operation: 'attachFile',
			leadId: { mode: 'email', value: '={{ $json.record }}' },
			entitySchemaName: named('mx_KYC'),
			files: {
				values: binaryFields.map((binaryPropertyName, index) => ({
					binaryPropertyName,
					schemaName: named(`mx_CustomObject_${index + 1}`),
				})),
			},
			options,
		};
		return await leadSquaredRun(() => this.crm)(parameters, items, differences);
	},
	record: (number) => `Lead ${leadId(number + 4)}`,
};

/** SharpSpring: make sure that an account exists, upload a file to it. */
export const sharpSpring: Subject<SharpSpringStandIn> = {
	name: 'SharpSpring',
	crm: undefined as never,
	steps: { lookup: /^\/pubapi\/v1\.2\/$/, upload: /\/uploadFiles$/ },
	limit: { calls: 10, windowMs: 1000 },
	hosts: (origin) => ({ baseUrl: origin }),
	async start() {
		this.crm = await startSharpSpring();
	},
	item: (number, data, more = {}) => ({
		json: { record: accountId(number), ...more },
		binary: { data },
	}),
	async run(items, { options = {}, binaryFields = ['data'], ...differences } = {}) {
		const parameters = {
			resource: 'account',
			operation: 'attachFile',
			accountId: { mode: 'id', value: '={{ $json.record }}' },
			files: {
				values: binaryFields.map((binaryPropertyName) => ({
					binaryPropertyName,
					fieldSystemName: named(FIELD.accountTerms),
				})),
			},
			// What the tests of this folder are about is the way there.
			options: { confirm: false, ...options },
		};
		return await sharpSpringRun(() => this.crm)(parameters, items, differences);
	},
	record: (number) => `Account ${accountId(number)}`,
};

export const subjects: Subject[] = [leadSquared, sharpSpring];

/** Each node with each of its steps: rows for a table. */
export const everyStep = subjects.flatMap((subject) =>
	(Object.keys(subject.steps) as Step[]).map((step) => [subject.name, step, subject] as const),
);

/** Each node: rows for a table. */
export const both = subjects.map((subject) => [subject.name, subject] as const);

/** Puts something in the way of the requests of one step; `count` starts at 1. */
export function atStep(
	{ steps, crm }: Subject,
	step: Step,
	act: (count: number, ...request: Parameters<Interceptor>) => boolean | Promise<boolean>,
): void {
	let count = 0;
	crm.intercept = (request, response, url) =>
		steps[step]?.test(url.pathname) ? act(++count, request, response, url) : false;
}

/** The requests that were made, by their steps. */
export function stepsOf({ steps, crm }: Subject): Step[] {
	return crm.requests.map(({ path }) => stepOf(steps, path));
}

/** The requests of one step. */
export function requestsOf({ steps, crm }: Subject, step: Step): RecordedRequest[] {
	return crm.requests.filter(({ path }) => stepOf(steps, path) === step);
}

function stepOf(steps: Subject['steps'], path: string): Step {
	const found = Object.entries(steps).find(([, pattern]) => pattern.test(path));
	if (!found) throw new Error(`No step asks for ${path}`);
	return found[0] as Step;
}

/** Files that are attached to the record with this number. */
export function attachedTo({ crm, record }: Subject, number: number): Arrival[] {
	return crm.arrivals().filter((arrival) => arrival.attached && arrival.record === record(number));
}

/** Starts both services before all tests of a file, and puts them back before each. */
export function useSubjects(): void {
	useFreshAccounts();
	beforeAll(async () => {
		for (const subject of subjects) await subject.start();
	});
	beforeEach(() => {
		subjects.forEach(({ crm }) => crm.reset());
		// The first update of an account would be looked at, to see which form it takes.
		const { apiUrl, keys } = leadSquared.crm;
		const credential = { region: 'custom', apiUrl, ...keys };
		memoryOf(accountIn(credential, profile).id).updateForm = 'flattened';
	});
	afterAll(async () => {
		for (const { crm } of subjects) await crm.close();
	});
}
