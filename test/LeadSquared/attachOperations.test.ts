import type { UploadReply } from '../stand-ins/leadsquared';
import { by, envelope, itemWith, notAttached, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useLeadSquared();

const succeeding: UploadReply[] = [
	'keepName',
	'renameToHash',
	'capitalUploadedFile',
	'lowerStatus',
	'oneElementArray',
];

const failing: Array<[UploadReply, string]> = [
	['errorIn200', 'LeadSquared says: The file could not be uploaded. [item 0]'],
	['exceptionIn200', 'LeadSquared says: The file could not be uploaded. [item 0]'],
	['errorEnvelope500', 'LeadSquared says: The file could not be uploaded. [item 0]'],
	['htmlBadGateway', 'LeadSquared is not available at the moment (HTTP 502) [item 0]'],
	['tooLarge413', 'The file "a.pdf" is too large for LeadSquared [item 0]'],
	[
		'emptyUploadedFile',
		'LeadSquared took the file "a.pdf" without naming it, so it cannot be attached [item 0]',
	],
];

describe.each(attachOperations)('$name', ({ parameters, call }) => {
	test.each(succeeding)('attaches the file after the answer: %s', async (reply) => {
		account.crm.switches.uploadReply = reply;
		const [output] = await account.outputOf(parameters);
		const [{ name, relativeFilePath, s3FilePath }] = account.crm.uploads;
		expect(account.crm.arrivals()).toMatchObject([{ attached: true }]);
		expect(output.files).toMatchObject([
			{
				fileName: 'a.pdf',
				sentFileName: 'a.pdf',
				uploadedFile: name,
				fileUrl: relativeFilePath,
				s3Url: s3FilePath,
			},
		]);
	});

	test.each(failing)('attaches nothing after the answer: %s', async (reply, message) => {
		account.crm.switches.uploadReply = reply;
		const { error, output } = await account.run(parameters);
		expect(output).toEqual([]);
		expect(error?.message).toBe(message);
		expect(error?.name).toBe('NodeApiError');
		expect(account.calls()).not.toContain(call);
		// An upload attaches nothing: it is done again when a gateway hides what became of it, or calls a
		// small file too large.
		const isRepeated = reply === 'htmlBadGateway' || reply === 'tooLarge413';
		expect(account.crm.uploadCount).toBe(isRepeated ? 4 : 1);
	});

	test('gives an item for each file when wanted', async () => {
		const [record] = await account.outputOf(parameters);
		const [file] = await account.outputOf({ ...parameters, options: { outputItems: 'file' } });
		const { files, fileCount, ...ofRecord } = record;
		expect(fileCount).toBe(1);
		expect(Object.keys(file).sort()).toEqual(
			Object.keys({ ...ofRecord, ...(files as object[])[0] }).sort(),
		);
		expect(file).toMatchObject({ fileName: 'a.pdf', sentFileName: 'a.pdf' });
	});

	test.each([
		['rawResponse', 'Raw Response'],
		['confirm', 'Confirm'],
		...(call === 'Lead.Update' ? [['triggerAutomations', 'Trigger Automations']] : []),
	])('sends nothing when the option %s is neither true nor false', async (option, label) => {
		const options = { [option]: '={{ "perhaps" }}' };
		// A lead that is not there, to see that none is created either.
		const createLead = { leadId: by('email', 'nia@example.com'), createLead: true };
		const lead = parameters.leadId ? createLead : {};
		const { error } = await account.run({ ...parameters, ...lead, options });
		expect(error?.message).toBe(`'${label}' is neither true nor false: "perhaps" [item 0]`);
		expect(account.crm.requests).toEqual([]);
	});

	test('tells where the file is when it cannot be attached', async () => {
		account.answer(call, 500, envelope('It is not the day for it.'));
		const { output } = await account.run(parameters, undefined, {
			onError: 'continueRegularOutput',
		});
		const [{ name, relativeFilePath: fileUrl }] = account.crm.uploads;
		expect(output).toHaveLength(1);
		expect(output[0].json).toMatchObject({
			error: 'LeadSquared says: It is not the day for it. [item 0]',
			message: expect.stringMatching(notAttached(`${name} at ${fileUrl}.`)),
			uploadedFiles: [{ fileName: 'a.pdf', uploadedFile: name, fileUrl }],
		});
	});

	test('tells it at the error output, too', async () => {
		account.answer(call, 500, envelope('It is not the day for it.'));
		const items = [await itemWith({ data: 'a.pdf' }, { mail: 7 })];
		const run = await account.run(parameters, items, { onError: 'continueErrorOutput' });
		const [{ name, relativeFilePath }] = account.crm.uploads;
		expect(run.output).toEqual([]);
		expect(run.errorOutput[0].json).toMatchObject({
			mail: 7,
			error: 'LeadSquared says: It is not the day for it. [item 0]',
			message: expect.stringMatching(notAttached(`${name} at ${relativeFilePath}.`)),
		});
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'an item that failed keeps its files: %s',
		async (onError) => {
			account.answer(call, 500, envelope('It is not the day for it.'));
			const items = [await itemWith({ data: 'a.pdf', other: 'b.pdf' })];
			const run = await account.run(parameters, items, { onError });
			const [failed] = [...run.output, ...run.errorOutput];
			expect(failed.json.error).toContain('It is not the day for it.');
			expect(failed.binary).toEqual(items[0].binary);
		},
	);

	test('does not do anything twice when the answer to the last call is lost', async () => {
		account.breakOff(call);
		const { error } = await account.run(parameters);
		expect(error?.message).toContain('closed the connection before the answer was complete');
		expect(error?.description).toMatch(notAttached('a.pdf at http'));
		// Attachment lists are not shown; everything else is looked up, or may be done again.
		const isHidden = call === 'Attachment/Add';
		const isHarmless = ['Lead.Update', 'CustomActivity/Update', 'Update'].includes(call);
		const says = isHidden || isHarmless ? 'not known whether the request' : 'not carried out';
		expect(error?.description).toContain(says);
		expect(account.requestsTo(call)).toHaveLength(isHidden ? 1 : 4);
		expect(account.crm.arrivals().filter(({ attached }) => attached)).toEqual([]);
	});

	test('keeps files of the same name apart when told to', async () => {
		const options = { uniqueNames: true };
		const [{ files: first }] = await account.outputOf({ ...parameters, options });
		const [{ files: second }] = await account.outputOf({ ...parameters, options });
		const [one, two] = account.crm.uploads.map(({ name }) => name);
		expect(one).toMatch(/^a-[a-z0-9]{8}\.pdf$/);
		expect(two).not.toBe(one);
		expect(first).toMatchObject([{ fileName: 'a.pdf', sentFileName: one, uploadedFile: one }]);
		expect(second).toMatchObject([{ fileName: 'a.pdf', sentFileName: two, uploadedFile: two }]);
	});

	test('hands an item without a file on unchanged when told to', async () => {
		const items = [{ json: { mail: 1 } }, await itemWith({ data: 'a.pdf' })];
		const options = { whenFileMissing: 'passThrough' };
		const { output } = await account.run({ ...parameters, options }, items);
		expect(output).toMatchObject([
			{ json: { mail: 1 }, pairedItem: { item: 0 } },
			{ json: { files: [{ uploadedFile: 'a.pdf' }] }, pairedItem: { item: 1 } },
		]);
	});
});

test.each(attachOperations.filter(({ parameters }) => 'leadId' in parameters))(
	'$name gives the address back that the lead was looked up by',
	async ({ parameters }) => {
		const byEmail = { ...parameters, leadId: by('email', '"Rao, Asha" <Asha@example.com>') };
		const [output] = await account.outputOf(byEmail);
		expect(output.email).toBe('Asha@example.com');
		const [byId] = await account.outputOf(parameters);
		expect(byId).not.toHaveProperty('email');
	},
);
