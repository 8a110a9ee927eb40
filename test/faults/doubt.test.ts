import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import { attachOperations } from '../LeadSquared/attachOperations';
import { activityId } from '../stand-ins/leadsquared';
import type { LeadSquaredSwitches } from '../stand-ins/leadsquared/switches';
import { itemWith, useLeadSquared } from '../support/leadSquared';

jest.mock('n8n-workflow', () => jest.requireActual('../support/skippingSleep'));

const account = useLeadSquared();

/** What becomes of a request, and of its answer. */
const faults = {
	'done, answer lost': { isDone: true, isPage: false },
	'done, gateway page': { isDone: true, isPage: true },
	'not done, answer lost': { isDone: false, isPage: false },
	'not done, gateway page': { isDone: false, isPage: true },
};
type Fault = keyof typeof faults;

/** How the account differs from what is documented or likely. */
const variants: Array<Partial<LeadSquaredSwitches>> = [
	{},
	{ leadSetsReadAs: 'nothing', fileFieldsReadAs: 'nothing' },
	{ detailsShowAttachments: true },
	{ visibleAfterMs: 3_000 },
	{ clockAheadMs: 3 * 3_600_000 },
	{ recordClockAheadMs: 5.5 * 3_600_000 },
	{ tellDate: false },
];

/**
 * In every cell the account holds each thing once. `done`: the item succeeds after every fault. `doubt`: it
 * says after every fault that nobody knows. `doubt if so`: only after those in which the work was done.
 */
const cells = {
	done: () => 'done',
	doubt: () => 'doubt',
	'doubt if so': (fault: Fault) => (faults[fault].isDone ? 'doubt' : 'done'),
};
type Cell = keyof typeof cells;

const [done, doubt, ifSo]: Cell[] = ['done', 'doubt', 'doubt if so'];

// prettier-ignore
const table: Array<[operation: string, call: string, ...Cell[]]> = [
	// by default, nothing shown, attachments shown, shown late, clock ahead, other stamps, no time told
	['Lead: Attach File',                           'Lead.Update',           done,  done,  done, done,  done,  done,  done],
	['Lead: Add Note With File',                    'CreateNote',            done,  done,  done, done,  done,  ifSo,  ifSo],
	['Activity: Create With File, custom field set', 'Create',               done,  ifSo,  done, done,  done,  ifSo,  ifSo],
	['Activity: Create With File, attachment list', 'Create',                done,  done,  done, done,  done,  ifSo,  ifSo],
	['Activity: Create With File, attachment list', 'Attachment/Add',        doubt, doubt, done, doubt, doubt, doubt, doubt],
	['Activity: Attach File, custom field set',     'CustomActivity/Update', done,  done,  done, done,  done,  done,  done],
	['Activity: Attach File, attachment list',      'Attachment/Add',        doubt, doubt, done, doubt, doubt, doubt, doubt],
	['Opportunity: Attach File',                    'Update',                done,  done,  done, done,  done,  done,  done],
	['Opportunity: Create or Match With File',      'Capture',               done,  ifSo,  done, done,  done,  ifSo,  ifSo],
];

/** Loses the first answer to the call, with or without its work. */
function lose(call: string, { isDone, isPage }: (typeof faults)[Fault]): void {
	let isLost = false;
	account.crm.intercept = (request, response, { pathname }) => {
		if (isLost || !pathname.endsWith(`/${call}`)) return false;
		isLost = true;
		if (isDone) {
			const writeHead = response.writeHead.bind(response);
			const end = response.end.bind(response);
			response.writeHead = () => response;
			response.end = () => {
				if (isPage) {
					writeHead(502, { 'content-type': 'text/html' });
					return end(page);
				}
				request.socket.resetAndDestroy();
				return response;
			};
			return false;
		}
		request.resume().on('end', () => fail(request, response, isPage));
		return true;
	};
}

const page = '<html><body><h1>Bad Gateway</h1></body></html>';

function fail(request: IncomingMessage, response: ServerResponse, isPage: boolean): void {
	if (isPage) response.writeHead(502, { 'content-type': 'text/html' }).end(page);
	else request.socket.resetAndDestroy();
}

