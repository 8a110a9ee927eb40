import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { NothingToSend, toNodeError } from '../errors';
import type { RequestOptions } from '../parameters/requestOptions';
import { readRequestOptions } from '../parameters/requestOptions';
import type { Operation, Run } from './operation';
import { toOutput } from './output';
import type { ItemResult } from './pool';
import { runPool } from './pool';

/** Operations by resource and name. */
type Operations<Client> = Record<string, Record<string, Operation<Client>>>;

/** How a node's requests are made. */
export interface Service<Client> {
	/** @param stop aborted when nothing new shall be begun */
	connect: (
		context: IExecuteFunctions,
		options: RequestOptions,
		stop: AbortSignal,
	) => Promise<Client>;
	/** The client for the calls of one item, so that items which have begun are finished first. */
	forItem?: (client: Client, itemIndex: number) => Client;
	/** Told of every item that {@link forItem} was asked for, whatever became of it. */
	endItem?: (client: Client, itemIndex: number) => void;
	/** What to say above the output about calls that had to wait, if there is anything. */
	heldBack?: (client: Client) => string | undefined;
}

/** The `execute` of a node: runs the chosen operation for every item. */
export function createRouter<Client>(
	operations: Operations<Client>,
	service: Service<Client>,
): (this: IExecuteFunctions) => Promise<INodeExecutionData[][]> {
	return async function () {
		const stopOnError = !this.continueOnFail();
		try {
			const operation = chosenOperation(this, operations);
			const options = readRequestOptions(this);
			const stop = new AbortController();
			const client = await service.connect(this, options, stop.signal);
			const run: Run<Client> = { context: this, client, options, stopOnError, stop };
			const results = operation.executeAll
				? await operation.executeAll(run)
				: await executeEach(run, operation, service);
			const output = toOutput(this, results);
			const message = service.heldBack?.(client);
			// Hosts before 1.78 have no such hints.
			if (message) this.addExecutionHints?.({ message, type: 'info', location: 'outputPane' });
			return [output];
		} catch (error) {
			if (stopOnError) throw toNodeError(this.getNode(), error);
			// n8n would hand all items on as if they were done.
			const failed = this.getInputData().map(() => ({ state: 'failed' as const, error }));
			return [toOutput(this, failed)];
		}
	};
}

function chosenOperation<Client>(
	context: IExecuteFunctions,
	operations: Operations<Client>,
): Operation<Client> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const ofResource = Object.hasOwn(operations, resource) ? operations[resource] : {};
	const operation = Object.hasOwn(ofResource, name) ? ofResource[name] : undefined;
	if (operation?.execute ?? operation?.executeAll) return operation as Operation<Client>;
	throw new NodeOperationError(
		context.getNode(),
		`The operation "${name}" is not known for the resource "${resource}"`,
		{ description: "Choose 'Resource' and 'Operation' from their lists." },
	);
}

async function executeEach<Client>(
	run: Run<Client>,
	{ execute }: Operation<Client>,
	{ forItem, endItem }: Service<Client>,
): Promise<Array<ItemResult<INodeExecutionData[]>>> {
	const { context, client, options, stopOnError, stop } = run;
	const items = context.getInputData();
	const pace = { parallel: options.parallelRequests, stopOnError, stop };
	return await runPool(items.length, pace, async (itemIndex) => {
		// Before anything is waited for, and so in the order of the items.
		const ofItem = forItem?.(client, itemIndex) ?? client;
		const done = (execute as NonNullable<typeof execute>)({ ...run, client: ofItem }, itemIndex);
		return await done
			.catch((error: unknown) => {
				if (error instanceof NothingToSend) return [items[itemIndex]];
				throw error;
			})
			.finally(() => endItem?.(ofItem, itemIndex));
	});
}
