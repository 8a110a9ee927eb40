import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readText } from '../../shared/parameters/coercion';

/** Option: how the fields of a lead's custom field set are named in an update. */
export const updateFormField: INodeProperties = {
	displayName: 'Form of the Update',
	name: 'updateForm',
	type: 'options',
	options: [
		{
			name: 'Find Out',
			value: 'findOut',
			description:
				'Try one form after the other until the lead shows the file; what was found counts for the account until n8n is restarted',
		},
		{ name: 'Flattened', value: 'flattened', description: 'Names such as mx_KYCmx_CustomObject_1' },
		{ name: 'Nested', value: 'nested', description: 'Fields inside the field of the set' },
	],
	default: 'findOut',
	description:
		'How the fields of the set are named in the update. LeadSquared documents a form for new leads only, and may report success for one that it does not understand.',
};

/** Reads what {@link updateFormField} holds. */
export function readUpdateForm(
	context: IExecuteFunctions,
	itemIndex: number,
): 'findOut' | 'flattened' | 'nested' {
	const { updateForm } = context.getNodeParameter('options', itemIndex, {});
	const form = readText(updateForm);
	return form === 'flattened' || form === 'nested' ? form : 'findOut';
}
