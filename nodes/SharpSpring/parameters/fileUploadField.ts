import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { FileForField } from '../../shared/files/prepare';
import { prepareFileRows } from '../../shared/files/prepare';
import type { FileNaming } from '../../shared/files/preparedFile';
import { fileRowFields } from '../../shared/files/selection';
import { fromList } from '../../shared/parameters/locatorModes';
import { checked } from '../../shared/parameters/validators';

/** The File Upload field that a file goes into. */
const fileUploadField: INodeProperties = {
	displayName: 'File Upload Field',
	name: 'fieldSystemName',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The custom field of the type File Upload that the file goes into',
	builderHint: {
		propertyHint:
			'The system name of a custom field of the account: it cannot be guessed, the user has to pick it.',
		placeholderSupported: true,
	},
	modes: [
		fromList('searchFileUploadFields'),
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. contract_65f0a1b2c3d4e',
			hint: 'Not the label: the list shows the system name of each field',
		},
	],
};

const oneFileNotice: INodeProperties = {
	displayName: 'A File Upload field may keep only the last file that it was given.',
	name: 'notice',
	type: 'notice',
	default: '',
};

/** Rows of file and field. */
export const filesAndFields: INodeProperties[] = [oneFileNotice, ...fileRowFields(fileUploadField)];

// The name that the label of the field had when it was made, with a number behind it.
const systemName = /^[\p{L}\p{N}_-]{1,150}$/u;

/**
 * Reads {@link filesAndFields}.
 *
 * @returns each file with the system name of its field
 * @throws ActionableError when a file is missing or not allowed, or a field is not named
 */
export async function readFilesAndFields(
	context: IExecuteFunctions,
	itemIndex: number,
	naming: FileNaming,
): Promise<Array<FileForField & { field: string }>> {
	const { name, displayName } = fileUploadField;
	const rows = await prepareFileRows(context, itemIndex, name, naming);
	return rows.map(({ file, field }) => ({
		file,
		field: checked(field, displayName, systemName, 'contract_65f0a1b2c3d4e', 'system name'),
	}));
}
