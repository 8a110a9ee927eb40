import type { INodeProperties } from 'n8n-workflow';
import { fileOptions } from '../../shared/fileFields';
import { requestFields } from '../../shared/requestFields';

/** The options of an operation that sends files, in alphabetical order. */
export function optionsField(...own: INodeProperties[]): INodeProperties {
	return collection([...fileOptions, ...requestFields('5 Seconds'), ...own]);
}

/** The options of an operation that sends no files. */
export function readOptionsField(...own: INodeProperties[]): INodeProperties {
	return collection([...requestFields('5 Seconds'), ...own]);
}

function collection(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
