import type { IDataObject } from 'n8n-workflow';
import { KeyedMutex } from '../../../../nodes/shared/execution/keyedMutex';
import { sendJson } from '../../../stand-ins/common/server';
import { leadId } from '../../../stand-ins/leadsquared';
import type { Activity } from '../../../stand-ins/leadsquared';
import {
	by,
	envelope,
	itemWith,
	notAttached,
	rows,
	useLeadSquared,
} from '../../../support/leadSquared';
import { until } from '../../../support/until';

jest.mock('n8n-workflow', () => jest.requireActual('../../../support/skippingSleep'));

const account = useLeadSquared();

const create = (more: IDataObject = {}): IDataObject => ({
	resource: 'activity',
	operation: 'createWithFile',
	leadId: by('id', leadId(1)),
	activityType: by('list', '252'),
	attachTo: 'attachmentList',
	binaryPropertyName: 'data',
	...more,
});

const withSet = (more: IDataObject = {}) =>
	create({
		attachTo: 'customFieldSet',
		entitySchemaName: by('name', 'mx_Custom_2'),
		files: rows(['data', 'mx_CustomObject_1']),
		...more,
	});

/** Activities that were not seeded. */
const created = (): Activity[] => [...account.crm.activities.values()].slice(64);

test('files into a custom field set: uploads, then one call with the nested field', async () => {
	const files = rows(['one', 'mx_CustomObject_1'], ['two', 'mx_CustomObject_2']);
	const item = await itemWith({ one: 'one.pdf', two: 'two.pdf' });
	const output = await account.outputOf(withSet({ files }), [item]);
	expect(account.calls()).toEqual(['Leads.GetById', 'File/Upload', 'File/Upload', 'Create']);
	expect(account.targets()[1]).toEqual({
		FileType: '7',
		Entity: '1',
		Id: '252',
		EntitySchemaName: 'mx_Custom_2',
		SchemaName: 'mx_CustomObject_2',
	});
	expect(account.bodyOf('Create')).toEqual({
		RelatedProspectId: leadId(1),
		ActivityEvent: 252,
		ProcessFilesAsync: true,
		Fields: [
			{
				SchemaName: 'mx_Custom_2',
				Value: '',
				Fields: [
					{ SchemaName: 'mx_CustomObject_1', Value: 'one.pdf' },
					{ SchemaName: 'mx_CustomObject_2', Value: 'two.pdf' },
				],
			},
		],
	});
	expect(output).toEqual([
		{
			recordId: created()[0].id,
			recordType: 'activity',
			fileCount: 2,
			activityId: created()[0].id,
			warnings: [],
			eventCode: 252,
			leadId: leadId(1),
			leadCreated: false,
			customFieldSet: 'mx_Custom_2',
			files: [
				expect.objectContaining({ uploadedFile: 'one.pdf', fileField: 'mx_CustomObject_1' }),
				expect.objectContaining({ uploadedFile: 'two.pdf', fileField: 'mx_CustomObject_2' }),
			],
		},
	]);
});

