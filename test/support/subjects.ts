import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Arrival } from '../stand-ins/common/page';
import type { Interceptor, RecordedRequest } from '../stand-ins/common/server';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import { leadId } from '../stand-ins/leadsquared';
import type { SharpSpringStandIn } from '../stand-ins/sharpspring';
import { accountId, FIELD } from '../stand-ins/sharpspring';
import type { Account, Differences } from './account';
import { useAccounts } from './account';
import { LeadSquaredAccount, rows } from './leadSquared';
import type { RunResult } from './run';
import { by, row, SharpSpringAccount, toAccounts } from './sharpSpring';

/** A part of the job that is a request of its own. */
export type Step = 'lookup' | 'upload' | 'attach';

/** The same job in both nodes: find a record, send a file, attach it to the record. */
interface Job {
	/** As the service is called in messages. */
	name: string;
	/** The requests that the job is made of, in their order. */
	steps: Partial<Record<Step, RegExp>>;
	/** Calls that the documentation allows in a window. */
	limit: { calls: number; windowMs: number };
	/** Fields of the credential that lead to another host. */
	hosts: (origin: string) => IDataObject;
	/** An item for the record with this number. */
	item: (number: number, data: IBinaryData, more?: IDataObject) => INodeExecutionData;
	/** The files of these binary fields go into the fields of the record, one each. */
	parameters: (binaryFields: string[], options: IDataObject) => IDataObject;
	/** How an arrival names the record with this number. */
	record: (number: number) => string;
}

/** An account, and the job that is done there. */
export interface Subject<Crm extends AnyStandIn = AnyStandIn> extends Job {
	account: Account<Crm>;
	readonly crm: Crm;
	run: (items: INodeExecutionData[], differences?: Changes) => Promise<RunResult>;
}

type AnyStandIn = LeadSquaredStandIn | SharpSpringStandIn;

/** What differs from a plain run. */
export type Changes = Differences & {
	options?: IDataObject;
	/** Binary fields whose files go into the fields of the record, one each. */
	binaryFields?: string[];
};

function subjectOf<Crm extends AnyStandIn>(account: Account<Crm>, job: Job): Subject<Crm> {
	return {
		...job,
		account,
		get crm() {
			return account.crm;
		},
		run: async (items, { options = {}, binaryFields = ['data'], ...differences } = {}) =>
			await account.run(job.parameters(binaryFields, options), items, differences),
	};
}

/** LeadSquared: find a lead by its e-mail address, upload, update the lead. */
export const leadSquared = subjectOf(new LeadSquaredAccount(), {
	name: 'LeadSquared',
	steps: {
		lookup: /\/Leads\.GetByEmailaddress$/,
		upload: /^\/File\/Upload$/,
		attach: /\/Lead\.Update$/,
	},
	limit: { calls: 10, windowMs: 5000 },
	hosts: (origin) => ({ apiUrl: origin, fileUploadUrl: `${origin}/File/Upload` }),
	item: (number, data, more = {}) => ({
		json: { record: `lead${number + 4}@example.com`, ...more },
		binary: { data },
	}),
	parameters: (binaryFields, options) => ({
		resource: 'lead',
		operation: 'attachFile',
		leadId: by('email', '={{ $json.record }}'),
		entitySchemaName: by('name', 'mx_KYC'),
		files: rows(
			...binaryFields.map((field, index): [string, string] => [
				field,
				`mx_CustomObject_${index + 1}`,
			]),
		),
		options,
	}),
	record: (number) => `Lead ${leadId(number + 4)}`,
});

/** SharpSpring: make sure that an account exists, upload a file to it. */
export const sharpSpring = subjectOf(new SharpSpringAccount(), {
	name: 'SharpSpring',
	steps: { lookup: /^\/pubapi\/v1\.2\/$/, upload: /\/uploadFiles$/ },
	limit: { calls: 10, windowMs: 1000 },
	hosts: (origin) => ({ baseUrl: origin }),
	item: (number, data, more = {}) => ({
		json: { record: accountId(number), ...more },
		binary: { data },
	}),
	parameters: (binaryFields, options) => ({
		...toAccounts(
			// What these tests are about is the way there.
			{ confirm: false, ...options },
			binaryFields.map((field) => row(FIELD.accountTerms, field)),
		),
		accountId: by('id', '={{ $json.record }}'),
	}),
	record: (number) => `Account ${accountId(number)}`,
});

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
	useAccounts(subjects.map(({ account }) => account));
}
