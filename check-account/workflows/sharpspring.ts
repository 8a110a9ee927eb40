import { onePixel } from '../shared';
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

const workflow = 'check-sharpspring';
const credential = { type: 'sharpSpringApi', name: 'SharpSpring account' } as const;

const readMe = `## Check your SharpSpring account

Finds out what the pages of SharpSpring (Constant Contact Lead Gen & CRM) do not say, for your account: a form, one minute, a table.

**Before you begin**
1. Make a lead for this in SharpSpring, with an email address, and a custom field of the type *File Upload*. Everything is written to this one lead, and named *n8n-check-…*.
2. Choose your credential in every SharpSpring node and every HTTP Request node below.

**Then** click *Execute workflow*, fill the form in, and wait for the page. It holds no keys and no email addresses, so that you can [share it](https://github.com/n8n-nodes-leadsquared-sharpspring/n8n-nodes-leadsquared-sharpspring/issues/new?template=check-account.yml).

The upper row tries the nodes as you would use them. The circle below asks what they cannot: n8n's HTTP Request node with the same credential, one request after the other.`;

const field = (fieldLabel: string, more: Record<string, unknown> = {}) => ({ fieldLabel, ...more });
const dropdown = (fieldLabel: string, ...options: string[]) =>
	field(fieldLabel, {
		fieldType: 'dropdown',
		fieldOptions: { values: options.map((option) => ({ option })) },
		requiredField: true,
	});

const formFields = [
	field("Test lead's email", {
		fieldType: 'email',
		placeholder: 'n8n-check@example.com',
		requiredField: true,
	}),
	field('File Upload field (system name)', {
		placeholder: 'contract_65f0a1b2c3d4e',
		requiredField: true,
	}),
	dropdown('Send Keys In, as in the credential', 'Query String', 'Headers'),
	dropdown('API Version, as in the credential', 'v1.2', 'v1'),
	field("Test product's ID (if any; it gets an image)", { placeholder: '2000612345678901' }),
	field('Largest file to try (MB)', { fieldType: 'number', placeholder: '0' }),
	field('Calls to make at once', { fieldType: 'number', placeholder: '0' }),
	field('Base URL (leave it empty)', { placeholder: 'https://api.sharpspring.com' }),
];

const form = (label: string) => `$json[${JSON.stringify(label)}]`;
const text = (label: string) => `={{ String(${form(label)} ?? '').trim() }}`;

const whatToCheck = assignments({
	baseUrl: [
		`={{ (String(${form('Base URL (leave it empty)')} ?? '').trim() || 'https://api.sharpspring.com').replace(/\\/+$/, '') }}`,
	],
	version: [text('API Version, as in the credential')],
	lead: [text("Test lead's email")],
	field: [text('File Upload field (system name)')],
	product: [text("Test product's ID (if any; it gets an image)")],
	sizeMb: [`={{ Number(${form('Largest file to try (MB)')} || 0) }}`, 'number'],
	calls: [`={{ Number(${form('Calls to make at once')} || 0) }}`, 'number'],
	keysIn: [
		`={{ ${form('Send Keys In, as in the credential')} === 'Headers' ? 'headers' : 'query' }}`,
	],
	otherKeys: ['={{ false }}', 'boolean'],
	stamp: ['={{ Date.parse($json.submittedAt).toString(36) }}'],
	image: [onePixel],
});

const given = (name: string) => `={{ $('What to check').item.json.${name} }}`;
const testFile = "={{ $('Make a test file').item.binary.data }}";
const ofForm = (name: string) => ({ name, value: `={{ $json.fields.${name} }}` });

/** The parts of an upload for one field: texts, and each file with the parameter of its name. */
const uploadForm = (count: number) =>
	formBody([
		ofForm('id'),
		ofForm('objectType'),
		ofForm('fieldSystemName'),
		...Array.from({ length: count }, (_, index) => [
			{ name: `={{ $json.files[${index}].part }}`, file: `file${index}` },
			{
				name: `={{ $json.files[${index}].name }}`,
				value: `={{ $json.fields[$json.files[${index}].name] }}`,
			},
		]).flat(),
	]);

