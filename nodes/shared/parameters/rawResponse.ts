import type { IExecuteFunctions } from 'n8n-workflow';
import { readBoolean } from './coercion';

/** Whether the user wants the service's answers as they came. */
export function wantsRawResponse(context: IExecuteFunctions, itemIndex: number): boolean {
	const { rawResponse } = context.getNodeParameter('options', itemIndex, {});
	return readBoolean(rawResponse, 'Raw Response');
}
