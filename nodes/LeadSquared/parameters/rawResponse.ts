import type { IExecuteFunctions } from 'n8n-workflow';
import { readBoolean } from '../../shared/parameters/coercion';

/** Whether the user wants LeadSquared's answers as they came. */
export function wantsRawResponse(context: IExecuteFunctions, itemIndex: number): boolean {
	const { rawResponse } = context.getNodeParameter('options', itemIndex, {});
	return readBoolean(rawResponse, 'Raw Response');
}
