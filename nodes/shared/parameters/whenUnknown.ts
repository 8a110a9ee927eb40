import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readText } from './coercion';

/** What to do when nobody can tell whether a request was carried out. */
export type WhenUnknown = 'report' | 'repeat';

/**
 * Option on requests of which nobody knows what became of them.
 *
 * @param repeat what a repetition does
 * @param description when that happens
 */
export function whenUnknownField(repeat: string, description: string): INodeProperties {
	return {
		displayName: 'When the Outcome Is Unknown',
		name: 'whenUnknown',
		type: 'options',
		options: [
			{ name: 'Report an Error', value: 'report', description: 'Say that the outcome is unknown' },
			{ name: 'Repeat', value: 'repeat', description: repeat },
		],
		default: 'report',
		description,
	};
}

/** Reads {@link whenUnknownField} out of the collection. */
export function readWhenUnknown(options: IDataObject): WhenUnknown {
	return readText(options.whenUnknown) === 'repeat' ? 'repeat' : 'report';
}
