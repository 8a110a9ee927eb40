import type { IDataObject } from 'n8n-workflow';
import { leadId, opportunityId } from '../../../stand-ins/leadsquared';
import type { Opportunity } from '../../../stand-ins/leadsquared';
import {
	by,
	envelope,
	itemWith,
	notAttached,
	rows,
	useLeadSquared,
} from '../../../support/leadSquared';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const capture = (more: IDataObject = {}): IDataObject => ({
	resource: 'opportunity',
	operation: 'captureWithFile',
	leadId: by('id', leadId(1)),
	opportunityType: by('list', '12000'),
	entitySchemaName: by('list', 'mx_Custom_13'),
	files: rows(['data', 'mx_CustomObject_1']),
	...more,
});

/** The first opportunity of the first lead has this name, which must be unique. */
const sameName = {
	furtherFields: { values: [{ schemaName: 'mx_Custom_1', value: 'Deal 1' }] },
};

/** Opportunities that were not seeded. */
const created = (): Opportunity[] => [...account.crm.opportunities.values()].slice(33);
const first = () => account.crm.opportunities.get(opportunityId(1));

test('a new opportunity: uploads, then one call with the nested field', async () => {
	const files = rows(['form', 'mx_CustomObject_1'], ['offer', 'mx_CustomObject_2']);
	const item = await itemWith({ form: 'Form.pdf', offer: 'Offer.pdf' });
	const additionalFields = {
		note: 'Loan file',
		dateTime: '2026-01-15T10:20:30Z',
		status: 'Open',
		furtherFields: { values: [{ schemaName: 'mx_Custom_6', value: '25000' }] },
		leadFields: { values: [{ schemaName: 'mx_City', value: 'Pune' }] },
	};
	const options = { fieldSetStatus: 'Pending', doNotChangeOwner: true };
	const output = await account.outputOf(capture({ files, additionalFields, options }), [item]);
	expect(account.calls()).toEqual(['Leads.GetById', 'File/Upload', 'File/Upload', 'Capture']);
	expect(account.targets()[1]).toEqual({
		FileType: '7',
		Entity: '1',
		Id: '12000',
		EntitySchemaName: 'mx_Custom_13',
		SchemaName: 'mx_CustomObject_2',
	});
	expect(account.bodyOf('Capture')).toEqual({
		LeadDetails: [
			{ Attribute: 'ProspectID', Value: leadId(1) },
			{ Attribute: '__UseUserDefinedGuid__', Value: 'true' },
			{ Attribute: 'mx_City', Value: 'Pune' },
			{ Attribute: 'SearchBy', Value: 'ProspectId' },
		],
		Opportunity: {
			OpportunityEventCode: 12000,
			OpportunityNote: 'Loan file',
			OpportunityDateTime: '2026-01-15 10:20:30',
			DoNotChangeOwner: true,
			Fields: [
				{ SchemaName: 'Status', Value: 'Open' },
				{ SchemaName: 'mx_Custom_6', Value: '25000' },
				{
					SchemaName: 'mx_Custom_13',
					Value: '',
					Fields: [
						{ SchemaName: 'Status', Value: 'Pending' },
						{ SchemaName: 'mx_CustomObject_1', Value: 'Form.pdf' },
						{ SchemaName: 'mx_CustomObject_2', Value: 'Offer.pdf' },
					],
				},
			],
		},
	});
	const [opportunity] = created();
	expect(opportunity.fieldSets.mx_Custom_13).toMatchObject({ mx_CustomObject_2: 'Offer.pdf' });
	expect(output).toEqual([
		{
			recordId: opportunity.id,
			recordType: 'opportunity',
			fileCount: 2,
			opportunityId: opportunity.id,
			leadId: leadId(1),
			leadCreated: false,
			created: true,
			customFieldSet: 'mx_Custom_13',
			files: [
				expect.objectContaining({ uploadedFile: 'Form.pdf', fileField: 'mx_CustomObject_1' }),
				expect.objectContaining({ uploadedFile: 'Offer.pdf', fileField: 'mx_CustomObject_2' }),
			],
			warnings: [],
		},
	]);
});