/** How often the account holds what the operation makes: notes, records, attachments, filled fields. */
function made(): number {
	const { leads, notes, activities, opportunities } = account.crm;
	const records = [...activities.values(), ...opportunities.values()];
	const sets = [...leads.values(), ...records].flatMap(({ fieldSets }) => Object.values(fieldSets));
	const filled = sets
		.flatMap((set) => Object.values(set))
		.filter((value) => value.includes('.pdf'));
	const attachments = records.flatMap((record) => record.attachments);
	return notes.size + activities.size + opportunities.size + attachments.length + filled.length;
}

/** What the item says, and how much more the account holds than before. */
async function outcome(
	parameters: IDataObject,
	call: string,
	variant: Partial<LeadSquaredSwitches>,
	fault?: Fault,
): Promise<{ state: string; made: number }> {
	account.reset();
	Object.assign(account.crm.switches, variant);
	const before = made();
	if (fault) lose(call, faults[fault]);
	const item = await itemWith({ data: 'contract.pdf' });
	const { output, error } = await account.run(parameters, [item]);
	const isDoubt = error?.description?.includes('not known whether') === true;
	const failed = isDoubt ? 'doubt' : `failed: ${error?.message}`;
	return {
		state: error ? failed : `done${output.length > 1 ? ' twice' : ''}`,
		made: made() - before,
	};
}

test('the table has every operation', () => {
	const operations = new Set(table.map(([operation]) => operation));
	expect([...operations]).toEqual(attachOperations.map(({ name }) => name));
});

describe.each(table)('%s, after the loss of an answer to %s', (operation, call, ...row) => {
	const { parameters, call: last } = attachOperations.find(({ name }) => name === operation)!;

	test.each(row.map((cell, column) => [cell, variants[column]] as const))(
		'%s where %j',
		async (cell, variant) => {
			const usual = await outcome(parameters, call, variant);
			expect(usual).toEqual({ state: 'done', made: expect.any(Number) });
			for (const fault of Object.keys(faults) as Fault[]) {
				const state = cells[cell](fault);
				// What comes after a doubt is not begun.
				const isMissing = state === 'doubt' && !(faults[fault].isDone && call === last);
				const expected = { state, made: usual.made - (isMissing ? 1 : 0) };
				expect([fault, await outcome(parameters, call, variant, fault)]).toEqual([fault, expected]);
			}
		},
	);
});

const creating = attachOperations.filter(({ call }) =>
	['CreateNote', 'Create', 'Capture'].includes(call),
);

