import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runNode } from '../shared/execution/runNode';
import type { Operation } from './resources/operation';
import * as account from './resources/account';
import * as lead from './resources/lead';
import * as opportunity from './resources/opportunity';
import * as product from './resources/product';
import { SharpSpringClient } from './transport/client';

/** Resources and their operations: one that is named here but not there does not compile. */
interface Operations {
	account: Record<'attachFile', Operation>;
	lead: Record<'attachFile', Operation>;
	opportunity: Record<'attachFile', Operation>;
	product: Record<'uploadImage', Operation>;
}

const operations: Operations = { account, lead, opportunity, product };

/** Runs the chosen operation for all items. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = this.getNodeParameter('resource', 0) as keyof Operations;
	const name = this.getNodeParameter('operation', 0) as string;
	const operation = (operations[resource] as Record<string, Operation>)[name];
	return await runNode(this, async (options, stopOnError) => {
		const client = await SharpSpringClient.create(this, options);
		return await operation.execute({ context: this, client, options, stopOnError });
	});
}
