import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { prepareFiles } from '../../shared/files/prepare';
import type { PreparedFile } from '../../shared/files/preparedFile';
import { fileSelectionFields } from '../../shared/files/selection';
import { readChoice, readContent } from '../../shared/parameters/coercion';
import { wantsRawResponse } from '../../shared/parameters/rawResponse';
import type { WhenFieldHasFile } from '../../shared/parameters/whenFieldHasFile';
import {
	readWhenFieldHasFile,
	whenFieldHasFileField,
	whenFileIsThereField,
} from '../../shared/parameters/whenFieldHasFile';
import type { FieldSetFiles } from './fieldSet';
import { fieldSetFields, fieldSetStatus, readFieldSetFiles } from './fieldSet';
import type { OutcomeOptions } from './outcome';
import { readOutcomeOptions } from './outcome';
import { fileNaming } from '../transport/fileNames';
import { activityTypeField } from './recordType';
import type { StorageOptions } from './storage';
import { readStorageOptions } from './storage';

const attachTo: INodeProperties = {
	displayName: 'Attach To',
	name: 'attachTo',
	type: 'options',
	options: [
		{
			name: 'Attachment List',
			value: 'attachmentList',
			description: 'Takes any number of files. The activity type has to allow attachments.',
		},
		{
			name: 'Custom Field Set',
			value: 'customFieldSet',
			description: 'Each file goes into a file field of its own',
		},
	],
	default: 'attachmentList',
	description: 'Where in the activity the files go',
	builderHint: {
		propertyHint:
			"Use 'attachmentList' for any number of files, such as all attachments of an email; 'customFieldSet' only when each file has a field of its own.",
	},
};

const intoFieldSet = { show: { attachTo: ['customFieldSet'] } };
const ontoList = { show: { attachTo: ['attachmentList'] } };

const notice: INodeProperties = {
	displayName:
		"Anyone who has the link to an attached file can open it. A later file of the same name may take its place: see 'Make File Names Unique' in the options. 'Get Files' finds the files again only where the account tells its attachment lists.",
	name: 'notice',
	type: 'notice',
	default: '',
};

const fileFields: INodeProperties[] = [
	...updateDisplayOptions(intoFieldSet, fieldSetFields('searchActivityFields')),
	...updateDisplayOptions(ontoList, [notice, ...fileSelectionFields]),
];

/** Where a new activity keeps its files: fields of a custom field set, or its attachment list. */
export const attachToNewFields: INodeProperties[] = [attachTo, ...fileFields];

/** The same for an activity that is there; only its custom field sets depend on its type. */
export const attachToFields: INodeProperties[] = [
	attachTo,
	...updateDisplayOptions(intoFieldSet, [activityTypeField]),
	...updateDisplayOptions(ontoList, [
		{
			...activityTypeField,
			required: false,
			description: 'The type of the activity. The attachment list does without it.',
		},
	]),
	...fileFields,
];

/** The same for an opportunity, whose type is always given; saved workflows fill its field set. */
export const attachToOpportunityFields: INodeProperties[] = [
	{
		...attachTo,
		options: attachTo.options?.map((option) =>
			'value' in option && option.value === 'attachmentList'
				? {
						...option,
						description:
							'Takes any number of files. The opportunity type has to allow attachments; LeadSquared documents this for activities, which opportunities are underneath.',
					}
				: option,
		),
		default: 'customFieldSet',
		description: 'Where in the opportunity the files go',
	},
	...updateDisplayOptions(intoFieldSet, fieldSetFields('searchOpportunityFields')),
	...updateDisplayOptions(ontoList, [notice, ...fileSelectionFields]),
];

/** Option: text beside each file in the attachment list. */
export const attachmentDescription: INodeProperties = {
	displayName: 'Attachment Description',
	name: 'attachmentDescription',
	type: 'string',
	default: '',
	placeholder: 'e.g. Signed contract',
	description: 'Shown beside each file in the attachment list',
	displayOptions: { show: { '/attachTo': ['attachmentList'] } },
};

/** Options: what to do when there is a file already; one for each place where files go. */
export const whenFileIsThereFields: INodeProperties[] = [
	{ ...whenFieldHasFileField, displayOptions: { show: { '/attachTo': ['customFieldSet'] } } },
	{ ...whenFileIsThereField, displayOptions: { show: { '/attachTo': ['attachmentList'] } } },
];

/** Option: status of the custom field set. */
export const fieldSetStatusOfActivity: INodeProperties = {
	...fieldSetStatus,
	displayOptions: { show: { '/attachTo': ['customFieldSet'] } },
};

/** The files for an activity, and where in it they go. */
export type ActivityFiles =
	| { fieldSet: FieldSetFiles }
	| { files: PreparedFile[]; storage: StorageOptions };

/**
 * Reads what {@link attachToFields} holds.
 *
 * @throws ActionableError when an expression gives another place, and as the files' own readers do
 */
export async function readActivityFiles(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ActivityFiles> {
	const given = context.getNodeParameter('attachTo', itemIndex);
	// With an expression n8n keeps the fields of both places, so that files would end in the wrong one.
	const place = readChoice(given, attachTo.displayName, ['attachmentList', 'customFieldSet']);
	if (place === 'customFieldSet') {
		return { fieldSet: await readFieldSetFiles(context, itemIndex) };
	}
	const storage = readStorageOptions(context, itemIndex);
	return { files: await prepareFiles(context, itemIndex, fileNaming(storage)), storage };
}

/** How files are attached, and told of. */
export interface AttachSettings extends OutcomeOptions {
	when: WhenFieldHasFile;
	/** Whether LeadSquared's answers are part of the output. */
	raw: boolean;
	/** Text beside each file in the attachment list. */
	attachmentDescription?: string;
}

/** Reads the options of an operation that attaches files to a record which is there. */
export function readAttachSettings(
	context: IExecuteFunctions,
	itemIndex: number,
	chosen: ActivityFiles,
): AttachSettings {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const name = 'fieldSet' in chosen ? 'whenFieldHasFile' : 'whenFileIsThere';
	return {
		...readOutcomeOptions(context, itemIndex),
		when: readWhenFieldHasFile(options, name),
		raw: wantsRawResponse(context, itemIndex),
		attachmentDescription: readContent(options.attachmentDescription, 'Attachment Description'),
	};
}
