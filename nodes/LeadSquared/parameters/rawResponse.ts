import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** Whether the user wants LeadSquared's answers as they came. */
export function wantsRawResponse(context: IExecuteFunctions, itemIndex: number): boolean {
	const { rawResponse } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return rawResponse === true;
}
