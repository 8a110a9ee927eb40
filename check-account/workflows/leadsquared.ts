import { codeFor } from './code';
import {
	assignments,
	chosen,
	connections,
	formBody,
	httpNode,
	jsonBody,
	node,
	ownNode,
	pageStyle,
	rule,
	stableId,
} from './parts';

const workflow = 'check-leadsquared';
const credential = { type: 'leadSquaredApi', name: 'LeadSquared account' } as const;

const readMe = `## Check your LeadSquared account

Finds out what LeadSquared's pages do not say, for your account: a form, one minute, a table.

**Before you begin**
1. Make a lead for this in LeadSquared, with an email address, and without anything that you need. Everything is written to this one lead, and named *n8n-check-…*.
2. Choose your credential in every LeadSquared node and every HTTP Request node below.

**Then** click *Execute workflow*, fill the form in, and wait for the page. It holds no keys and no email addresses, so that you can [share it](https://github.com/n8n-nodes-leadsquared-sharpspring/n8n-nodes-leadsquared-sharpspring/issues/new?template=check-account.yml).

The upper row tries the nodes as you would use them. The circle below asks what they cannot: n8n's HTTP Request node with the same credential, one request after the other.`;

const field = (fieldLabel: string, more: Record<string, unknown> = {}) => ({ fieldLabel, ...more });

const formFields = [
	field('API host', { placeholder: 'api-in21.leadsquared.com', requiredField: true }),
	field("Test lead's email", {
		fieldType: 'email',
		placeholder: 'n8n-check@example.com',
		requiredField: true,
	}),
	field('Custom field set of leads', { placeholder: 'mx_KYC', requiredField: true }),
	field('Two file fields in it', {
		placeholder: 'mx_CustomObject_1, mx_CustomObject_2',
		requiredField: true,
	}),
	field('Activity type (event code, if any)', { placeholder: '252' }),
	field('Custom field set of that activity', { placeholder: 'mx_Custom_2' }),
	field('File field in that', { placeholder: 'mx_CustomObject_1' }),
	field('Opportunity type (event code, if any)', { placeholder: '12000' }),
	field('Largest file to try (MB)', { fieldType: 'number', placeholder: '0' }),
	field('Calls to make at once', { fieldType: 'number', placeholder: '0' }),
];

const form = (label: string) => `$json[${JSON.stringify(label)}]`;
const text = (label: string) => `={{ String(${form(label)} ?? '').trim() }}`;

const whatToCheck = assignments({
	apiUrl: [
		`={{ String(${form('API host')}).trim().replace(/^(?!https?:)/, 'https://').replace(/\\/+$/, '') }}`,
	],
	lead: [text("Test lead's email")],
	fieldSet: [text('Custom field set of leads')],
	fileFields: [
		`={{ String(${form('Two file fields in it')}).split(',').map((name) => name.trim()).filter(Boolean) }}`,
		'array',
	],
	activityType: [text('Activity type (event code, if any)')],
	activityFieldSet: [text('Custom field set of that activity')],
	activityFileField: [text('File field in that')],
	opportunityType: [text('Opportunity type (event code, if any)')],
	sizeMb: [`={{ Number(${form('Largest file to try (MB)')} || 0) }}`, 'number'],
	calls: [`={{ Number(${form('Calls to make at once')} || 0) }}`, 'number'],
	stamp: ['={{ Date.parse($json.submittedAt).toString(36) }}'],
});

const given = (name: string) => `={{ $('What to check').item.json.${name} }}`;
const testFile = "={{ $('Make a test file').item.binary.data }}";
const byEmail = chosen('email', given('lead'));

const ofForm = (...names: string[]) =>
	names.map((name) => ({ name, value: `={{ $json.fields.${name} }}` }));
const document = ofForm('FileType', 'FileStorageType', 'EnableResize', 'StorageVersion');
const place = ofForm('Entity', 'Id', 'EntitySchemaName', 'SchemaName');
const file = { name: 'uploadFiles', file: 'file0' };

