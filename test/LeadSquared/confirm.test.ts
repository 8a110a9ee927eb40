import type { IDataObject } from 'n8n-workflow';
import { sendJson } from '../stand-ins/common/server';
import { activityId } from '../stand-ins/leadsquared';
import type { LeadSquaredSwitches } from '../stand-ins/leadsquared/switches';
import { by, itemWith, notAttached, useLeadSquared } from '../support/leadSquared';
import { attachOperations } from './attachOperations';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useLeadSquared();
const fileName = 'contract.pdf';

const run = async (parameters: IDataObject, name = fileName) =>
	await account.run({ ...parameters, options: { confirm: true } }, [
		await itemWith({ data: name }),
	]);

/** What the output says of the record, and of its file. */
async function confirmed(parameters: IDataObject, name?: string): Promise<unknown[]> {
	const { output, error } = await run(parameters, name);
	expect(error).toBeUndefined();
	const [{ json }] = output;
	const [file] = json.files as IDataObject[];
	return [json.confirmed, file.confirmed];
}

const lists = attachOperations.filter(({ call }) => call === 'Attachment/Add');
const notes = attachOperations.filter(({ call }) => call === 'CreateNote');
const fields = attachOperations.filter((each) => !lists.includes(each) && !notes.includes(each));

type Variant = Partial<LeadSquaredSwitches>;
const shown: Array<[Variant, boolean | null]> = [
	[{}, true],
	[{ fileFieldsReadAs: 'url' }, true],
	[{ fileFieldsReadAs: 'json' }, true],
	[{ fileFieldsReadAs: 'several' }, true],
	[{ leadSetsReadAs: 'object' }, true],
	// Seen once in three looks, seconds apart, is enough; never seen proves nothing in a new account.
	[{ visibleAfterMs: 3_000 }, true],
	[{ visibleAfterMs: 60_000 }, null],
	[{ fileFieldsReadAs: 'id' }, null],
	// A name that was not there before may be the file's, as LeadSquared writes it.
	[{ fileFieldsReadAs: 'renamed' }, null],
	[{ fileFieldsReadAs: 'nothing' }, null],
];

describe.each(fields)('$name', ({ parameters, call }) => {
	test.each(shown)('with %j is confirmed: %j', async (variant, expected) => {
		Object.assign(account.crm.switches, variant);
		expect(await confirmed(parameters)).toEqual([expected, expected]);
	});

	test('is not confirmed by looks that fail, and succeeds', async () => {
		failLooksAfter(call);
		expect(await confirmed(parameters)).toEqual([null, null]);
	});
});

describe.each(notes)('$name', ({ parameters, call }) => {
	test.each<[Variant, boolean | null]>([
		[{}, true],
		[{ visibleAfterMs: 3_000 }, true],
		[{ visibleAfterMs: 60_000 }, null],
		[{ attachmentLinks: 'signed' }, true],
		[{ attachmentLinks: 'moved' }, null],
		[{ attachmentLinks: 'none' }, null],
	])('with %j is confirmed: %j', async (variant, expected) => {
		Object.assign(account.crm.switches, variant);
		expect(await confirmed(parameters, 'signed contract (50%).pdf')).toEqual([expected, expected]);
	});

	test('is not confirmed by looks that fail, and succeeds', async () => {
		failLooksAfter(call);
		expect(await confirmed(parameters)).toEqual([null, null]);
	});

	test('fails when it leads to a file of another name', async () => {
		account.crm.switches.attachmentLinks = 'renamed';
		const { error } = await run(parameters);
		expect(error?.message).toContain('The note does not lead to the file, although');
	});
});

