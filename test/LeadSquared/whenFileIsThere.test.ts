import type { IDataObject } from 'n8n-workflow';
import { isNamed } from '../../nodes/LeadSquared/transport/fileNames';
import { opportunityId } from '../stand-ins/leadsquared';
import { by, itemWith, rows, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useLeadSquared();
beforeEach(() => {
	account.crm.switches.detailsShowAttachments = true;
	account.crm.switches.opportunityTakesAttachments = true;
});

const named = (name: string) => {
	const found = attachOperations.find((operation) => operation.name === name);
	if (!found) throw new Error(`There is no operation ${name}`);
	return found.parameters;
};

const fields = { option: 'whenFieldHasFile' } as const;
const list = { option: 'whenFileIsThere' } as const;

/** Every operation that attaches files to a record which is there. */
const operations = [
	{ name: 'Lead: Attach File', ...fields },
	{ name: 'Lead: Add Note With File', ...list },
	{ name: 'Activity: Attach File, custom field set', ...fields },
	{ name: 'Activity: Attach File, attachment list', ...list },
	{ name: 'Opportunity: Attach File', ...fields },
].map((operation) => ({ ...operation, parameters: named(operation.name) }));
operations.push({
	name: 'Opportunity: Attach File, attachment list',
	...list,
	parameters: {
		...{ resource: 'opportunity', operation: 'attachFile', opportunityType: by('code', '12001') },
		...{ opportunityId: by('id', opportunityId(2)), attachTo: 'attachmentList' },
		binaryPropertyName: 'data',
	},
});

const uploads = () => account.crm.uploads.length;
const filesIn = (json: IDataObject) => json.files as IDataObject[];

describe.each(operations)('$name', ({ parameters, option }) => {
	const isField = option === 'whenFieldHasFile';
	const withOptions = (when: string, options: IDataObject = {}) => ({
		...parameters,
		options: { [option]: when, ...options },
	});

	test.each([{}, { uniqueNames: true }, { confirm: true }, { rawResponse: true }])(
		'run twice with Skip and %j, each file is there once',
		async (options) => {
			const chosen = withOptions('skip', options);
			const [first] = await account.outputOf(chosen);
			const [second] = await account.outputOf(chosen);
			expect(uploads()).toBe(1);
			expect(account.crm.arrivals().filter(({ attached }) => attached)).toHaveLength(1);
			expect(filesIn(first)[0]).not.toHaveProperty('skipped');
			expect(first.warnings).toEqual([]);
			expect(second).toMatchObject({ recordId: first.recordId, warnings: [] });
			const { fileName, fileSize } = filesIn(first)[0];
			expect(filesIn(second)).toMatchObject([{ fileName, fileSize, skipped: true }]);
		},
	);

	test.each(['Skip', '={{ true }}', '={{ {} }}'])('with %s nothing is sent', async (when) => {
		const { error } = await account.run(withOptions(when));
		expect(error?.message).toMatch(/^'When the Fi.* Already' (does not know|is not a text)/);
		expect(account.crm.requests).toEqual([]);
		expect(account.crm.arrivals()).toEqual([]);
	});

	test('with Report an Error nothing is sent', async () => {
		await account.outputOf(withOptions('error'));
		const { error } = await account.run(withOptions('error'));
		expect(error?.message).toMatch(
			isField
				? /^The field mx_CustomObject_1 of the record has a file already: "a.pdf" \[item 0]$/
				: /^The record has a file with this name already: "a.pdf" \[item 0]$/,
		);
		expect(error?.description).toContain('is set with');
		expect(uploads()).toBe(1);
	});

	test('without the option it is sent again', async () => {
		await account.outputOf(parameters);
		await account.outputOf(parameters);
		expect(uploads()).toBe(2);
	});

	test('a file of another name', async () => {
		const chosen = withOptions('skip');
		await account.outputOf(chosen);
		const [json] = await account.outputOf(chosen, [await itemWith({ data: 'other.pdf' })]);
		expect(uploads()).toBe(isField ? 1 : 2);
		expect(json.warnings).toEqual(
			isField ? [expect.stringContaining('may hold another file: "a.pdf"')] : [],
		);
	});

	test.each([0, 300])(
		'of two items with the same file the second is left, although shown %d ms late',
		async (visibleAfterMs) => {
			account.crm.switches.visibleAfterMs = visibleAfterMs;
			const items = [await itemWith({ data: 'a.pdf' }), await itemWith({ data: 'a.pdf' })];
			const output = await account.outputOf(withOptions('skip', { parallelRequests: 5 }), items);
			expect(uploads()).toBe(1);
			expect(output.map((json) => filesIn(json)[0].skipped ?? false).sort()).toEqual([false, true]);
			for (const { warnings } of output) {
				expect(warnings).not.toContainEqual(expect.stringContaining('Another item'));
			}
		},
	);

	test('what is not shown is sent, with a warning', async () => {
		account.crm.switches.leadSetsReadAs = 'nothing';
		account.crm.switches.fileFieldsReadAs = 'nothing';
		account.crm.switches.detailsShowAttachments = false;
		const chosen = withOptions('skip');
		await account.outputOf(chosen);
		const [json] = await account.outputOf(chosen);
		if (parameters.operation === 'addNoteWithFile') {
			expect(filesIn(json)).toMatchObject([{ skipped: true }]);
			return;
		}
		expect(uploads()).toBe(2);
		expect(json.warnings).toEqual([
			expect.stringMatching(/^LeadSquared does not show .*although .* may have been there already/),
		]);
	});
});

describe.each(operations.filter(({ option }) => option === 'whenFieldHasFile'))(
	'fields of a set, $name',
	({ parameters }) => {
		const skip = { ...parameters, options: { whenFieldHasFile: 'skip' } };

		test.each(['url', 'id', 'json', 'several'] as const)(
			'that read as %s are left',
			async (fileFieldsReadAs) => {
				account.crm.switches.fileFieldsReadAs = fileFieldsReadAs;
				await account.outputOf(skip);
				const [json] = await account.outputOf(skip);
				expect(uploads()).toBe(1);
				expect(filesIn(json)).toMatchObject([{ skipped: true }]);
				// Of an ID nobody knows which file it names.
				expect(json.warnings).toHaveLength(fileFieldsReadAs === 'id' ? 1 : 0);
			},
		);

		test('a file that LeadSquared stored under another name is left, with a warning', async () => {
			account.crm.switches.uploadReply = 'renameToHash';
			await account.outputOf(skip);
			const [json] = await account.outputOf(skip);
			expect(uploads()).toBe(1);
			expect(json.warnings).toEqual([expect.stringContaining('may hold another file')]);
		});

		test('of two of which one is filled, the other gets its file', async () => {
			await account.outputOf(skip);
			const both = {
				...skip,
				files: rows(['two', 'mx_CustomObject_2'], ['data', 'mx_CustomObject_1']),
				options: { whenFieldHasFile: 'skip', confirm: true },
			};
			const [json] = await account.outputOf(both, [
				await itemWith({ data: 'a.pdf', two: 'two.pdf' }),
			]);
			expect(uploads()).toBe(2);
			expect(json).toMatchObject({
				confirmed: true,
				files: [
					{ fileName: 'two.pdf', fileField: 'mx_CustomObject_2', confirmed: true },
					{ fileName: 'a.pdf', fileField: 'mx_CustomObject_1', skipped: true, fieldValue: 'a.pdf' },
				],
			});
		});
	},
);

test('a lead that is created with the files has none before', async () => {
	const [json] = await account.outputOf({
		...named('Lead: Attach File'),
		leadId: by('email', 'new@example.com'),
		createLead: true,
		options: { whenFieldHasFile: 'error' },
	});
	expect(json).toMatchObject({ leadCreated: true, warnings: [] });
	expect(uploads()).toBe(1);
});

test.each(['Lead: Attach File', 'Lead: Add Note With File'])(
	'%s: of two items that make the same lead, one sends the file',
	async (name) => {
		account.crm.switches.visibleAfterMs = 300;
		const items = [await itemWith({ data: 'a.pdf' }), await itemWith({ data: 'a.pdf' })];
		const leadId = by('email', 'new@example.com');
		const options = { whenFieldHasFile: 'skip', whenFileIsThere: 'skip', parallelRequests: 5 };
		const output = await account.outputOf(
			{ ...named(name), leadId, createLead: true, options },
			items,
		);
		expect(uploads()).toBe(1);
		expect(output.map((json) => filesIn(json)[0].skipped ?? false).sort()).toEqual([false, true]);
	},
);

test('a file that was left is not taken for one that is there', async () => {
	account.crm.switches.leadSetsReadAs = 'nothing';
	account.crm.switches.fileFieldsReadAs = 'nothing';
	const items = await Promise.all(
		['a.pdf', 'b.pdf', 'b.pdf'].map(async (name) => await itemWith({ data: name })),
	);
	const skip = { ...named('Lead: Attach File'), options: { whenFieldHasFile: 'skip' } };
	const output = await account.outputOf(skip, items);
	expect(uploads()).toBe(1);
	for (const { warnings, files } of output.slice(1)) {
		expect(files).toMatchObject([{ skipped: true, fieldValue: 'a.pdf' }]);
		expect(warnings).toContainEqual(expect.stringContaining('may hold another file: "a.pdf"'));
	}
});

test.each([
	['report.pdf', 'report.pdf', false, true],
	['report-passport.pdf', 'report-5e6f7a8b.pdf', true, false],
	['https://files.example.com/t/report.pdf?x=1', 'report.pdf', false, true],
	['report-1a2b3c4d.pdf', 'report.pdf', false, false],
	['report-1a2b3c4d.pdf', 'report-5e6f7a8b.pdf', true, true],
	['report-1a2b3c4d.pdf', 'report-5e6f7a8b.pdf', false, false],
	['report.pdf', 'report-5e6f7a8b.pdf', true, true],
	['report-20261125.pdf', 'report-5e6f7a8b.pdf', true, false],
	['report-1a2b3c4d.docx', 'report-5e6f7a8b.pdf', true, false],
	['other-1a2b3c4d.pdf', 'report-5e6f7a8b.pdf', true, false],
	['README-1a2b3c4d', 'README-5e6f7a8b', true, true],
])('%s is %s, with unique names %s: %s', (shown, fileName, uniqueNames, expected) => {
	expect(isNamed(shown, fileName, { uniqueNames })).toBe(expected);
});
