import { createRouter } from '../shared/execution/router';
import * as account from './resources/account';
import * as lead from './resources/lead';
import type { ItemOperation, Operation } from './resources/operation';
import * as opportunity from './resources/opportunity';
import * as product from './resources/product';
import { SharpSpringClient } from './transport/client';

type RecordOperations = Record<'attachFile', Operation> & Record<'getFiles', ItemOperation>;

/** Resources and their operations: one that is named here but not there does not compile. */
interface Operations {
	account: RecordOperations;
	lead: RecordOperations;
	opportunity: RecordOperations;
	product: Record<'uploadImage', Operation>;
}

const operations: Operations = { account, lead, opportunity, product };

/** Runs the chosen operation for all items. */
export const router = createRouter<SharpSpringClient>(
	{ ...operations },
	{
		connect: async (context, options, stop) =>
			await SharpSpringClient.create(context, options, stop),
		forItem: (client, itemIndex) => client.forItem(itemIndex),
		heldBack: (client) => client.heldBack(),
	},
);
