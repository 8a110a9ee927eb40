import type { INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { nodeOnCanvas } from '../support/host';
import { by } from '../support/leadSquared';

const node = new LeadSquared();
const { description } = node;

/** All parameters, also those inside of collections. */
function everything(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		const inner = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return (option as INodePropertyCollection).values;
			return 'type' in option ? [option as INodeProperties] : [];
		});
		return [property, ...everything(inner)];
	});
}

const all = everything(description.properties);

const operations = description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ options = [], displayOptions }) =>
		options.map((option) => ({
			resource: String(displayOptions?.show?.resource?.[0]),
			operation: 'value' in option ? String(option.value) : '',
			action: 'action' in option ? option.action : undefined,
		})),
	);

/** The parameters of an operation as n8n fills them in. */
function filledIn(parameters: INodeParameters): INodeParameters {
	const filled = NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		nodeOnCanvas('Tested', 'leadSquared'),
		description,
	);
	return filled ?? {};
}

/** Names of parameters that keep the workflow from running. */
function issuesOf(parameters: INodeParameters): string[] {
	const canvas = nodeOnCanvas('Tested', 'leadSquared', { parameters: filledIn(parameters) });
	const found = NodeHelpers.getNodeParametersIssues(description.properties, canvas, description);
	return Object.keys(found?.parameters ?? {}).sort();
}

/** Labels of what the editor shows. */
function shown(parameters: INodeParameters): string[] {
	const values = filledIn(parameters);
	const canvas = nodeOnCanvas('Tested', 'leadSquared', { parameters: values });
	return description.properties
		.filter((property) => NodeHelpers.displayParameter(values, property, canvas, description))
		.filter(({ type }) => type !== 'notice')
		.map(({ displayName }) => displayName)
		.slice(2);
}

test('all operations are there, each with an action of its own', () => {
	expect(operations.map(({ resource, operation }) => `${resource}: ${operation}`)).toEqual([
		'activity: attachFile',
		'activity: createWithFile',
		'activity: getFiles',
		'file: upload',
		'lead: addNoteWithFile',
		'lead: attachFile',
		'lead: getFiles',
		'opportunity: attachFile',
		'opportunity: captureWithFile',
		'opportunity: getFiles',
	]);
	const actions = operations.map(({ action }) => action);
	expect(new Set(actions).size).toBe(operations.length);
	expect(actions.every(Boolean)).toBe(true);
});

test.each([
	[
		{ resource: 'lead', operation: 'attachFile' },
		[
			'Lead',
			'Create Lead if Missing',
			'Custom Field Set',
			'Files to Send',
			'Files and Fields',
			'Options',
		],
	],
	[
		{ resource: 'lead', operation: 'attachFile', leadId: by('email', ''), createLead: true },
		[
			'Lead',
			'Create Lead if Missing',
			'New Lead',
			'Custom Field Set',
			'Files to Send',
			'Files and Fields',
			'Options',
		],
	],
	[
		{ resource: 'lead', operation: 'addNoteWithFile', fileSelection: 'all' },
		['Lead', 'Create Lead if Missing', 'Files to Send', 'Field Name Prefix', 'Note', 'Options'],
	],
	[
		{ resource: 'activity', operation: 'createWithFile' },
		[
			'Lead',
			'Create Lead if Missing',
			'Activity Type',
			'Attach To',
			'Files to Send',
			'Input Binary Field',
			'Additional Fields',
			'Options',
		],
	],
	[
		{ resource: 'activity', operation: 'attachFile', attachTo: 'customFieldSet' },
		[
			'Lead Whose Activities to List',
			'Activity',
			'Attach To',
			'Activity Type',
			'Custom Field Set',
			'Files to Send',
			'Files and Fields',
			'Options',
		],
	],
	[
		{ resource: 'activity', operation: 'attachFile', activityId: by('id', '') },
		['Activity', 'Attach To', 'Activity Type', 'Files to Send', 'Input Binary Field', 'Options'],
	],
	[
		{ resource: 'activity', operation: 'getFiles', activityId: by('id', ''), download: true },
		['Activity', 'Download Files', 'Put Output Files in Field', 'Options'],
	],
	[
		{ resource: 'opportunity', operation: 'attachFile' },
		[
			'Opportunity Type',
			'Lead Whose Opportunities to List',
			'Opportunity',
			'Attach To',
			'Custom Field Set',
			'Files to Send',
			'Files and Fields',
			'Options',
		],
	],
	[
		{ resource: 'opportunity', operation: 'captureWithFile', leadId: by('phone', '') },
		[
			'Lead',
			'Create Lead if Missing',
			'Opportunity Type',
			'Custom Field Set',
			'Files to Send',
			'Files and Fields',
			'Additional Fields',
			'Options',
		],
	],
	[
		{ resource: 'opportunity', operation: 'getFiles' },
		['Lead Whose Opportunities to List', 'Opportunity', 'Download Files', 'Options'],
	],
	[
		{ resource: 'file', operation: 'upload' },
		['Files to Send', 'Input Binary Field', 'File Type', 'Storage Type', 'Record Type', 'Options'],
	],
	[
		{ resource: 'file', operation: 'upload', fileType: 3, optionalEntity: 0 },
		[
			'Files to Send',
			'Input Binary Field',
			'File Type',
			'Storage Type',
			'Record Type',
			'Lead ID',
			'Options',
		],
	],
	[
		// What was chosen for another file type is of no account.
		{ resource: 'file', operation: 'upload', fileType: 7, entity: 1, optionalEntity: 0 },
		[
			'Files to Send',
			'Input Binary Field',
			'File Type',
			'Storage Type',
			'Record Type',
			'Event Code',
			'Custom Field Set',
			'File Field',
			'Options',
		],
	],
])('%j shows what matters, in this order', (parameters, labels) => {
	expect(shown(parameters)).toEqual(labels);
});

