import type { IBinaryKeyData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../parameters/coercion';
import { filesOf } from './binaries';

/** Option to hand files on. */
export const includeInputFilesField: INodeProperties = {
	displayName: 'Include Input Files',
	name: 'includeInputFiles',
	type: 'boolean',
	default: false,
	description:
		'Whether the output has the files of the input item, so that a next node can send them, too',
};

/** Reads {@link includeInputFilesField}. @throws ActionableError when it is neither true nor false */
export function includesInputFiles(context: IExecuteFunctions, itemIndex: number): boolean {
	const value = context.getNodeParameter(
		`options.${includeInputFilesField.name}`,
		itemIndex,
		false,
	);
	return readBoolean(value, includeInputFilesField.displayName);
}

/** The item's files as a node gives them out, in both of n8n's binary modes. */
export function inputFiles(context: IExecuteFunctions, itemIndex: number): IBinaryKeyData {
	return Object.fromEntries(filesOf(context, itemIndex).entries);
}
