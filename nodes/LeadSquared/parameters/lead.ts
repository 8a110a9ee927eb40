import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fromList, modeOf } from '../../shared/parameters/locatorModes';
import { checkedEmail } from '../../shared/parameters/email';
import {
	checked,
	checkedFieldName,
	checkedGuid,
	checkedPhone,
} from '../../shared/parameters/validators';
import type { LeadQuery } from '../transport/leadLookups';
import { guidShape } from './shapes';

type Mode = 'list' | 'id' | 'email' | 'phone' | 'field';

const lead: INodeProperties = {
	displayName: 'Lead',
	name: 'leadId',
	type: 'resourceLocator',
	// Not the list first: it picks one person for all items.
	default: { mode: 'email', value: '' },
	required: true,
	description: 'The lead that the files belong to',
	builderHint: {
		propertyHint:
			"Use mode 'email' with the address from the input, for example the sender of an email; 'list' names one lead for all items.",
		placeholderSupported: true,
	},
	modes: [
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. ada@example.com',
		},
		fromList('searchLeads'),
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. fda46463-2f03-439b-ae4b-0649f22b9aa7',
			...guidShape,
		},
		{
			displayName: 'By Phone',
			name: 'phone',
			type: 'string',
			placeholder: 'e.g. +91-9876543210',
			hint: 'As it is stored in LeadSquared',
		},
		{
			displayName: 'By Field',
			name: 'field',
			type: 'string',
			placeholder: 'e.g. APP-2026-0042',
			hint: 'The value of the unique field that is chosen below',
		},
	],
};

const uniqueField: INodeProperties = {
	displayName: 'Unique Field',
	name: 'uniqueField',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The field of the lead that holds the value, such as an application number',
	displayOptions: { show: { '/leadId.mode': ['field'] } },
	modes: [
		fromList('searchPlainLeadFields'),
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. mx_Application_Number',
		},
	],
};

/** As {@link leadField}, with the field that the value is in, for leads that are named by any unique field. */
export function leadLookupFields(...allowed: Mode[]): INodeProperties[] {
	return [leadField(...allowed), uniqueField];
}

/** The lead, in the ways that an operation can find it. */
export function leadField(...allowed: Mode[]): INodeProperties {
	return { ...lead, modes: lead.modes?.filter(({ name }) => allowed.includes(name as Mode)) };
}

const labelsOfList = {
	activityId: 'Lead Whose Activities to List',
	opportunityId: 'Lead Whose Opportunities to List',
};

/** A lead that only narrows the list of `record` down; of no use when that is given by ID. */
export function leadOfListField(record: keyof typeof labelsOfList): INodeProperties {
	return {
		...leadField('list', 'id'),
		default: { mode: 'list', value: '' },
		displayName: labelsOfList[record],
		name: 'listLeadId',
		required: false,
		description: 'Only fills the list below; it is not used when the node runs',
		displayOptions: { show: { [`/${record}.mode`]: ['list'] } },
	};
}

/** How the user names the lead. @throws ActionableError when it is of the wrong shape */
export function readLeadQuery(context: IExecuteFunctions, itemIndex: number): LeadQuery {
	const parameter: unknown = context.getNodeParameter('leadId', itemIndex);
	switch (modeOf(parameter)) {
		case 'email':
			return { by: 'email', value: checkedEmail(parameter, 'Lead') };
		case 'phone':
			return { by: 'phone', value: checkedPhone(parameter, 'Lead') };
		case 'field': {
			const given = context.getNodeParameter('uniqueField', itemIndex);
			return {
				by: 'field',
				field: checkedFieldName(given, 'Unique Field', 'mx_Application_Number'),
				value: checked(parameter, 'Lead', /^[^\p{Cc}]{1,250}$/u, 'APP-2026-0042'),
			};
		}
		default:
			return { by: 'id', value: checkedGuid(parameter, 'Lead') };
	}
}

/** The address that the lead is looked up by, for the output; empty where it is another way. */
export function emailLookedUp(context: IExecuteFunctions, itemIndex: number): { email?: string } {
	const { by, value } = readLeadQuery(context, itemIndex);
	return by === 'email' ? { email: value } : {};
}
