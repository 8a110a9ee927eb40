import type { INodeProperties } from 'n8n-workflow';
import * as addNoteWithFile from './addNoteWithFile.operation';
import * as attachFile from './attachFile.operation';
import * as getFiles from './getFiles.operation';

export { addNoteWithFile, attachFile, getFiles };

/** The operation selector and all parameters of the resource. */
export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['lead'] } },
		options: [
			{
				name: 'Add Note With File',
				value: 'addNoteWithFile',
				description: 'Add a note with a link to a file, one note per file',
				action: 'Add note with file to lead',
			},
			{
				name: 'Attach File',
				value: 'attachFile',
				description: 'Put files into the file fields of a custom field set of a lead',
				action: 'Attach file to lead',
			},
			{
				name: 'Get Files',
				value: 'getFiles',
				description:
					'Get the names in the custom field sets of a lead and the files of its notes, or download them',
				action: 'Get files of lead',
			},
		],
		default: 'attachFile',
	},
	...addNoteWithFile.description,
	...attachFile.description,
	...getFiles.description,
];
