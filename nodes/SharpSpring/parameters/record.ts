import type { IExecuteFunctions, INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { fromList, shapedLike } from '../../shared/parameters/locatorModes';
import { checkedDigits } from '../../shared/parameters/validators';

// Apart from the type: the linter takes an object that has all three for a parameter.
const idLabel = { displayName: 'By ID', name: 'id', placeholder: 'e.g. 2000312345678901' };

/** The way to choose a record by its ID. */
export const idMode: INodePropertyMode = {
	...idLabel,
	type: 'string',
	...shapedLike('\\d{1,20}', 'An ID consists of digits only'),
};

/** Records that can be listed. */
export type ListedRecord = 'account' | 'opportunity' | 'product';

const fields: Record<ListedRecord, INodeProperties> = {
	account: recordField('Account', 'accountId', 'searchAccounts'),
	opportunity: recordField('Opportunity', 'opportunityId', 'searchOpportunities'),
	product: {
		...recordField('Product', 'productId', 'searchProducts'),
		description: 'The product that the image shows',
	},
};

/** The record, chosen from a list or by its ID. */
export function recordFieldOf(record: ListedRecord): INodeProperties {
	return fields[record];
}

/**
 * Reads the field of {@link recordFieldOf}.
 *
 * @returns the ID, digits only
 * @throws ActionableError when it is empty or of another shape
 */
export function readRecordId(
	context: IExecuteFunctions,
	itemIndex: number,
	record: ListedRecord,
): string {
	const { name, displayName } = fields[record];
	return checkedDigits(context.getNodeParameter(name, itemIndex), displayName);
}

function recordField(displayName: string, name: string, searchListMethod: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: `The ${displayName.toLowerCase()} that the files belong to`,
		modes: [fromList(searchListMethod), idMode],
	};
}
