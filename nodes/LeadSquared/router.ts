import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { passesThrough } from '../shared/files/prepare';
import { runNode, runPool } from '../shared/execution/runNode';
import type { Operation } from './resources/operation';
import * as activity from './resources/activity';
import * as file from './resources/file';
import * as lead from './resources/lead';
import * as opportunity from './resources/opportunity';
import { LeadSquaredClient } from './transport/client';

/** Resources and their operations: one that is named here but not there does not compile. */
interface Operations {
	activity: Record<'attachFile' | 'createWithFile' | 'getFiles', Operation>;
	file: Record<'upload', Operation>;
	lead: Record<'addNoteWithFile' | 'attachFile', Operation>;
	opportunity: Record<'attachFile' | 'captureWithFile' | 'getFiles', Operation>;
}

const operations: Operations = { activity, file, lead, opportunity };

/** Runs the chosen operation for every item. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const resource = this.getNodeParameter('resource', 0) as keyof Operations;
	const name = this.getNodeParameter('operation', 0) as string;
	const operation = (operations[resource] as Record<string, Operation>)[name];
	return await runNode(this, async (options, stopOnError) => {
		const client = await LeadSquaredClient.create(this, options);
		const pace = { parallel: options.parallelRequests, stopOnError };
		return await runPool(items.length, pace, async (itemIndex) =>
			(await passesThrough(this, itemIndex))
				? [items[itemIndex]]
				: await operation.execute(this, itemIndex, client),
		);
	});
}