test('a further field does not repeat the status', async () => {
	const furtherFields = {
		values: [
			{ schemaName: 'status', value: 'Won' },
			{ schemaName: 'mx_Custom_6', value: '25000' },
		],
	};
	await account.outputOf(capture({ additionalFields: { status: 'Open', furtherFields } }));
	const { Opportunity } = account.bodyOf('Capture') as { Opportunity: { Fields: unknown[] } };
	expect(Opportunity.Fields.slice(0, -1)).toEqual([
		{ SchemaName: 'Status', Value: 'Open' },
		{ SchemaName: 'mx_Custom_6', Value: '25000' },
	]);
});

test.each(['={{ false }}', '={{ 0 }}'])(
	'where the status is %s, a further field may give it',
	async (status) => {
		const furtherFields = {
			values: [
				{ schemaName: 'Status', value: 'Won' },
				{ schemaName: 'mx_Custom_6', value: '={{ 0 }}' },
			],
		};
		await account.outputOf(capture({ additionalFields: { status, furtherFields } }));
		const { Opportunity } = account.bodyOf('Capture') as { Opportunity: { Fields: unknown[] } };
		expect(Opportunity.Fields.slice(0, -1)).toEqual([
			{ SchemaName: 'Status', Value: 'Won' },
			{ SchemaName: 'mx_Custom_6', Value: '0' },
		]);
	},
);

test.each([
	['doNotChangeOwner', 'DoNotChangeOwner', 'Do Not Change Owner'],
	['doNotPostDuplicateActivity', 'DoNotPostDuplicateActivity', 'Do Not Post Duplicate Activity'],
])('the switch %s from an expression', async (option, name, label) => {
	const run = async (value: string) =>
		await account.run(capture({ options: { [option]: '={{ $json.value }}' } }), [
			await itemWith('a.pdf', { value }),
		]);
	const sent = () => (account.bodyOf('Capture') as { Opportunity: IDataObject }).Opportunity;
	for (const off of ['false', '0', '']) {
		expect((await run(off)).error).toBeUndefined();
		expect(sent()).not.toHaveProperty(name);
	}
	expect((await run('true')).error).toBeUndefined();
	expect(sent()).toHaveProperty(name, true);
	const { error } = await run('perhaps');
	expect(error?.message).toBe(`'${label}' is neither true nor false: "perhaps" [item 0]`);
});

describe.each([
	['a number', false],
	['a text', true],
])("an answer's Status that is %s", (_, opportunityStatusAsString) => {
	beforeEach(() => {
		account.crm.switches.opportunityStatusAsString = opportunityStatusAsString;
	});

	test('0 is a success', async () => {
		const [output] = await account.outputOf(capture({ options: { rawResponse: true } }));
		const Status = opportunityStatusAsString ? '0' : 0;
		expect(output).toMatchObject({ created: true, warnings: [], response: { Status } });
	});

	test('1 is a failure, and the error tells where the file is', async () => {
		account.crm.switches.captureOutcome = 'failure';
		const { error } = await account.run(capture());
		expect(error?.message).toBe(
			'LeadSquared did not capture the opportunity: The opportunity could not be captured. [item 0]',
		);
		const [{ relativeFilePath }] = account.crm.uploads;
		expect(error?.description).toMatch(notAttached(`a.pdf at ${relativeFilePath}.`));
		expect(created()).toEqual([]);
	});

	test('2 is a success with a warning', async () => {
		account.crm.switches.captureOutcome = 'partial';
		const [output] = await account.outputOf(capture());
		expect(output).toMatchObject({
			opportunityId: created()[0].id,
			created: true,
			warnings: ['Some of the details could not be saved.'],
		});
	});
});

