import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../../shared/parameters/coercion';
import { checked } from '../../shared/parameters/validators';

const storageVersion: INodeProperties = {
	displayName: 'Storage Version',
	name: 'storageVersion',
	type: 'number',
	default: 0,
	description:
		"0 is LeadSquared's own storage. If your account has its own storage, your LeadSquared account manager can tell you the value.",
};

const uniqueNames: INodeProperties = {
	displayName: 'Make File Names Unique',
	name: 'uniqueNames',
	type: 'boolean',
	default: false,
	description:
		'Whether to add a few random characters to each file name. LeadSquared does not document what happens to a file when another one of the same name is uploaded.',
};

/** Options: how the account shall keep files. */
export const storageFields: INodeProperties[] = [storageVersion, uniqueNames];

/** How the account shall keep files. */
export interface StorageOptions {
	/** Which storage of the account; 0 is LeadSquared's own. */
	storageVersion: number;
	/** Whether names are made unlike those of all other files. */
	uniqueNames: boolean;
}

/** @throws ActionableError when the storage is not a number */
export function readStorageOptions(context: IExecuteFunctions, itemIndex: number): StorageOptions {
	const { storageVersion, uniqueNames } = context.getNodeParameter('options', itemIndex, {});
	return {
		storageVersion: Number(checked(storageVersion ?? 0, 'Storage Version', /^-?\d{1,6}$/, '0')),
		uniqueNames: readBoolean(uniqueNames, 'Make File Names Unique'),
	};
}
