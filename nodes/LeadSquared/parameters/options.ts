import type { INodeProperties } from 'n8n-workflow';
import { fileOptions } from '../../shared/files/options';
import { optionsCollection } from '../../shared/parameters/optionsCollection';
import { outputItemsField } from '../../shared/parameters/outputItems';
import { requestFields } from '../../shared/parameters/requestOptions';
import { outcomeFields } from './outcome';
import { storageFields } from './storage';

/** The options of an operation that sends files. */
export function optionsField(...own: INodeProperties[]): INodeProperties {
	const aboutFiles = [...fileOptions, ...storageFields];
	return optionsCollection(aboutFiles, own, requestFields());
}

/** The options of an operation that puts files into a record. */
export function attachOptionsField(...own: INodeProperties[]): INodeProperties {
	return optionsField(outputItemsField, ...outcomeFields, ...own);
}