describe('an opportunity that is there already', () => {
	const duplicate = (ifDuplicate?: string) =>
		capture({ additionalFields: sameName, options: ifDuplicate ? { ifDuplicate } : {} });

	test('is returned, and left as it is unless told otherwise', async () => {
		const [output] = await account.outputOf(duplicate());
		expect(output).toMatchObject({
			opportunityId: opportunityId(1),
			leadId: leadId(1),
			created: false,
			files: [{ uploadedFile: 'a.pdf', fileUrl: account.crm.uploads[0].relativeFilePath }],
			warnings: [expect.stringContaining('the files are in the account, but not attached to it')],
		});
		expect(first()?.fieldSets).toEqual({});
		expect(created()).toEqual([]);
	});

	test('can get the files and nothing else', async () => {
		const [output] = await account.outputOf(duplicate('attachFiles'));
		expect(output).toMatchObject({ opportunityId: opportunityId(1), created: false, warnings: [] });
		expect(account.calls().slice(-2)).toEqual(['Capture', 'Update']);
		expect(first()?.fieldSets).toEqual({ mx_Custom_13: { mx_CustomObject_1: 'a.pdf' } });
	});

	test.each([
		['overwriteFields', 'OverwriteFields', []],
		[
			'updateEmptyFields',
			'UpdateEmptyFields',
			[expect.stringContaining('a file field that already held a file keeps it')],
		],
	])('can be changed: %s', async (choice, name, warnings) => {
		const [output] = await account.outputOf(duplicate(choice));
		expect(output).toMatchObject({ opportunityId: opportunityId(1), created: false, warnings });
		expect(account.bodyOf('Capture')).toMatchObject({ Opportunity: { [name]: true } });
		expect(first()?.fieldSets).toEqual({ mx_Custom_13: { mx_CustomObject_1: 'a.pdf' } });
	});

	test('keeps its file when only empty fields are filled, and the output warns', async () => {
		await account.outputOf(duplicate('attachFiles'));
		const item = await itemWith({ data: 'b.pdf' });
		const [output] = await account.outputOf(duplicate('updateEmptyFields'), [item]);
		expect(first()?.fieldSets).toEqual({ mx_Custom_13: { mx_CustomObject_1: 'a.pdf' } });
		expect(output.warnings).toHaveLength(1);
	});

	test('only then: a new one has no such warning', async () => {
		const [output] = await account.outputOf(
			capture({ options: { ifDuplicate: 'updateEmptyFields' } }),
		);
		expect(output).toMatchObject({ created: true, warnings: [] });
	});

	test.each([[''], [null], [' keep\n']])(
		'is left as it is where the choice is %j',
		async (choice) => {
			const item = await itemWith('a.pdf', { choice });
			const parameters = duplicate('={{ $json.choice }}');
			const [output] = await account.outputOf(parameters, [item]);
			expect(output.warnings).toEqual([expect.stringContaining('but not attached to it')]);
			expect(output).not.toHaveProperty('customFieldSet');
		},
	);

	test.each([['attach'], ['attachfiles'], [true], [{}]])(
		'gets nothing where the choice is %j: nothing is sent',
		async (choice) => {
			const item = await itemWith('a.pdf', { choice });
			const { error } = await account.run(duplicate('={{ $json.choice }}'), [item]);
			expect(error?.message).toMatch(/^'If Opportunity Exists' (does not know|is not a text: )/);
			expect(account.crm.requests).toEqual([]);
		},
	);

	test('may be what a failure is about', async () => {
		account.answer('Capture', 200, {
			Status: 1,
			ExceptionMessage: 'Duplicate opportunity.',
			ConflictedOpportunityId: opportunityId(1),
		});
		const { error } = await account.run(capture());
		expect(error?.message).toContain('Duplicate opportunity.');
		expect(error?.description).toContain(`conflicts with the opportunity ${opportunityId(1)}.`);
	});
});

