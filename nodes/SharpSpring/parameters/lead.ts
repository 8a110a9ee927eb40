import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { checkedEmail } from '../../shared/parameters/email';
import { modeOf } from '../../shared/parameters/locatorModes';
import { checkedDigits } from '../../shared/parameters/validators';
import { idMode } from './record';

/** The lead. There is no list: the API finds leads by ID and by e-mail address only. */
export const leadField: INodeProperties = {
	displayName: 'Lead',
	name: 'leadId',
	type: 'resourceLocator',
	default: { mode: 'email', value: '' },
	required: true,
	description: 'The lead that the files belong to',
	modes: [
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. ada@example.com',
		},
		idMode,
	],
};

/** How an item names its lead. */
export type LeadReference = { email: string } | { id: string };

/**
 * Reads {@link leadField}.
 *
 * @throws ActionableError when it is empty or of another shape
 */
export function readLead(context: IExecuteFunctions, itemIndex: number): LeadReference {
	const lead: unknown = context.getNodeParameter(leadField.name, itemIndex);
	return modeOf(lead) === 'email'
		? { email: checkedEmail(lead, leadField.displayName) }
		: { id: checkedDigits(lead, leadField.displayName) };
}