test('files onto the attachment list: uploads, the activity, then a call for each file', async () => {
	const item = await itemWith({ attachment_0: 'a.pdf', attachment_1: 'b.pdf' });
	const output = await account.outputOf(create({ fileSelection: 'all' }), [item]);
	expect(account.calls().slice(1)).toEqual([
		'File/Upload',
		'File/Upload',
		'Create',
		'Attachment/Add',
		'Attachment/Add',
	]);
	expect(account.targets()[0]).toEqual({ FileType: '0', Entity: '1', Id: '252' });
	const [{ id, attachments }] = created();
	expect(attachments.map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf']);
	expect(output).toMatchObject([
		{ activityId: id, leadId: leadId(1), files: attachments.map((a) => ({ attachmentId: a.id })) },
	]);
});

test('note, time, score, status and further fields', async () => {
	const type = account.crm.activityTypes.get(252)!;
	type.fields.push({ schemaName: 'Status', displayName: 'Status', dataType: 'Dropdown' });
	const additionalFields = {
		note: 'Received\n"by" email',
		dateTime: '2026-01-15T10:20:30',
		score: 5,
		status: 'Completed',
		furtherFields: {
			values: [
				{ schemaName: 'mx_Custom_1', value: 'R-1 & co' },
				{ schemaName: 'mx_Custom_3', value: 'Courier' },
			],
		},
	};
	await account.outputOf(
		withSet({ additionalFields, options: { fieldSetStatus: 'Pending' } }),
		undefined,
		{
			settings: { timezone: 'Asia/Kolkata' },
		},
	);
	expect(account.bodyOf('Create')).toMatchObject({
		ActivityNote: 'Received\n"by" email',
		ActivityDateTime: '2026-01-15 04:50:30',
		Score: 5,
		Fields: [
			{ SchemaName: 'Status', Value: 'Completed' },
			{ SchemaName: 'mx_Custom_1', Value: 'R-1 & co' },
			{ SchemaName: 'mx_Custom_3', Value: 'Courier' },
			{ SchemaName: 'mx_Custom_2', Fields: [{ SchemaName: 'Status', Value: 'Pending' }, {}] },
		],
	});
});

test.each([
	['with a zone', '2026-01-15T10:20:30+02:00', '2026-01-15 08:20:30'],
	['in UTC', '2026-01-15T10:20:30.000Z', '2026-01-15 10:20:30'],
	['from an expression', '={{ DateTime.fromISO("2026-01-15T10:20:30Z") }}', '2026-01-15 10:20:30'],
	['a date', '2026-07-01', '2026-06-30 22:00:00'],
])('a time %s is told in UTC', async (_, dateTime, told) => {
	await account.outputOf(create({ additionalFields: { dateTime } }), undefined, {
		settings: { timezone: 'Europe/Berlin' },
	});
	expect(account.bodyOf('Create')).toMatchObject({ ActivityDateTime: told });
});

test.each([
	['time', { dateTime: 'soon' }, '\'Date and Time\' is not a date and time: "soon"'],
	['score', { score: '={{ "high" }}' }, '\'Score\' is not a number: "high"'],
])('a wrong %s: nothing is sent', async (_, additionalFields, message) => {
	const { error } = await account.run(create({ additionalFields }));
	expect(error?.message).toBe(`${message} [item 0]`);
	expect(account.crm.requests).toEqual([]);
});

describe('a lead by email', () => {
	const byEmail = (email: string, more: IDataObject = {}) =>
		create({ leadId: by('email', email), ...more });

	test('that is there', async () => {
		await account.outputOf(byEmail('ben@example.com', { createLead: true }));
		expect(account.bodyOf('Create')).toMatchObject({ RelatedProspectId: leadId(2) });
		expect(account.bodyOf('Create')).not.toHaveProperty('EmailAddress');
	});

	test('that is missing: an error, and nothing is uploaded', async () => {
		const { error } = await account.run(byEmail('nia@example.com'));
		expect(error?.message).toBe(
			'LeadSquared has no lead with the email address nia@example.com [item 0]',
		);
		expect(error?.description).toContain("'Create Lead if Missing'");
		expect(account.crm.uploadCount).toBe(0);
	});

	test.each([true, false])(
		'that is missing and may be created by LeadSquared (which tells its id: %s)',
		async (createAnswersRelatedId) => {
			account.crm.switches.createAnswersRelatedId = createAnswersRelatedId;
			const parameters = byEmail('nia@example.com', { createLead: true });
			const [output] = await account.outputOf(parameters);
			expect(account.bodyOf('Create')).toMatchObject({ EmailAddress: 'nia@example.com' });
			const [lead] = [...account.crm.leads.values()].slice(120);
			expect(output.leadId).toBe(createAnswersRelatedId ? lead.id : null);
			expect(output.leadCreated).toBe(true);
			expect(created()).toMatchObject([{ leadId: lead.id }]);
		},
	);

	test('several items with the same unknown address wait for each other', async () => {
		account.crm.switches.delayMs = 20;
		const seen = account.watch('Create');
		const items = await Promise.all(
			['Nia@example.com', 'nia@example.com', 'nia@EXAMPLE.com'].map(
				async (email, index) => await itemWith({ data: `${index}.pdf` }, { email }),
			),
		);
		const parameters = byEmail('={{ $json.email }}', { createLead: true });
		const output = await account.outputOf(parameters, items);
		expect(seen.most).toBe(1);
		const leads = [...account.crm.leads.values()].slice(120);
		expect(leads).toHaveLength(1);
		expect(output.filter(({ leadCreated }) => leadCreated)).toHaveLength(1);
		expect(output.map((json) => json.leadId)).toEqual(
			leads.concat(leads, leads).map(({ id }) => id),
		);
	});
});

test.each([
	['a type without attachments', () => {}, by('code', '206'), 'Attachments are not allowed'],
	[
		'an error inside a 200',
		() => (account.crm.switches.attachmentsAnswer = 'errorIn200'),
		by('code', '252'),
		'The attachment could not be added.',
	],
])('%s: the error names the activity that is there, and the file', async (_, set, type, says) => {
	set();
	const { error } = await account.run(create({ activityType: type }));
	const [{ id }] = created();
	expect(error?.message).toContain(`LeadSquared says: ${says}`);
	expect(error?.description).toMatch(notAttached('a.pdf at http'));
	expect(error?.description).toContain(
		`The activity ${id} was created; attach the missing files to it instead of repeating this step.`,
	);
	expect(error?.context).toMatchObject({ uploadedFiles: [{ uploadedFile: 'a.pdf' }] });
});

test('the second of two attachments is refused: the error tells what is there and what is not', async () => {
	account.answer('Attachment/Add', 500, envelope('The list is full.'), 2);
	const item = await itemWith({ attachment_0: 'a.pdf', attachment_1: 'b.pdf' });
	const onError = 'continueRegularOutput' as const;
	const { output } = await account.run(create({ fileSelection: 'all' }), [item], { onError });
	const [{ id, attachments }] = created();
	expect(attachments.map(({ name }) => name)).toEqual(['a.pdf']);
	const [{ json }] = output;
	expect(json).toMatchObject({ activityId: id, uploadedFiles: [{ uploadedFile: 'b.pdf' }] });
	expect(json.message).toMatch(/Attached already, not to be repeated: a\.pdf at http/);
	expect(json.message).toMatch(notAttached('b.pdf at http'));
});

test('an item that waits with its file when another one fails tells where the file is', async () => {
	const run = jest.spyOn(KeyedMutex.prototype, 'run');
	const inQueue = () => run.mock.calls.filter(([key]) => key === 'nia@example.com').length;
	account.crm.intercept = async (request, response, { pathname }) => {
		if (!pathname.endsWith('/Create')) return false;
		await until(() => inQueue() >= 2, 'both items are in the queue');
		request.resume();
		sendJson(response, 500, envelope('Nope.'));
		return true;
	};
	const items = [await itemWith({ data: 'a.pdf' }), await itemWith({ data: 'b.pdf' })];
	const leadOf = { leadId: by('email', 'nia@example.com'), createLead: true };
	const { error } = await account.run(create(leadOf), items);
	run.mockRestore();
	expect(account.requestsTo('Create')).toHaveLength(1);
	expect(error?.message).toMatch(/^LeadSquared says: Nope\. \[item [01]/);
	expect(error?.description).toMatch(
		/Also: The item was left half done, because another item failed \[item [01]/,
	);
	for (const name of ['a.pdf', 'b.pdf']) {
		expect(error?.description).toMatch(notAttached(`${name} at http`));
	}
});

test('a refused activity: what LeadSquared says, and where the file is', async () => {
	const furtherFields = { values: [{ schemaName: 'mx_Nothing', value: '1' }] };
	const { error } = await account.run(withSet({ additionalFields: { furtherFields } }));
	expect(error?.message).toBe("LeadSquared says: Attribute 'mx_Nothing' does not exist. [item 0]");
	expect(error?.description).toMatch(notAttached('a.pdf at http'));
	expect(created()).toEqual([]);
});

test('a lost answer is looked up, and asked for again only when no activity is there', async () => {
	const before = account.crm.activities.size;
	account.breakOff('Create');
	const { error } = await account.run(create());
	expect(error?.description).toContain('It was looked up, and not carried out; 4 attempts failed.');
	expect(error?.description).toMatch(notAttached('a.pdf at http'));
	expect(account.requestsTo('Create')).toHaveLength(4);
	expect(account.crm.activities.size).toBe(before);
});