test.each([
	['status1In200', 'LeadSquared did not capture the opportunity: '],
	['envelope500', 'LeadSquared says: '],
] as const)('a refusal as %s names the field', async (captureRefusals, start) => {
	account.crm.switches.captureRefusals = captureRefusals;
	account.crm.opportunityTypes
		.get(12000)!
		.fields.find(({ schemaName }) => schemaName === 'mx_Custom_19')!.mandatory = true;
	const { error } = await account.run(capture());
	expect(error?.message).toBe(
		`${start}Field name : 'mx_Custom_19' of datatype : 'String' is mandatory. [item 0]`,
	);
	expect(error?.description).toMatch(notAttached('a.pdf at http'));
});

describe('a failure after the capture names the opportunity', () => {
	const onError = 'continueRegularOutput' as const;

	test('that was created, with its file', async () => {
		const options = { confirm: true };
		await account.outputOf(capture({ options }));
		// This account has shown what such fields hold: one that shows nothing is empty.
		account.crm.switches.fileFieldsReadAs = 'nothing';
		const { output } = await account.run(capture({ options }), undefined, { onError });
		const { id } = created()[1];
		const [{ json }] = output;
		expect(json).toMatchObject({ opportunityId: id, uploadedFiles: [{ uploadedFile: 'a.pdf' }] });
		expect(json.message).toContain(
			`The opportunity ${id} was created; attach the missing files to it instead of repeating this step.`,
		);
	});

	test('that was there already', async () => {
		account.answer('Update', 500, envelope('Nope.'));
		const options = { ifDuplicate: 'attachFiles' };
		const parameters = capture({ additionalFields: sameName, options });
		const { output } = await account.run(parameters, undefined, { onError });
		const [{ json }] = output;
		expect(json).toMatchObject({ uploadedFiles: [{ uploadedFile: 'a.pdf' }] });
		expect(json).not.toHaveProperty('opportunityId');
		expect(json.message).toContain(`The opportunity ${opportunityId(1)} was there already.`);
	});
});

test.each<[boolean, unknown[]]>([
	[
		false,
		[expect.stringContaining('the activity that LeadSquared posts for it may be there twice')],
	],
	[true, []],
])(
	"an opportunity that was there, captured again after a lost answer, 'Do Not Post Duplicate Activity' %s",
	async (doNotPostDuplicateActivity, warnings) => {
		Object.assign(account.crm.switches, {
			workBeforeForced: true,
			nextAnswers: { Capture: ['lost'] },
		});
		const options = { ifDuplicate: 'attachFiles', doNotPostDuplicateActivity };
		const [output] = await account.outputOf(capture({ additionalFields: sameName, options }));
		expect(output).toMatchObject({ created: false, warnings });
		expect(account.requestsTo('Capture')).toHaveLength(2);
		expect(created()).toEqual([]);
	},
);

test('an answer with neither id is a failure, and the opportunity is looked for', async () => {
	account.answer('Capture', 200, { Status: 0 });
	const { error } = await account.run(capture());
	expect(error?.message).toContain('LeadSquared did not capture the opportunity');
	expect(error?.description).toContain('It was looked up, and not carried out');
	expect(error?.description).toContain('but not attached: a.pdf');
});

