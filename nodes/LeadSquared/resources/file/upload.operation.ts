import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { fileSelectionFields } from '../../../shared/fileFields';
import { readFiles } from '../../../shared/readFiles';
import { checked, checkedGuid } from '../../../shared/recordIds';
import { uploadAll } from '../../attachUploads';
import { optionsField } from '../../fields/options';
import type { Operation } from '../../operation';
import { wantsRawResponse } from '../../operation';
import { readKeeping } from '../../parameters';
import type { UploadTarget } from '../../transport/files';
import { describeUpload } from '../../transport/files';
import { checkedFileField, checkedSetField } from '../../schemaNames';

const customFieldSetDocument = 7;
const image = 1;

const properties: INodeProperties[] = [
	...fileSelectionFields,
	{
		displayName: 'File Type',
		name: 'fileType',
		type: 'options',
		options: [
			{
				name: 'Custom Field Set Document',
				value: 7,
				description: 'For a file field of a custom field set',
			},
			{ name: 'Document', value: 0 },
			{ name: 'Image', value: 1 },
			{ name: 'Lead Attachment', value: 3 },
		],
		default: 0,
		description: 'What LeadSquared shall keep the file as',
	},
	{
		displayName:
			'Anyone who has the link to an uploaded file can open it. This operation does not attach the file to a record; the Attach File operations do both.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Storage',
		name: 'fileStorageType',
		type: 'options',
		options: [
			{ name: 'Permanent', value: 0 },
			{
				name: 'Temporary',
				value: 1,
				description: 'LeadSquared does not document how long it is kept',
			},
		],
		default: 0,
		description: 'How long LeadSquared shall keep the file',
	},
	{
		displayName: 'Resize Image',
		name: 'enableResize',
		type: 'boolean',
		default: false,
		description: 'Whether LeadSquared may resize the image',
		displayOptions: { show: { fileType: [1] } },
	},
	{
		displayName: 'For',
		name: 'entity',
		type: 'options',
		options: [
			{ name: 'Activity or Opportunity', value: 1 },
			{ name: 'Lead', value: 0 },
		],
		default: 0,
		description: 'The kind of record whose custom field set the file is meant for',
		displayOptions: { show: { fileType: [7] } },
	},
	{
		displayName: 'Lead ID',
		name: 'leadId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. fda46463-2f03-439b-ae4b-0649f22b9aa7',
		displayOptions: { show: { fileType: [7], entity: [0] } },
	},
	{
		displayName: 'Event Code',
		name: 'eventCode',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 252',
		description:
			'Code of the activity type or opportunity type, shown under Settings in LeadSquared; not the ID of a record',
		displayOptions: { show: { fileType: [7], entity: [1] } },
	},
	{
		displayName: 'Custom Field Set',
		name: 'entitySchemaName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. mx_Custom_2',
		description:
			'Schema name of the field of the lead, activity or opportunity that holds the custom field set',
		displayOptions: { show: { fileType: [7] } },
	},
	{
		displayName: 'File Field',
		name: 'schemaName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. mx_CustomObject_1',
		description: 'Schema name of the file field inside the custom field set',
		displayOptions: { show: { fileType: [7] } },
	},
	optionsField({
		displayName: 'Activity Event Code',
		name: 'activityEventCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. 252',
		description: 'For a file that will become an attachment of an activity of this type',
		displayOptions: { hide: { '/fileType': [7] } },
	}),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['file'], operation: ['upload'] } },
	properties,
);

/** Uploads every chosen file; one output item per file. */
export const execute: Operation['execute'] = async (context, itemIndex, client) => {
	const files = await readFiles(context, itemIndex);
	const target = readTarget(context, itemIndex);
	const { uniqueNames: uniqueName } = readKeeping(context, itemIndex);
	const planned = files.map((file) => ({ file, target, uniqueName }));
	const uploaded = await uploadAll(client, planned);
	const raw = wantsRawResponse(context, itemIndex);
	return uploaded.map((file) => ({ json: describeUpload(file, raw) }));
};

function readTarget(context: IExecuteFunctions, itemIndex: number): UploadTarget {
	const parameter = (name: string, fallback?: unknown) =>
		context.getNodeParameter(name, itemIndex, fallback);
	const { activityEventCode } = parameter('options', {}) as IDataObject;
	const FileType = Number(parameter('fileType'));
	const common = {
		FileType,
		FileStorageType: Number(parameter('fileStorageType')),
		StorageVersion: readKeeping(context, itemIndex).storageVersion,
	};
	if (FileType === customFieldSetDocument) {
		const Entity = Number(parameter('entity'));
		return {
			...common,
			Entity,
			Id:
				Entity === 0
					? checkedGuid(parameter('leadId'), 'Lead ID')
					: checked(parameter('eventCode'), 'Event Code', /^\d{1,9}$/, '252'),
			EntitySchemaName: checkedSetField(parameter('entitySchemaName')),
			SchemaName: checkedFileField(parameter('schemaName')),
		};
	}
	return {
		...common,
		EnableResize: FileType === image && parameter('enableResize', false) === true,
		...(activityEventCode
			? { Entity: 1, Id: checked(activityEventCode, 'Activity Event Code', /^\d{1,9}$/, '252') }
			: {}),
	};
}