/** The workflow that checks a SharpSpring account. */
export async function sharpSpringWorkflow() {
	const code = await codeFor({
		service: 'SharpSpring',
		brain: {
			steps: 'sharpSpringSteps',
			lines: 'sharpSpringLines',
			written: 'sharpSpringWritten',
			secrets: '(now, seen) => [now.lead, leadId(now, seen)]',
		},
		tried: [
			{
				node: 'Attach to the lead',
				operation: 'Lead: Attach File',
				when: 'always',
				leaves: [['file', 'sentFileName', 'node.png']],
			},
			{
				node: 'Upload a product image',
				operation: 'Product: Upload Image',
				when: 'given.product',
				leaves: [['image', 'sentFileName', 'node.png']],
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
				formTitle: 'Check your SharpSpring account',
				formDescription:
					'Everything is written to the one test lead (and to the test product, if you name one), and listed on the last page. A file that the field holds already is left alone by the questions, but not by the first node: use a lead made for this. It takes about a minute.',
				formFields: { values: formFields },
				options: {},
			},
			{ webhookId: stableId(`${workflow} webhook`) },
		),
		node(workflow, 'What to check', 'n8n-nodes-base.set', 3.4, [200, 0], whatToCheck),
		node(workflow, 'Make a test file', 'n8n-nodes-base.convertToFile', 1.1, [400, 0], {
			operation: 'toBinary',
			sourceProperty: 'image',
			options: { fileName: '=n8n-check-{{ $json.stamp }}-node.png', mimeType: 'image/png' },
		}),
		ownNode(workflow, 'Attach to the lead', credential, [600, 0], {
			resource: 'lead',
			operation: 'attachFile',
			leadId: chosen('email', given('lead')),
			fileSelection: 'fields',
			files: {
				values: [{ binaryPropertyName: testFile, fieldSystemName: chosen('name', given('field')) }],
			},
			options: {},
		}),
		ownNode(workflow, 'Upload a product image', credential, [800, 0], {
			resource: 'product',
			operation: 'uploadImage',
			productId: chosen('id', given('product')),
			binaryPropertyName: testFile,
			options: {},
		}),
		node(workflow, 'Next questions', 'n8n-nodes-base.code', 2, [600, 400], { jsCode: code }),
		node(workflow, 'Which way', 'n8n-nodes-base.switch', 3.2, [800, 400], {
			rules: {
				values: ['write', 'upload', 'uploadTwo', 'uploadImage', 'open', 'burst', 'page'].map(rule),
			},
			options: {},
		}),
		httpNode(workflow, 'Ask', credential, [1060, 160], jsonBody),
		httpNode(workflow, 'Upload', credential, [1060, 320], uploadForm(1)),
		httpNode(workflow, 'Upload two files', credential, [1060, 480], uploadForm(2)),
		httpNode(
			workflow,
			'Upload an image',
			credential,
			[1060, 640],
			formBody([ofForm('id'), ofForm('productID'), { name: 'productImage', file: 'file0' }]),
		),
		httpNode(workflow, 'Open without keys', undefined, [1060, 800], {}),
		httpNode(workflow, 'Many at once', credential, [1060, 960], jsonBody, { atOnce: true }),
		node(
			workflow,
			'Your answers',
			'n8n-nodes-base.form',
			2.3,
			[1060, 1120],
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
		'Ask',
		'Upload',
		'Upload two files',
		'Upload an image',
		'Open without keys',
		'Many at once',
	];
	return {
		id: 'exCheckSharpS001',
		name: 'Check your SharpSpring account',
		nodes,
		pinData: {},
		connections: connections(
			[
				['Your account', 'What to check'],
				['What to check', 'Make a test file'],
				['Make a test file', 'Attach to the lead'],
				['Attach to the lead', 'Upload a product image'],
				['Upload a product image', 'Next questions'],
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