describe.each(lists)('$name', ({ parameters, call }) => {
	test.each<[Variant, boolean | null]>([
		[{}, null],
		[{ detailsShowAttachments: true }, true],
		[{ detailsShowAttachments: true, visibleAfterMs: 3_000 }, true],
		[{ detailsShowAttachments: true, attachmentLinks: 'signed' }, true],
		[{ detailsShowAttachments: true, attachmentLinks: 'moved' }, null],
		[{ detailsShowAttachments: true, attachmentLinks: 'none' }, null],
	])('with %j is confirmed: %j', async (variant, expected) => {
		Object.assign(account.crm.switches, variant);
		expect(await confirmed(parameters)).toEqual([expected, expected]);
	});

	test('is not confirmed by looks that fail, and succeeds', async () => {
		account.crm.switches.detailsShowAttachments = true;
		failLooksAfter(call);
		expect(await confirmed(parameters)).toEqual([null, null]);
	});

	test.each<Variant>([{ attachmentLinks: 'asSent' }, { attachmentLinks: 'none' }])(
		'with %j fails when the list can be read and lacks the file',
		async (variant) => {
			Object.assign(account.crm.switches, { detailsShowAttachments: true, ...variant });
			const older = { id: 'older', name: 'older.pdf', description: '', url: 'https://x/older.pdf' };
			account.crm.activities.get(activityId(1))!.attachments.push(older);
			onlySaySuccess(call);
			const { error } = await run(parameters);
			expect(error?.message).toBe(
				`The attachment list does not show the file "${fileName}", although LeadSquared reported success [item 0]`,
			);
			expect(error?.description).toMatch(notAttached(fileName));
			expect(error?.context?.uploadedFiles).toEqual([
				expect.objectContaining({ uploadedFile: fileName }),
			]);
		},
	);
});

test.each(fields.filter(({ name }) => / Attach File/.test(name)))(
	'$name: success without an effect fails where the account was seen to show such fields',
	async ({ parameters, call }) => {
		expect(await confirmed(parameters)).toEqual([true, true]);
		onlySaySuccess(call);
		const { error } = await account.run({ ...parameters, options: { confirm: true } }, [
			await itemWith({ data: 'another.pdf' }),
		]);
		expect(error?.message).toMatch(/does not hold the file, although LeadSquared reported success/);
		expect(error?.description).toContain(fileName);
		expect(error?.context?.uploadedFiles).toEqual([
			expect.objectContaining({ uploadedFile: 'another.pdf' }),
		]);
	},
);

describe("a new name may be the file's, where what was there before has to be read for it", () => {
	const named = (wanted: string) =>
		attachOperations.find(({ name }) => name === wanted)!.parameters;
	const options = { confirm: true };
	const cases: Array<[string, IDataObject]> = [
		[
			'a lead found by a field',
			{
				...named('Lead: Attach File'),
				...{ leadId: by('field', 'C-0001'), uniqueField: by('name', 'mx_Customer_Number') },
				options,
			},
		],
		[
			'an opportunity that was there already',
			{
				...named('Opportunity: Create or Match With File'),
				options: { ...options, ifDuplicate: 'attachFiles' },
			},
		],
		[
			'a field that was looked at for a file',
			{
				...named('Activity: Attach File, custom field set'),
				options: { ...options, whenFieldHasFile: 'skip' },
			},
		],
	];

	test.each(cases)('%s', async (_, parameters) => {
		Object.assign(account.crm.switches, {
			fileFieldsReadAs: 'renamed',
			captureOutcome: 'duplicate',
		});
		const [json] = await account.outputOf(parameters);
		expect(json).toMatchObject({ confirmed: null, files: [{ fieldValue: '3fa9_a.pdf' }] });
	});
});

/** Every request after this call is answered as by a service that is down. */
function failLooksAfter(call: string): void {
	let isOver = false;
	account.crm.intercept = (request, response, { pathname }) => {
		if (isOver) {
			request.resume();
			sendJson(response, 500, { Status: 'Error' });
			return true;
		}
		isOver = pathname.endsWith(`/${call}`);
		return false;
	};
}

/** The call is answered with success, and nothing is done. */
function onlySaySuccess(call: string): void {
	account.crm.intercept = (request, response, { pathname }) => {
		if (!pathname.endsWith(`/${call}`)) return false;
		request.resume();
		sendJson(response, 200, { Status: 'Success', Message: { AffectedRows: 1, Id: 'x' } });
		return true;
	};
}
