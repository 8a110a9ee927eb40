import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	IWorkflowSettings,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runNode } from './run';

/** A credential that adds nothing to a request. */
export class PlainApi implements ICredentialType {
	name = 'plainApi';

	displayName = 'Plain API';

	properties: INodeProperties[] = [];

	authenticate: ICredentialType['authenticate'] = async (_, request) =>
		this.authenticateRequest(request);

	/** For tests in which this goes wrong. */
	authenticateRequest(request: IHttpRequestOptions): IHttpRequestOptions {
		return request;
	}
}

/** What surrounds the code under test. */
export interface Surroundings {
	items?: INodeExecutionData[];
	parameters?: IDataObject;
	/** Of the node; n8n drops parameters that are not among them, or not shown. */
	properties?: INodeProperties[];
	settings?: IWorkflowSettings;
	signal?: AbortSignal;
}

/**
 * Runs code as a node's `execute`, with the functions of real n8n-core.
 *
 * @returns what the code returns; throws what it throws
 */
export async function inNode<T>(
	{ items = [{ json: {} }], parameters = {}, properties = [], settings, signal }: Surroundings,
	code: (context: IExecuteFunctions) => Promise<T>,
): Promise<T> {
	let outcome: { value: T } | { error: unknown } | undefined;
	const node: INodeType = {
		description: {
			displayName: 'Code',
			name: 'code',
			group: ['output'],
			version: 1,
			description: '',
			defaults: { name: 'Code' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'plainApi', required: true }],
			properties,
		},
		async execute() {
			outcome = await code(this).then(
				(value) => ({ value }),
				(error: unknown) => ({ error }),
			);
			return [[]];
		},
	};
	const credential = { type: new PlainApi(), data: {} };
	const run = { node, typeName: 'code', parameters, items, settings, signal, credential };
	const { error } = await runNode(run);
	if (!outcome) throw error ?? new Error('The code was not run');
	if ('error' in outcome) throw outcome.error;
	return outcome.value;
}
