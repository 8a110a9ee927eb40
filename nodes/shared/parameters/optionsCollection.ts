import type { INodeProperties } from 'n8n-workflow';

/**
 * The "Options" of an operation: the groups one after the other (those about files first, those about
 * requests last), each in alphabetical order as n8n's UX guide has it.
 */
export function optionsCollection(...groups: INodeProperties[][]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: groups.flatMap((group) =>
			[...group].sort((a, b) => a.displayName.localeCompare(b.displayName)),
		),
	};
}
