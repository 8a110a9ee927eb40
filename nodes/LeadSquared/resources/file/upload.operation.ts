import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { prepareFiles } from '../../../shared/files/prepare';
import { fileSelectionFields } from '../../../shared/files/selection';
import { readBoolean, readChoice } from '../../../shared/parameters/coercion';
import { checked, checkedGuid } from '../../../shared/parameters/validators';
import { checkedFileField, checkedSetField } from '../../parameters/fieldSet';
import { optionsField } from '../../parameters/options';
import { wantsRawResponse } from '../../../shared/parameters/rawResponse';
import { readStorageOptions } from '../../parameters/storage';
import { fileNaming } from '../../transport/fileNames';
import type { UploadTarget } from '../../transport/files';
import { describeUpload } from '../../uploads/describe';
import { uploadAll } from '../../uploads/upload';
import type { Operation } from '../operation';

const customFieldSetDocument = 7;
const image = 1;
const lead = 0;
const noRecord = -1;

const leadIdField: INodeProperties = {
	displayName: 'Lead ID',
	name: 'leadId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. fda46463-2f03-439b-ae4b-0649f22b9aa7',
	description: 'ID of the lead that the file is meant for',
};

const eventCodeField: INodeProperties = {
	displayName: 'Event Code',
	name: 'eventCode',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 252',
	description:
		'Code of the activity type or opportunity type, shown under Settings in LeadSquared; not the ID of a record',
};

const properties: INodeProperties[] = [
	{
		displayName:
			'Anyone who has the link to an uploaded file can open it. This operation does not attach the file to a record; the Attach File operations do both.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
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
		displayName: 'Storage Type',
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
		displayName: 'Record Type',
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
		displayName: 'Record Type',
		name: 'optionalEntity',
		type: 'options',
		options: [
			{ name: 'Activity or Opportunity', value: 1 },
			{ name: 'Lead', value: 0 },
			{ name: 'None', value: -1, description: 'The file is uploaded for no record in particular' },
		],
		default: -1,
		description:
			'The kind of record that the file is meant for. LeadSquared does not document which file types need it.',
		displayOptions: { hide: { fileType: [7] } },
	},
	{ ...leadIdField, displayOptions: { show: { fileType: [7], entity: [0] } } },
	{ ...leadIdField, displayOptions: { hide: { fileType: [7] }, show: { optionalEntity: [0] } } },
	{ ...eventCodeField, displayOptions: { show: { fileType: [7], entity: [1] } } },
	{ ...eventCodeField, displayOptions: { hide: { fileType: [7] }, show: { optionalEntity: [1] } } },
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
	optionsField(),
];

export const description = updateDisplayOptions(
	{ show: { resource: ['file'], operation: ['upload'] } },
	properties,
);

/** Uploads every chosen file; one output item per file. */
export const execute: Operation['execute'] = async ({ context, client }, itemIndex) => {
	const naming = fileNaming(readStorageOptions(context, itemIndex));
	const files = await prepareFiles(context, itemIndex, naming);
	const target = readTarget(context, itemIndex);
	const planned = files.map((file) => ({ file, target }));
	const raw = wantsRawResponse(context, itemIndex);
	const warnings = files.map((): string[] => []);
	const warningsOf = (index: number) => warnings[index];
	const uploaded = await uploadAll(client, planned, warningsOf, { toAttach: false });
	return uploaded.map((file, index) => ({
		json: { warnings: warnings[index], ...describeUpload(file, raw) },
	}));
};

function readTarget(context: IExecuteFunctions, itemIndex: number): UploadTarget {
	const parameter = (name: string, fallback?: unknown) =>
		context.getNodeParameter(name, itemIndex, fallback);
	const FileType = readChoice(parameter('fileType'), 'File Type', [0, 1, 3, 7]);
	const common = {
		FileType,
		FileStorageType: readChoice(parameter('fileStorageType'), 'Storage Type', [0, 1]),
		StorageVersion: readStorageOptions(context, itemIndex).storageVersion,
	};
	if (FileType === customFieldSetDocument) {
		return {
			...common,
			...readRecord(parameter, readChoice(parameter('entity'), 'Record Type', [0, 1])),
			EntitySchemaName: checkedSetField(parameter('entitySchemaName')),
			SchemaName: checkedFileField(parameter('schemaName')),
		};
	}
	const recordType = parameter('optionalEntity', noRecord);
	const Entity = readChoice(recordType, 'Record Type', [noRecord, 0, 1]);
	return {
		...common,
		EnableResize:
			FileType === image && readBoolean(parameter('enableResize', false), 'Resize Image'),
		...(Entity === noRecord ? {} : readRecord(parameter, Entity)),
	};
}

/** A lead is named by its ID; activities and opportunities only by their type. */
function readRecord(
	parameter: (name: string) => unknown,
	Entity: number,
): Pick<UploadTarget, 'Entity' | 'Id'> {
	return {
		Entity,
		Id:
			Entity === lead
				? checkedGuid(parameter('leadId'), 'Lead ID')
				: checked(parameter('eventCode'), 'Event Code', /^\d{1,9}$/, '252'),
	};
}