describe('the lead', () => {
	test.each([
		['by email', by('email', 'ben@example.com')],
		['by phone', by('phone', '+1-2025550101')],
		['from the list', by('list', leadId(2))],
	])('is found %s', async (_, lead) => {
		const [output] = await account.outputOf(capture({ leadId: lead }));
		expect(output.leadId).toBe(leadId(2));
		expect(created()).toMatchObject([{ leadId: leadId(2) }]);
	});

	test.each([
		['email', 'nia@example.com', 'EmailAddress', 'email address'],
		['phone', '+44-2071838750', 'Phone', 'phone number'],
	])('by %s, when it is missing, is created if wanted', async (mode, value, field, label) => {
		const { error } = await account.run(capture({ leadId: by(mode, value) }));
		expect(error?.message).toBe(`LeadSquared has no lead with the ${label} ${value} [item 0]`);
		expect(account.crm.uploadCount).toBe(0);

		const parameters = capture({ leadId: by(mode, value), createLead: true });
		const [output] = await account.outputOf(parameters);
		expect(account.bodyOf('Capture')).toMatchObject({
			LeadDetails: [
				{ Attribute: field, Value: value },
				{ Attribute: 'SearchBy', Value: field },
			],
		});
		const lead = account.crm.leads.get(String(output.leadId));
		expect(lead?.values).toMatchObject({ [field]: value });
	});

	test.each([
		['email', 'nia@example.com', 'emailaddress', 'EmailAddress'],
		['phone', '+44-2071838750', 'Phone', 'Phone'],
	])('by %s: no lead field gives it another one', async (mode, value, schemaName, field) => {
		const leadFields = {
			values: [
				{ schemaName, value: 'another' },
				{ schemaName: 'mx_City', value: 'Pune' },
			],
		};
		const parameters = capture({
			leadId: by(mode, value),
			createLead: true,
			additionalFields: { leadFields },
		});
		const [output] = await account.outputOf(parameters);
		expect(account.bodyOf('Capture')).toMatchObject({
			LeadDetails: [
				{ Attribute: field, Value: value },
				{ Attribute: 'mx_City', Value: 'Pune' },
				{ Attribute: 'SearchBy', Value: field },
			],
		});
		// The lead is there now: the next run finds it, and does not change what it is found by.
		expect(await account.outputOf(parameters)).toMatchObject([{ leadId: output.leadId }]);
		expect(JSON.stringify(account.bodyOf('Capture'))).not.toContain('another');
	});

	test('by ID can get another email', async () => {
		const leadFields = { values: [{ schemaName: 'EmailAddress', value: 'new@example.com' }] };
		await account.outputOf(capture({ additionalFields: { leadFields } }));
		expect(account.crm.leads.get(leadId(1))?.values.EmailAddress).toBe('new@example.com');
	});

	test('is created once for several items', async () => {
		account.crm.switches.delayMs = 20;
		const seen = account.watch('Capture');
		const items = await Promise.all(
			[0, 1, 2].map(async (n) => await itemWith({ data: `${n}.pdf` })),
		);
		const lead = by('email', 'nia@example.com');
		const output = await account.outputOf(capture({ leadId: lead, createLead: true }), items);
		expect(account.crm.leads.size).toBe(121);
		expect(new Set(output.map((json) => json.leadId)).size).toBe(1);
		expect(seen.most).toBe(1);
	});

	test.each([
		['email', ['nia@example.com', 'NIA@Example.com', ' nia@example.com ']],
		['phone', ['+44-2071838750', '+44 (207) 183 8750', '+442071838750']],
	])('by %s is created once for several spellings', async (mode, spellings) => {
		const items = await Promise.all(
			spellings.map(async (text, index) => await itemWith(`${index}.pdf`, { text })),
		);
		const lead = by(mode, '={{ $json.text }}');
		const output = await account.outputOf(capture({ leadId: lead, createLead: true }), items);
		const [newcomer, ...others] = [...account.crm.leads.values()].slice(120);
		expect(others).toEqual([]);
		expect(output.map((json) => json.leadId)).toEqual(spellings.map(() => newcomer.id));
		expect(output.filter(({ leadCreated }) => leadCreated === true)).toHaveLength(1);
	});

	test.each(['ProspectID', 'SearchBy'])(
		'cannot be changed by a lead field %s',
		async (schemaName) => {
			const leadFields = { values: [{ schemaName, value: leadId(2) }] };
			const { error } = await account.run(capture({ additionalFields: { leadFields } }));
			expect(error?.message).toBe(`"${schemaName}" is not a field that can be filled in [item 0]`);
			expect(account.crm.requests).toEqual([]);
		},
	);
});
