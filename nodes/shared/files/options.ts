import type { INodeProperties } from 'n8n-workflow';
import { limitFields } from './guard';
import { includeInputFilesField } from './include';
import { whenFileMissingField } from './missing';
import { renameFields } from './rename';

/** Options on how files are chosen, named and limited. */
export const fileOptions: INodeProperties[] = [
	...limitFields,
	...renameFields,
	includeInputFilesField,
	whenFileMissingField,
];
