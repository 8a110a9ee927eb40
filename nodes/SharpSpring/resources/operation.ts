import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { RequestOptions } from '../../shared/parameters/requestOptions';
import type { ItemResult } from '../../shared/execution/runNode';
import type { SharpSpringClient } from '../transport/client';

/** What an operation runs with. */
export interface Run {
	context: IExecuteFunctions;
	client: SharpSpringClient;
	options: RequestOptions;
	/** Whether nothing new shall be begun after the first failure. */
	stopOnError: boolean;
}

/** One operation: its parameters in the editor, and what it does with all items. */
export interface Operation {
	description: INodeProperties[];
	/** All items at once, because files of several items may share a request. */
	execute: (run: Run) => Promise<Array<ItemResult<INodeExecutionData[]>>>;
}
