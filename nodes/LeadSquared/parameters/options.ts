import type { INodeProperties } from 'n8n-workflow';
import { fileOptions } from '../../shared/files/fields';
import { optionsCollection } from '../../shared/parameters/optionsCollection';
import { requestFields } from '../../shared/parameters/requestOptions';

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

/** The options of an operation that sends files. */
export function optionsField(...own: INodeProperties[]): INodeProperties {
	const common = [...fileOptions, storageVersion, uniqueNames, ...requestFields('5 Seconds')];
	return optionsCollection([...common, ...own]);
}

/** The options of an operation that sends no files. */
export function readOptionsField(...own: INodeProperties[]): INodeProperties {
	return optionsCollection([...requestFields('5 Seconds'), ...own]);
}
