import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { checkedDigits } from '../../../shared/parameters/validators';
import { attachFiles } from '../../uploads/attachFiles';
import { attachOptions, filesAndFields, recordLocator } from '../../parameters/fields';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	recordLocator(
		{
			displayName: 'Account',
			name: 'accountId',
			description: 'The account that the files belong to',
		},
		'searchAccounts',
	),
	...filesAndFields,
	attachOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['account'], operation: ['attachFile'] } },
	properties,
);

/** Attaches the files of every item to the account that it names. */
export const execute: Operation['execute'] = async (run) =>
	await attachFiles(run, 'account', async ({ context }, itemIndex) => ({
		id: checkedDigits(context.getNodeParameter('accountId', itemIndex), 'Account'),
		isKnown: false,
	}));