describe('every list', () => {
	const lists = all.filter(({ modes }) => modes?.some(({ type }) => type === 'list'));

	test.each(lists.map((property) => [property.displayName, property] as const))(
		'%s: has a search, and a way to enter the value by hand',
		(_, { modes = [], default: preset }) => {
			const { searchListMethod, searchable } =
				modes.find(({ type }) => type === 'list')?.typeOptions ?? {};
			expect(Object.keys(node.methods.listSearch)).toContain(searchListMethod);
			expect(searchable).toBe(true);
			expect(modes.some(({ type }) => type === 'string')).toBe(true);
			// A lead from a list is one person for all items.
			const mode = modes[0].name === 'email' ? 'email' : 'list';
			expect(preset).toEqual({ mode, value: '' });
		},
	);

	test('no search is left over', () => {
		const used = lists.flatMap(({ modes = [] }) =>
			modes.map(({ typeOptions }) => typeOptions?.searchListMethod),
		);
		expect(new Set(used.filter(Boolean))).toEqual(new Set(Object.keys(node.methods.listSearch)));
	});
});

describe('the editor refuses what cannot be right before the workflow runs', () => {
	const id = 'fda46463-2f03-439b-ae4b-0649f22b9aa7';

	// An empty one fits: whether it is required is another matter.
	test.each([
		[
			'By ID',
			6,
			['', id, ` ${id.toUpperCase()}\n`],
			['1042', `${id}1`, `{${id}}`, 'ada@example.com'],
		],
		['By Code', 3, ['', '252', ' 12000 '], ['12a', '1 2', id]],
	])('%s', (label, ways, right, wrong) => {
		const modes = all
			.flatMap(({ modes = [] }) => modes)
			.filter(({ displayName }) => displayName === label);
		expect(modes.length).toBeGreaterThanOrEqual(ways);
		for (const { validation } of modes) {
			const [{ properties }] = validation as unknown as Array<{ properties: { regex: string } }>;
			// n8n puts the expression between these two.
			const pattern = new RegExp(`^${properties.regex}$`);
			expect(right.filter((text) => !pattern.test(text))).toEqual([]);
			expect(wrong.filter((text) => pattern.test(text))).toEqual([]);
		}
	});

	test('but not a lead for the list that was left empty', () => {
		const parameters = {
			resource: 'activity',
			operation: 'getFiles',
			listLeadId: by('id', ''),
			activityId: by('list', id),
		};
		expect(issuesOf(parameters)).toEqual([]);
		expect(issuesOf({ ...parameters, listLeadId: by('id', '1042') })).toEqual(['listLeadId']);
	});
});

describe('texts', () => {
	test('optional parameters are in alphabetical order', () => {
		// Options are in groups: test/panels.test.ts.
		const collections = all.filter(({ type, name }) => type === 'collection' && name !== 'options');
		for (const { type, options = [] } of collections) {
			const labels = options.map((option) => ('displayName' in option ? option.displayName : ''));
			expect([type, labels]).toEqual([type, [...labels].sort((a, b) => a.localeCompare(b))]);
		}
	});

	test('placeholders are examples, and switches say "Whether"', () => {
		const examples = all.flatMap(({ type, placeholder, modes = [] }) => [
			...(['collection', 'fixedCollection'].includes(type) ? [] : [placeholder]),
			...modes.map((mode) => mode.placeholder),
		]);
		expect(examples.filter((text) => text && !text.startsWith('e.g. '))).toEqual([]);
		const switches = all.filter(({ type }) => type === 'boolean');
		expect(switches.filter((p) => !p.description?.startsWith('Whether'))).toEqual([]);
	});

	test('they name only parameters that are there', () => {
		const labels = new Set(all.map(({ displayName }) => displayName));
		const values = all.flatMap(({ options = [] }) => options.map(({ name }) => name));
		const quoted = all.flatMap(({ description: text = '', hint = '' }) =>
			[...`${text} ${hint}`.matchAll(/'([A-Z][\w ]+)'/g)].map(([, label]) => label),
		);
		expect(quoted.filter((label) => !labels.has(label) && !values.includes(label))).toEqual([]);
	});
});

test('what is required and empty is said before anything runs', () => {
	const activity = { resource: 'activity', operation: 'attachFile' };
	expect(issuesOf(activity)).toEqual(['activityId']);
	expect(issuesOf({ ...activity, attachTo: 'customFieldSet' })).toEqual(
		expect.arrayContaining(['activityId', 'activityType', 'entitySchemaName']),
	);
});
