import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { RequestOptions } from '../parameters/requestOptions';
import type { ItemResult } from './pool';

/** What an operation runs with. */
export interface Run<Client> {
	context: IExecuteFunctions;
	client: Client;
	options: RequestOptions;
	/** Whether nothing new shall be begun after the first failure. */
	stopOnError: boolean;
	/** Aborted at that failure; to be handed to every pool of the run. */
	stop: AbortController;
}

/** One operation: its parameters in the editor, and what it does. */
export interface Operation<Client> {
	description: INodeProperties[];
	/** @returns the item's output, not yet linked to it */
	execute?: (run: Run<Client>, itemIndex: number) => Promise<INodeExecutionData[]>;
	/** In place of `execute` where files of several items share a request: all items at once. */
	executeAll?: (run: Run<Client>) => Promise<Array<ItemResult<INodeExecutionData[]>>>;
}