describe.each(creating)('$name, the same in three executions at once', ({ parameters, call }) => {
	test.each(Object.keys(faults) as Fault[])(
		'%s: none takes the record of another',
		async (fault) => {
			const before = made();
			const run = async () =>
				await account.run(parameters, [await itemWith({ data: 'contract.pdf' })]);
			await run();
			const usual = made() - before;
			lose(call, faults[fault]);
			const results = await Promise.all([run(), run(), run()]);
			expect(results.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
			const ids = results.map(({ output: [{ json }] }) =>
				call === 'CreateNote' ? (json.files as IDataObject[])[0].noteId : json.recordId,
			);
			expect(new Set(ids).size).toBe(3);
			expect(made() - before).toBe(4 * usual);
		},
	);
});

/** What lists may show in another way than it was sent. */
const texts: Record<string, IDataObject> = {
	CreateNote: { note: 'One\nTwo' },
	Create: {
		additionalFields: {
			note: 'One\nTwo',
			furtherFields: { values: [{ schemaName: 'mx_Custom_1', value: '2026-01-15 10:20:30' }] },
		},
	},
	Capture: {
		additionalFields: {
			note: 'One\nTwo',
			furtherFields: { values: [{ schemaName: 'mx_Custom_6', value: '5000' }] },
		},
	},
};

describe.each(creating)('$name, where lists do not write texts as they were sent', (operation) => {
	const { call } = operation;
	const parameters = { ...operation.parameters, ...texts[call] };

	test.each([
		['ownWay', done],
		// What has just been made may be ours: it is not made once more.
		['cut', ifSo],
	] as const)('%s: %s', async (listsWriteTexts, cell) => {
		const usual = await outcome(parameters, call, { listsWriteTexts });
		for (const fault of Object.keys(faults) as Fault[]) {
			const expected = { state: cells[cell](fault), made: usual.made };
			const seen = await outcome(parameters, call, { listsWriteTexts }, fault);
			expect([fault, seen]).toEqual([fault, expected]);
		}
	});

	test('a record of somebody else with another text is not taken for ours', async () => {
		const usual = await outcome(parameters, call, {});
		const before = made();
		const other = JSON.parse(JSON.stringify(parameters).replace('One', 'Other')) as IDataObject;
		lose(call, faults['done, answer lost']);
		const item = async () => await itemWith({ data: 'contract.pdf' });
		const [ours, others] = await Promise.all([
			account.run(parameters, [await item()]),
			account.run(other, [await item()]),
		]);
		expect([ours.error, others.error]).toEqual([undefined, undefined]);
		expect(made() - before).toBe(2 * usual.made);
	});
});

describe.each(
	attachOperations.filter(({ call }) => ['Attachment/Add', 'CreateNote'].includes(call)),
)('$name, where the list does not show the link that was sent', ({ parameters, call }) => {
	test.each([
		['signed', done],
		['moved', ifSo],
		['renamed', ifSo],
		['none', ifSo],
	] as const)('%s: %s', async (attachmentLinks, cell) => {
		const variant = { detailsShowAttachments: true, attachmentLinks };
		const usual = await outcome(parameters, call, variant);
		for (const fault of Object.keys(faults) as Fault[]) {
			const expected = { state: cells[cell](fault), made: usual.made };
			expect([fault, await outcome(parameters, call, variant, fault)]).toEqual([fault, expected]);
		}
	});
});

test('what an item has added is told apart by its ID alone', async () => {
	Object.assign(account.crm.switches, { detailsShowAttachments: true, attachmentLinks: 'none' });
	const { parameters, call } = attachOperations.find(
		({ name }) => name === 'Activity: Attach File, attachment list',
	)!;
	await account.outputOf(parameters);
	lose(call, faults['not done, answer lost']);
	const before = made();
	await account.outputOf(parameters);
	expect(made() - before).toBe(1);
});

test.each(['older.pdf', ''])('an entry named %j without a link', async (name) => {
	Object.assign(account.crm.switches, { detailsShowAttachments: true, attachmentLinks: 'none' });
	const { parameters, call } = attachOperations.find(
		({ name: operation }) => operation === 'Activity: Attach File, attachment list',
	)!;
	const { attachments } = account.crm.activities.get(activityId(1))!;
	attachments.push({ id: 'older', name, description: '', url: 'https://x/older.pdf' });
	lose(call, faults['not done, answer lost']);
	const { error } = await account.run(parameters, [await itemWith({ data: 'contract.pdf' })]);
	// Without a name nobody knows which file it is.
	const isOther = name !== '';
	expect(error?.description?.includes('not known whether')).toBe(isOther ? undefined : true);
	expect(attachments).toHaveLength(isOther ? 2 : 1);
});

describe("'When the Outcome Is Unknown': Repeat", () => {
	const { parameters, call } = attachOperations.find(
		({ name }) => name === 'Activity: Attach File, attachment list',
	)!;

	test.each([
		['done, answer lost', 2],
		['not done, answer lost', 1],
	] as const)('%s: the item succeeds and says that it may be there twice', async (fault, times) => {
		lose(call, faults[fault]);
		const before = made();
		const { output, error } = await account.run(
			{ ...parameters, options: { whenUnknown: 'repeat' } },
			[await itemWith({ data: 'contract.pdf' })],
		);
		expect(error).toBeUndefined();
		expect(made() - before).toBe(times);
		expect(output[0].json.warnings).toEqual([expect.stringContaining('twice')]);
	});
});
