import { createRouter } from '../shared/execution/router';
import * as activity from './resources/activity';
import * as file from './resources/file';
import * as lead from './resources/lead';
import type { Operation } from './resources/operation';
import * as opportunity from './resources/opportunity';
import { LeadSquaredClient } from './transport/client';

/** Resources and their operations: one that is named here but not there does not compile. */
interface Operations {
	activity: Record<'attachFile' | 'createWithFile' | 'getFiles', Operation>;
	file: Record<'upload', Operation>;
	lead: Record<'addNoteWithFile' | 'attachFile' | 'getFiles', Operation>;
	opportunity: Record<'attachFile' | 'captureWithFile' | 'getFiles', Operation>;
}

const operations: Operations = { activity, file, lead, opportunity };

/** Runs the chosen operation for every item. */
export const router = createRouter<LeadSquaredClient>(
	{ ...operations },
	{
		connect: async (context, options, stop) =>
			await LeadSquaredClient.create(context, options, stop),
		forItem: (client, itemIndex) => {
			client.execution.order.begin(itemIndex);
			return client.forItem(itemIndex);
		},
		endItem: ({ execution }, itemIndex) => execution.order.end(itemIndex),
		heldBack: (client) => client.heldBack(),
	},
);
