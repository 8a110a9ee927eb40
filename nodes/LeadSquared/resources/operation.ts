import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Operation as SharedOperation } from '../../shared/execution/operation';
import type { LeadSquaredClient } from '../transport/client';

/** An operation of this node; it works on one item at a time. */
export type Operation = Required<
	Pick<SharedOperation<LeadSquaredClient>, 'description' | 'execute'>
>;

/** Whether the user wants LeadSquared's answers as they came. */
export function wantsRawResponse(context: IExecuteFunctions, itemIndex: number): boolean {
	const { rawResponse } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return rawResponse === true;
}