/** The workflow that checks a LeadSquared account. */
export async function leadSquaredWorkflow() {
	const code = await codeFor({
		service: 'LeadSquared',
		brain: {
			steps: 'leadSquaredSteps',
			lines: 'leadSquaredLines',
			written: 'leadSquaredWritten',
			secrets: 'privateValues',
		},
		tried: [
			{
				node: 'Attach to the lead',
				operation: 'Lead: Attach File',
				when: 'always',
				leaves: [['file', 'uploadedFile', 'node.txt']],
			},
			{
				node: 'Add a note',
				operation: 'Lead: Add Note With File',
				when: 'always',
				leaves: [
					['file', 'uploadedFile', 'node.txt'],
					['note', 'noteId', 'node-note'],
				],
			},
			{
				node: "Get the lead's files",
				operation: 'Lead: Get Files',
				when: 'always',
				leaves: [],
			},
			{
				node: 'Create an activity',
				operation: 'Activity: Create With File',
				when: 'given.activityType',
				leaves: [
					['file', 'uploadedFile', 'node.txt'],
					['activity', 'activityId', 'node-activity'],
					['attachment', 'attachmentId', 'node.txt'],
				],
			},
			{
				node: "Get the activity's files",
				operation: 'Activity: Get Files',
				when: 'given.activityType',
				leaves: [],
			},
		],
	});
	const nodes = [
		node(workflow, 'Read me', 'n8n-nodes-base.stickyNote', 1, [-40, -480], {
			content: readMe,
			height: 420,
			width: 640,
		}),
		node(
			workflow,
			'Your account',
			'n8n-nodes-base.formTrigger',
			2.2,
			[0, 0],
			{
				formTitle: 'Check your LeadSquared account',
				formDescription:
					'Everything is written to the one test lead, and listed on the last page. A file that a field holds already is left alone by the questions, but not by the first node, which fills the first field: use a lead made for this. It takes about a minute.',
				formFields: { values: formFields },
				options: {},
			},
			{ webhookId: stableId(`${workflow} webhook`) },
		),
		node(workflow, 'What to check', 'n8n-nodes-base.set', 3.4, [200, 0], whatToCheck),
		node(workflow, 'Make a test file', 'n8n-nodes-base.convertToFile', 1.1, [400, 0], {
			operation: 'toText',
			sourceProperty: 'stamp',
			options: { fileName: '=n8n-check-{{ $json.stamp }}-node.txt' },
		}),
		ownNode(workflow, 'Attach to the lead', credential, [600, 0], {
			resource: 'lead',
			operation: 'attachFile',
			leadId: byEmail,
			entitySchemaName: chosen('name', given('fieldSet')),
			fileSelection: 'fields',
			files: {
				values: [
					{ binaryPropertyName: testFile, schemaName: chosen('name', given('fileFields[0]')) },
				],
			},
			options: {},
		}),
		ownNode(workflow, 'Add a note', credential, [800, 0], {
			resource: 'lead',
			operation: 'addNoteWithFile',
			leadId: byEmail,
			fileSelection: 'fields',
			binaryPropertyName: testFile,
			note: "=n8n-check-{{ $('What to check').item.json.stamp }}-node-note",
			options: {},
		}),
		ownNode(workflow, "Get the lead's files", credential, [1000, 0], {
			resource: 'lead',
			operation: 'getFiles',
			leadId: byEmail,
			options: {},
		}),
		ownNode(workflow, 'Create an activity', credential, [1200, 0], {
			resource: 'activity',
			operation: 'createWithFile',
			leadId: byEmail,
			activityType: chosen('code', given('activityType')),
			attachTo: 'attachmentList',
			fileSelection: 'fields',
			binaryPropertyName: testFile,
			additionalFields: {
				note: "=n8n-check-{{ $('What to check').item.json.stamp }}-node-activity",
			},
			options: {},
		}),
		ownNode(workflow, "Get the activity's files", credential, [1400, 0], {
			resource: 'activity',
			operation: 'getFiles',
			activityId: chosen('id', "={{ $('Create an activity').item.json.activityId }}"),
			options: {},
		}),
		node(workflow, 'Next questions', 'n8n-nodes-base.code', 2, [600, 400], { jsCode: code }),
		node(workflow, 'Which way', 'n8n-nodes-base.switch', 3.2, [800, 400], {
			rules: {
				values: [
					'read',
					'write',
					'upload',
					'uploadIntoField',
					'keysElsewhere',
					'open',
					'burst',
					'page',
				].map(rule),
			},
			options: {},
		}),
		httpNode(workflow, 'Read', credential, [1060, 160], {}),
		httpNode(workflow, 'Write', credential, [1060, 320], jsonBody),
		httpNode(workflow, 'Upload', credential, [1060, 480], formBody([...document, file])),
		httpNode(
			workflow,
			'Upload into a field',
			credential,
			[1060, 640],
			formBody([...document, ...place, file]),
		),
		httpNode(
			workflow,
			'Upload with keys in headers',
			credential,
			[1060, 800],
			{
				method: 'POST',
				sendBody: true,
				contentType: 'raw',
				// n8n would make a form of its own out of the usual spelling; capitals do not matter here.
				rawContentType: 'Multipart/Form-Data; boundary=n8n-check-boundary',
				body: '={{ $json.raw }}',
			},
			// What comes back for a raw body is a stream to n8n, of which "Text" makes no text.
			{ responseFormat: 'autodetect' },
		),
		httpNode(workflow, 'Open without keys', undefined, [1060, 960], {}),
		httpNode(workflow, 'Many at once', credential, [1060, 1120], {}, { atOnce: true }),
		node(
			workflow,
			'Your answers',
			'n8n-nodes-base.form',
			2.3,
			[1060, 1280],
			{
				operation: 'completion',
				respondWith: 'text',
				completionTitle: '={{ $json.title }}',
				completionMessage: '={{ $json.html }}',
				options: { customCss: pageStyle },
			},
			{ webhookId: stableId(`${workflow} page`) },
		),
	];
	const ways = [
		'Read',
		'Write',
		'Upload',
		'Upload into a field',
		'Upload with keys in headers',
		'Open without keys',
		'Many at once',
	];
	return {
		id: 'exCheckLeadSq001',
		name: 'Check your LeadSquared account',
		nodes,
		pinData: {},
		connections: connections(
			[
				['Your account', 'What to check'],
				['What to check', 'Make a test file'],
				['Make a test file', 'Attach to the lead'],
				['Attach to the lead', 'Add a note'],
				['Add a note', "Get the lead's files"],
				["Get the lead's files", 'Create an activity'],
				['Create an activity', "Get the activity's files"],
				["Get the activity's files", 'Next questions'],
				['Next questions', 'Which way'],
				...ways.map((way): [string, string] => [way, 'Next questions']),
			],
			{ from: 'Which way', to: [...ways, 'Your answers'] },
		),
		active: false,
		settings: { executionOrder: 'v1' },
		tags: [],
	};
}
