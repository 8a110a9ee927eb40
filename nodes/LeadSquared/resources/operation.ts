import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { LeadSquaredClient } from '../transport/client';

/** One operation: its parameters in the editor, and what it does with one item. */
export interface Operation {
	description: INodeProperties[];
	/** @returns the item's output, not yet linked to it */
	execute: (
		context: IExecuteFunctions,
		itemIndex: number,
		client: LeadSquaredClient,
	) => Promise<INodeExecutionData[]>;
}

/** Whether the user wants LeadSquared's answers as they came. */
export function wantsRawResponse(context: IExecuteFunctions, itemIndex: number): boolean {
	const { rawResponse } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return rawResponse === true;
}
