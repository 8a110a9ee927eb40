import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBoolean, readText } from '../../shared/parameters/coercion';

const confirm: INodeProperties = {
	displayName: 'Confirm',
	name: 'confirm',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the record again afterwards, to see that it holds the files. If it does not, the item fails; where LeadSquared does not show it, the output says null.',
};

const whenUnknown: INodeProperties = {
	displayName: 'When the Outcome Is Unknown',
	name: 'whenUnknown',
	type: 'options',
	options: [
		{ name: 'Report an Error', value: 'report', description: 'Say that the outcome is unknown' },
		{
			name: 'Repeat',
			value: 'repeat',
			description: 'Make the request again, although it may have been carried out',
		},
	],
	default: 'report',
	description:
		'What to do when an answer was lost and LeadSquared does not show whether the request was carried out',
};

/** Options on what happens when it is not certain that a file has arrived. */
export const outcomeFields: INodeProperties[] = [confirm, whenUnknown];

/** What to do when it is not certain that a file has arrived. */
export interface OutcomeOptions {
	confirm: boolean;
	whenUnknown: 'report' | 'repeat';
}

/** Reads what {@link outcomeFields} hold. */
export function readOutcomeOptions(context: IExecuteFunctions, itemIndex: number): OutcomeOptions {
	const options = context.getNodeParameter('options', itemIndex, {});
	return {
		confirm: readBoolean(options.confirm, 'Confirm'),
		whenUnknown: readText(options.whenUnknown) === 'repeat' ? 'repeat' : 'report',
	};
}
