import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { UpdateForm } from '../../nodes/LeadSquared/transport/accountMemory';
import { forgetAccounts, memoryOf } from '../../nodes/LeadSquared/transport/accountMemory';
import { profile } from '../../nodes/LeadSquared/transport/client';
import { accountIn } from '../../nodes/shared/http/connect';
import type { RecordedRequest } from '../stand-ins/common/server';
import { sendJson } from '../stand-ins/common/server';
import type { LeadSquaredStandIn } from '../stand-ins/leadsquared';
import { startLeadSquared } from '../stand-ins/leadsquared';
import { leadSquaredCredential, leadSquaredNode } from '../support/leadSquared';
import type { OpenNode, RunOptions, RunResult, SavedCredential } from '../support/n8n';
import { onDisk, runNode } from '../support/n8n';
import { noLimit, useFreshAccounts } from '../support/node';

/** The node's type as n8n knows it. */
export const { typeName } = leadSquaredNode();

type Settings = Partial<Omit<RunOptions, 'parameters' | 'items'>>;

/** An account at the stand-in, and the node that works with it. */
export class Account {
	crm!: LeadSquaredStandIn;

	/** The number of calls in the credential. */
	callsPerWindow = noLimit;

	/** A credential for the stand-in's hosts. */
	get credential(): SavedCredential {
		return leadSquaredCredential(this.crm, { callsPerWindow: this.callsPerWindow });
	}

	/** Runs the node in n8n-core, with one file named a.pdf unless told otherwise. */
	async run(
		parameters: IDataObject,
		items?: INodeExecutionData[],
		settings: Settings = {},
	): Promise<RunResult> {
		return await runNode({
			...leadSquaredNode(),
			parameters,
			items: items ?? [await itemWith({ data: 'a.pdf' })],
			credential: this.credential,
			...settings,
		});
	}

	/** Runs the node, which must succeed; @returns the JSON of its items. */
	async outputOf(
		parameters: IDataObject,
		items?: INodeExecutionData[],
		settings?: Settings,
	): Promise<IDataObject[]> {
		const { output, error } = await this.run(parameters, items, settings);
		if (error) throw error;
		return output.map(({ json }) => json);
	}

	/** The node as it lies open in the editor. */
	open(parameters: IDataObject): OpenNode {
		return { ...leadSquaredNode(), parameters, credential: this.credential };
	}

	/** What has been found out about how leads are updated here, in earlier executions. */
	knowsForm(form: UpdateForm | undefined): void {
		memoryOf(accountIn(this.credential.data, profile).id).updateForm = form;
	}

	/** Requests so far, by the end of their paths, e.g. `Lead.Update`. */
	calls(): string[] {
		return this.crm.requests.map(({ path }) => path.replace(/^\/(v2\/\w+\.svc\/)?/, ''));
	}

	/** The requests to one path. */
	requestsTo(call: string): RecordedRequest[] {
		return this.crm.requests.filter(({ path }) => path.endsWith(`/${call}`));
	}

	/** The JSON that was sent to one path last. */
	bodyOf(call: string): unknown {
		return this.requestsTo(call).at(-1)?.body;
	}

	/** Uploads that arrived: the text parts besides those that are always the same. */
	targets(): Array<Record<string, string>> {
		const constant = ['FileStorageType', 'EnableResize', 'StorageVersion'];
		return this.crm.uploads.map(({ fields }) =>
			Object.fromEntries(Object.entries(fields).filter(([name]) => !constant.includes(name))),
		);
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

/** An account for the tests of a file: seeded records and empty logs before each of them. */
export function testAccount(): Account {
	const account = new Account();
	useFreshAccounts();
	beforeAll(async () => {
		account.crm = await startLeadSquared();
	});
	beforeEach(() => {
		account.crm.reset();
		forgetAccounts();
		account.knowsForm('flattened');
	});
	afterAll(async () => await account.crm.close());
	return account;
}

/** What an error says about files in the account: name and link, e.g. `a.pdf at http`. */
export function notAttached(files: string): RegExp {
	const text = files.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	// Only some failures leave no doubt that the file is not where it belongs.
	return new RegExp(`Uploaded to the account, but not attached( as far as is known)?: ${text}`);
}

/** A stored file's link as a browser opens it: nothing of the name reads as a query or a fragment. */
export function openable(link: string): string {
	const name = link.split('/').at(-1) ?? '';
	return `${encodeURI(link.slice(0, link.length - name.length))}${encodeURIComponent(name)}`;
}

/** A standard envelope of a failure. */
export const envelope = (ExceptionMessage: string, ExceptionType = 'MXInvalidInputException') => ({
	Status: 'Error',
	ExceptionType,
	ExceptionMessage,
});

/** The value of a parameter with several ways to choose. */
export const by = (mode: string, value: string) => ({ __rl: true, mode, value });

/** Rows of binary field and file field. */
export function rows(...pairs: Array<[binaryField: string, fileField: string]>): IDataObject {
	return {
		values: pairs.map(([binaryPropertyName, fileField]) => ({
			binaryPropertyName,
			schemaName: by('name', fileField),
		})),
	};
}

/** An item with files: the names of binary fields and of their files; the content is the name. */
export async function itemWith(
	files: Record<string, string>,
	json: IDataObject = {},
): Promise<INodeExecutionData> {
	const binary: Record<string, IBinaryData> = {};
	for (const [field, fileName] of Object.entries(files)) {
		binary[field] = await onDisk(`content of ${fileName}`, { fileName });
	}
	return { json, binary };
}
