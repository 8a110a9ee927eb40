import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../../shared/parameters/coercion';
import type { WhenUnknown } from '../../shared/parameters/whenUnknown';
import { readWhenUnknown, whenUnknownField } from '../../shared/parameters/whenUnknown';

const confirm: INodeProperties = {
	displayName: 'Confirm',
	name: 'confirm',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the record again afterwards, to see that it holds the files. If it does not, the item fails; where LeadSquared does not show it, the output says null.',
};

const whenUnknown = whenUnknownField(
	'Make the request again, although it may have been carried out',
	'What to do when an answer was lost and LeadSquared does not show whether the request was carried out',
);

/** Options on what happens when it is not certain that a file has arrived. */
export const outcomeFields: INodeProperties[] = [confirm, whenUnknown];

/** What to do when it is not certain that a file has arrived. */
export interface OutcomeOptions {
	confirm: boolean;
	whenUnknown: WhenUnknown;
}

/** Reads what {@link outcomeFields} hold. */
export function readOutcomeOptions(context: IExecuteFunctions, itemIndex: number): OutcomeOptions {
	const options = context.getNodeParameter('options', itemIndex, {});
	return {
		confirm: readBoolean(options.confirm, 'Confirm'),
		whenUnknown: readWhenUnknown(options),
	};
}
