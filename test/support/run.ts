import './regularExpressions';
import './environment';
import { WorkflowExecute } from 'n8n-core';
import type {
	ExecutionError,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IRunExecutionData,
	IWorkflowSettings,
	NodeExecutionHint,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { binaryDataService } from './binaries';
import type { SavedCredential } from './host';
import { credentialOf, hostData, nodeOnCanvas, nodeTypesOf } from './host';

/** A workflow of two nodes: one that gives out the items, and the one to be tested. */
export interface RunOptions {
	node: INodeType;
	/** The name of the package, a dot, and that of the node. */
	typeName: string;
	parameters: IDataObject;
	items: INodeExecutionData[];
	credential?: SavedCredential;
	onError?: INode['onError'];
	/** Tries in all; n8n's "Retry On Fail". */
	tries?: number;
	settings?: IWorkflowSettings;
	/** Cancels the execution, as the stop button does. */
	signal?: AbortSignal;
}

/** What became of the workflow. */
export interface RunResult {
	/** Items at the node's output. */
	output: INodeExecutionData[];
	/** Items at its error output ("Continue (using error output)"). */
	errorOutput: INodeExecutionData[];
	/** What stopped the workflow. */
	error?: ExecutionError;
	/** What is shown above the output. */
	hints: NodeExecutionHint[];
	ms: number;
	run: IRun;
}

/** Runs a node in a real execution of n8n-core. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	await binaryDataService();
	const workflow = toWorkflow(options);
	const started = performance.now();
	const execution = new WorkflowExecute(
		hostData(options.credential),
		'manual',
		atStart(workflow),
	).processRunExecutionData(workflow);
	const cancel = () => execution.cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	const run = await execution;
	options.signal?.removeEventListener('abort', cancel);
	const tested = run.data.resultData.runData.Tested?.at(-1);
	const outputs = tested?.data?.main;
	return {
		output: outputs?.[0] ?? [],
		errorOutput: outputs?.[1] ?? [],
		error: run.data.resultData.error,
		hints: tested?.hints ?? [],
		ms: performance.now() - started,
		run,
	};
}

function toWorkflow({ node, typeName, items, settings = {}, ...options }: RunOptions): Workflow {
	const onCanvas = nodeOnCanvas('Tested', typeName, {
		parameters: options.parameters as INodeParameters,
		...credentialOf(options.credential),
		...(options.onError ? { onError: options.onError } : {}),
		...(options.tries ? { retryOnFail: true, maxTries: options.tries, waitBetweenTries: 0 } : {}),
	});
	return new Workflow({
		id: 'workflow',
		nodes: [nodeOnCanvas('Feed', 'feed'), onCanvas],
		connections: {
			Feed: { main: [[{ node: 'Tested', type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		active: false,
		nodeTypes: nodeTypesOf({ feed: feed(items), [typeName]: node }),
		settings,
	});
}

function feed(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Feed',
			name: 'feed',
			group: ['trigger'],
			version: 1,
			description: '',
			defaults: { name: 'Feed' },
			inputs: [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute: async () => [items],
	};
}

function atStart(workflow: Workflow): IRunExecutionData {
	return createRunExecutionData({
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [
				{ node: workflow.nodes.Feed, data: { main: [[{ json: {} }]] }, source: null },
			],
		},
	});
}
