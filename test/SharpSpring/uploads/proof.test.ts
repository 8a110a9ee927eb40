import type { IDataObject } from 'n8n-workflow';
import { KeyedMutex } from '../../../nodes/shared/execution/keyedMutex';
import { until } from '../../support/until';
import { sendJson } from '../../stand-ins/common/server';
import type { Switches } from '../../stand-ins/sharpspring';
import { accountId, FIELD, leadId } from '../../stand-ins/sharpspring';
import {
	itemsForAccounts,
	itemWith,
	jsonOf,
	by,
	row,
	toAccounts,
	toLead,
	useSharpSpring,
} from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();
const continues = { onError: 'continueRegularOutput' as const };
const unknown = 'It is not known whether the request was carried out';

/** What happens to the first upload. */
const faults: Record<string, Partial<Switches>> = {
	'answer lost, work done': { nextUploadAnswers: ['lost'], storeBeforeForced: true },
	'answer lost, not done': { nextUploadAnswers: ['lost'] },
	'gateway page, work done': { nextUploadAnswers: ['html502'], storeBeforeForced: true },
	'gateway page, not done': { nextUploadAnswers: ['html502'] },
	'gateway in JSON, work done': { nextUploadAnswers: ['json504'], storeBeforeForced: true },
	'gateway in JSON, not done': { nextUploadAnswers: ['json503'] },
	'broken JSON, work done': { nextUploadAnswers: ['brokenJson200'], storeBeforeForced: true },
	'broken JSON, not done': { nextUploadAnswers: ['brokenJson200'] },
	'login page, not done': { nextUploadAnswers: ['html200'] },
	'redirect, not done': { nextUploadAnswers: ['redirect302'] },
	'small file too large, not done': { nextUploadAnswers: ['html413'] },
	'lost three times': { nextUploadAnswers: ['lost', 'html502', 'lost'] },
	'no verdict, work done': { nextUploadAnswers: ['noEntries200'], storeBeforeForced: true },
	'no verdict, not done': { nextUploadAnswers: ['noEntries200'] },
	'refused for good': { nextUploadAnswers: ['apiError'] },
	'too many calls': { nextUploadAnswers: ['html429'] },
};

/** What reading the record back shows. */
const variants: Record<string, Partial<Switches>> = {
	name: { fileReadsAs: 'name' },
	marked: { fileReadsAs: 'marked' },
	url: { fileReadsAs: 'url' },
	signed: { fileReadsAs: 'signed' },
	several: { fileReadsAs: 'several' },
	json: { fileReadsAs: 'json' },
	slow: { fileReadsAs: 'name', visibleAfterMs: 800 },
	id: { fileReadsAs: 'id' },
	empty: { fileReadsAs: 'empty' },
};

/*
 * What becomes of the item: `done` (attached once, told as done), `doubt` (told as unknown), `refused`
 * (told as refused); and how many times its file is stored. In a column of its own where the field reads
 * back as a name in some form, as an ID, and as nothing.
 */
const outcomes: Record<string, [readable: string, id: string, empty: string]> = {
	'answer lost, work done': ['done 1', 'doubt 1', 'doubt 1'],
	'answer lost, not done': ['done 1', 'done 1', 'doubt 0'],
	'gateway page, work done': ['done 1', 'doubt 1', 'doubt 1'],
	'gateway page, not done': ['done 1', 'done 1', 'doubt 0'],
	'gateway in JSON, work done': ['done 1', 'doubt 1', 'doubt 1'],
	'gateway in JSON, not done': ['done 1', 'done 1', 'doubt 0'],
	'broken JSON, work done': ['done 1', 'doubt 1', 'doubt 1'],
	'broken JSON, not done': ['done 1', 'done 1', 'doubt 0'],
	'login page, not done': ['done 1', 'done 1', 'doubt 0'],
	'redirect, not done': ['done 1', 'done 1', 'doubt 0'],
	'small file too large, not done': ['done 1', 'done 1', 'doubt 0'],
	'lost three times': ['done 1', 'done 1', 'doubt 0'],
	'no verdict, work done': ['done 1', 'doubt 1', 'doubt 1'],
	'no verdict, not done': ['refused 0', 'refused 0', 'doubt 0'],
	'refused for good': ['refused 0', 'refused 0', 'refused 0'],
	'too many calls': ['done 1', 'done 1', 'done 1'],
};

const cells = Object.keys(faults).flatMap((fault) =>
	Object.keys(variants).map((variant) => {
		const [readable, id, empty] = outcomes[fault];
		const outcome = variant === 'id' ? id : variant === 'empty' ? empty : readable;
		return [fault, variant, outcome] as const;
	}),
);

/** Fills the same field of another record, so that the account has shown what it holds. */
async function fillAnother(): Promise<void> {
	const items = [await itemWith('earlier.pdf', { id: accountId(2) })];
	await bench.run(toAccounts({ confirm: false }), items);
}

/** The outcome in the words of the table. */
function outcomeOf({ error, message }: IDataObject, place = 1): string {
	const stored = bench.crm.accounts.get(accountId(place))!.history.length;
	const isUnknown = String(message).includes(unknown);
	return `${error === undefined ? 'done' : isUnknown ? 'doubt' : 'refused'} ${stored}`;
}

test.each(cells)('%s, field reads as %s: %s', async (fault, variant, outcome) => {
	await fillAnother();
	Object.assign(bench.crm.switches, variants[variant], structuredClone(faults[fault]));
	const [item] = await itemsForAccounts(1);
	const { output } = await bench.run(toAccounts(), [item], continues);
	expect(outcomeOf(output[0].json)).toBe(outcome);
});

describe('a lost answer', () => {
	const lost = (): Partial<Switches> => ({ nextUploadAnswers: ['lost'], storeBeforeForced: true });

	test('is told as unknown where the field named the file before', async () => {
		const [item] = await itemsForAccounts(1);
		await bench.run(toAccounts(), [item]);
		Object.assign(bench.crm.switches, lost());
		const { output } = await bench.run(toAccounts(), [item], continues);
		expect(outcomeOf(output[0].json)).toBe('doubt 2');
		expect(output[0].json.message).toContain('shows "file-1.pdf", as before');
	});

	test.each(['name', 'url', 'signed'] as const)(
		'is told as unknown where the field may show an older file of that name, as %s',
		async (fileReadsAs) => {
			bench.crm.switches.fileReadsAs = fileReadsAs;
			const [item] = await itemsForAccounts(1);
			await bench.run(toAccounts(), [item]);
			bench.crm.switches.nextUploadAnswers = ['lost'];
			const { output } = await bench.run(toAccounts(), [item], continues);
			expect(outcomeOf(output[0].json)).toBe('doubt 1');
		},
	);

	test('is told as unknown where the field shows the same link to a script as before', async () => {
		const [item] = await itemsForAccounts(1);
		bench.crm.switches.fileReadsAs = 'script';
		await bench.run(toAccounts(), [item]);
		Object.assign(bench.crm.switches, lost());
		const { output } = await bench.run(toAccounts(), [item], continues);
		expect(outcomeOf(output[0].json)).toBe('doubt 2');
		expect(output[0].json.message).toContain('/download.php');
	});

	test('is told as unknown where no record has shown a file yet', async () => {
		bench.crm.switches.nextUploadAnswers = ['lost'];
		const [item] = await itemsForAccounts(1);
		const { output } = await bench.run(toAccounts(), [item], continues);
		expect(outcomeOf(output[0].json)).toBe('doubt 0');
		// It has looked for one that does.
		expect(bench.methods()).toContain('getAccounts');
	});

	test('is told as unknown where nobody looked before', async () => {
		Object.assign(bench.crm.switches, lost());
		const [item] = await itemsForAccounts(1);
		const options = { checkRecordExists: false };
		const { output } = await bench.run(toAccounts(options), [item], continues);
		expect(outcomeOf(output[0].json)).toBe('doubt 1');
	});

	test.each([
		['lost', true, 2],
		['html502', false, 1],
	] as const)('may be repeated all the same (%s)', async (answer, storeBeforeForced, stored) => {
		Object.assign(bench.crm.switches, {
			nextUploadAnswers: [answer],
			storeBeforeForced,
			fileReadsAs: 'empty',
		});
		const [item] = await itemsForAccounts(1);
		const options = { whenUnknown: 'repeat' };
		const { output } = await bench.run(toAccounts(options), [item], continues);
		expect(outcomeOf(output[0].json)).toBe(`done ${stored}`);
		expect(output[0].json.warnings).toEqual([expect.stringContaining('was sent to the field')]);
	});

	test('is repeated at ever longer intervals where nobody looked before', async () => {
		const sentAt: number[] = [];
		bench.crm.intercept = (_request, _response, { pathname }) => {
			if (pathname.endsWith('/uploadFiles')) sentAt.push(performance.now());
			return false;
		};
		bench.crm.switches.nextUploadAnswers = Array(5).fill('html502');
		const [item] = await itemsForAccounts(1);
		const options = { whenUnknown: 'repeat', checkRecordExists: false };
		const { output } = await bench.run(toAccounts(options), [item], continues);
		expect(outcomeOf(output[0].json)).toBe('done 1');
		const intervals = sentAt.slice(1).map((at, index) => at - sentAt[index]);
		expect(intervals).toHaveLength(5);
		intervals.forEach((ms, index) => expect(ms).toBeGreaterThanOrEqual(500 * 2 ** index));
	});

	test('of two executions is never taken for the other one', async () => {
		await fillAnother();
		// Both send the same name to the same field, and only one of them arrives.
		Object.assign(bench.crm.switches, { nextUploadAnswers: ['lost'] });
		const items = await Promise.all(
			['first', 'second'].map(
				async (content) => await itemWith('same.pdf', { id: accountId(1) }, { content }),
			),
		);
		const runs = await Promise.all(
			items.map(async (item) => await bench.run(toAccounts(), [item], continues)),
		);
		const { history } = bench.crm.accounts.get(accountId(1))!;
		const done = runs.filter(({ output }) => output[0].json.error === undefined);
		expect(done).toHaveLength(2);
		// One after the other: each is there once.
		expect(new Set(history.map(({ sha256 }) => sha256)).size).toBe(2);
		expect(history).toHaveLength(2);
	});

	test('in a request of several files is looked up for each', async () => {
		Object.assign(bench.crm.switches, lost());
		const items = await itemsForAccounts(4);
		const options = { filesPerRequest: 2, parallelRequests: 1 };
		const { output } = await bench.run(toAccounts(options), items, continues);
		expect(output.map(({ json }, index) => outcomeOf(json, index + 1))).toEqual(
			Array(4).fill('done 1'),
		);
		expect(bench.crm.calls).toHaveLength(2);
	});
});

test('an execution that waits for the upload of another one ends when it is stopped', async () => {
	const mutexRun = jest.spyOn(KeyedMutex.prototype, 'run');
	const asked = (count: number) => () => mutexRun.mock.calls.length === count;
	let answer = () => {};
	let isAnswered = false;
	const answered = new Promise<void>((resolve) => (answer = resolve));
	void answered.then(() => (isAnswered = true));
	bench.crm.intercept = async (_, __, { pathname }) => {
		if (pathname.endsWith('/uploadFiles') && !isAnswered) await answered;
		return false;
	};
	const [free, busy] = await itemsForAccounts(2);
	const first = bench.run(toAccounts(), [busy]);
	await until(() => bench.requestsTo('uploadFiles').length === 1, 'the first upload');
	const controller = new AbortController();
	const second = bench.run(toAccounts(), [free, busy], { signal: controller.signal });
	// It has taken its turn at the free field by then.
	await until(asked(3), 'the wait of the second execution');
	// Should it not end, the test shall.
	const late = setTimeout(answer, 2000);
	controller.abort();
	expect((await second).run.status).toBe('canceled');
	expect(isAnswered).toBe(false);
	clearTimeout(late);
	answer();
	mutexRun.mockRestore();
	const { output } = await first;
	expect(outcomeOf(output[0].json, 2)).toBe('done 1');
	const { output: next } = await bench.run(toAccounts(), [free]);
	expect(outcomeOf(next[0].json)).toBe('done 1');
	expect(bench.crm.calls).toHaveLength(2);
});

describe('when another item is refused', () => {
	/** The answer to the first item gets lost, and the second item is refused. */
	async function attach(options: IDataObject = {}, storesFirst = false) {
		let uploads = 0;
		bench.crm.intercept = (_request, _response, url) => {
			if (!url.pathname.endsWith('/uploadFiles')) return false;
			const isFirst = ++uploads === 1;
			Object.assign(bench.crm.switches, {
				uploadAnswer: isFirst ? 'html502' : 'apiError',
				storeBeforeForced: isFirst && storesFirst,
			});
			return false;
		};
		const parameters = toAccounts({ parallelRequests: 1, ...options });
		const { error } = await bench.run(parameters, await itemsForAccounts(3));
		expect(uploads).toBe(2);
		return error;
	}

	test('a lost answer is looked up all the same', async () => {
		await fillAnother();
		expect(await attach({}, true)).toMatchObject({
			message: expect.stringContaining('Missing parameters. (code 206) [item 1, file-2.pdf]'),
			description: expect.stringContaining('Done before the workflow stopped: item 0 of 3.'),
		});
	});

	test('the doubt is told where nothing shows what became of the first one', async () => {
		expect(await attach()).toMatchObject({
			message: expect.stringContaining('(HTTP 502) [item 0, file-1.pdf]'),
			description: expect.stringContaining(unknown),
		});
		expect(bench.methods()).toContain('getAccounts');
	});

	test('the doubt is told where the file was to be sent again', async () => {
		const options = { whenUnknown: 'repeat', checkRecordExists: false };
		expect(await attach(options, true)).toMatchObject({
			message: expect.stringContaining('(HTTP 502) [item 0, file-1.pdf]'),
			description: expect.stringContaining(unknown),
		});
	});
});

describe('Confirm', () => {
	async function attach(switches: Partial<Switches>, options: IDataObject = {}) {
		Object.assign(bench.crm.switches, switches);
		const [item] = await itemsForAccounts(1);
		const { output } = await bench.run(toAccounts(options), [item], continues);
		return output[0].json;
	}

	test.each([
		['name', true, 'file-1.pdf'],
		['marked', true, 'file-1-'],
		['url', true, `https://files.example.com/${accountId(1)}/file-1.pdf`],
		['signed', true, `https://files.example.com/${accountId(1)}/file-1.pdf`],
		['script', null, 'https://files.example.com/download.php'],
		['several', true, 'file-1.pdf'],
		['json', true, '1, file-1.pdf, 21'],
		['id', null, '700000010001'],
		['empty', null, ''],
	] as const)('where the field reads as %s says %j', async (fileReadsAs, confirmed, fieldValue) => {
		const json = await attach({ fileReadsAs });
		expect(json).toMatchObject({ confirmed, files: [{ confirmed }] });
		const [file] = json.files as IDataObject[];
		expect(String(file.fieldValue)).toContain(fieldValue.slice(0, 20));
	});

	test('takes the same link to a script as before for no other file', async () => {
		await attach({ fileReadsAs: 'script' });
		expect(await attach({})).toMatchObject({ confirmed: null });
	});

	/** Success is told, and nothing is stored. */
	function storeNothing(): void {
		bench.answer('uploadFiles', 200, { result: { updates: [{ success: true }] }, error: [] });
	}

	describe('where the field shows nothing', () => {
		const looks = (...names: string[]) => {
			const called = bench.methods();
			bench.crm.requests.length = 0;
			expect(called).toEqual(names);
		};
		const notShown = expect.stringContaining('but the record does not show it');

		test('is an error where other records show their files', async () => {
			await fillAnother();
			bench.crm.requests.length = 0;
			storeNothing();
			expect(await attach({})).toMatchObject({ error: notShown });
			const [before, ...after] = Array<string>(4).fill('getAccount');
			looks(before, after[0], 'getAccounts', ...after.slice(1));
			// By now it is known that the account shows them.
			expect(await attach({})).toMatchObject({ error: notShown });
			looks(before, ...after);
		});

		test('waits for what is seen late where other records show their files', async () => {
			await fillAnother();
			bench.crm.accounts.get(accountId(2))!.history[0].atMs = -Infinity;
			expect(await attach({ visibleAfterMs: 800 })).toMatchObject({ confirmed: true });
		});

		test('remembers from an earlier execution that the account shows files', async () => {
			expect(await attach({})).toMatchObject({ confirmed: true });
			looks('getAccount', 'getAccount');
			storeNothing();
			const item = await itemWith('a.pdf', { id: accountId(3) });
			const { output } = await bench.run(toAccounts(), [item], continues);
			expect(output[0].json).toMatchObject({ error: notShown });
			looks(...Array<string>(4).fill('getAccount'));
		});

		test.each<[string, () => void]>([
			['which show nothing', () => {}],
			[
				'which cannot be read',
				() => {
					bench.crm.intercept = () => {
						const isNext = bench.methods().length > 1 && bench.crm.calls.length === 1;
						bench.crm.switches.nextMethodAnswers = isNext ? ['apiError'] : [];
						return false;
					};
				},
			],
		])('asks for other records once, %s', async (_, prepare) => {
			prepare();
			expect(await attach({ fileReadsAs: 'empty' })).toMatchObject({ confirmed: null });
			looks('getAccount', 'getAccount', 'getAccounts');
			expect(await attach({})).toMatchObject({ confirmed: null, warnings: [] });
			looks('getAccount', 'getAccount');
		});

		test('is told with a warning where the record has no such field', async () => {
			storeNothing();
			const [item] = await itemsForAccounts(1);
			const { output } = await bench.run(toAccounts({}, [row('terms_mistyped')]), [item]);
			expect(jsonOf(output)).toMatchObject([
				{
					confirmed: null,
					warnings: [expect.stringContaining('has no field terms_mistyped')],
				},
			]);
		});
	});

	test('takes no file for the one that was sent because it has a longer name', async () => {
		const { files } = bench.crm.accounts.get(accountId(1))!;
		files[FIELD.accountTerms] = { fileName: 'file-1-20240101.pdf', bytes: 1, sha256: '' };
		storeNothing();
		const found = { confirmed: null, fieldValue: 'file-1-20240101.pdf' };
		expect(await attach({})).toMatchObject({ confirmed: null, files: [found] });
		expect(await attach({}, { checkRecordExists: false })).toMatchObject({ files: [found] });
		expect(await attach({}, { whenFieldHasFile: 'skip' })).toMatchObject({
			files: [{ skipped: true }],
			warnings: [expect.stringContaining('may hold another file: "file-1-20240101.pdf"')],
		});
	});

	test('waits for another mark where the name had one', async () => {
		await attach({ fileReadsAs: 'marked' });
		// The first file has been seen long since.
		bench.crm.accounts.get(accountId(1))!.history[0].atMs = -Infinity;
		expect(await attach({ visibleAfterMs: 900 })).toMatchObject({ confirmed: true });
	});

	test('waits for what is seen late', async () => {
		await fillAnother();
		// That the account shows files is known from a record that has one.
		bench.crm.accounts.get(accountId(1))!.files[FIELD.accountTerms] = {
			fileName: 'old.pdf',
			bytes: 1,
			sha256: '',
		};
		bench.crm.requests.length = 0;
		expect(await attach({ visibleAfterMs: 4900 })).toMatchObject({ confirmed: true });
		// Once before, at once, after a second and after five.
		expect(bench.methods()).toEqual(Array(4).fill('getAccount'));
	});

	test('is an error that keeps the name where the record shows another file', async () => {
		const { switches } = bench.crm;
		const account = bench.crm.accounts.get(accountId(1))!;
		account.files[FIELD.accountTerms] = { fileName: 'old.pdf', bytes: 1, sha256: '' };
		storeNothing();
		const json = await attach(switches);
		expect(json.error).toContain('accepted the file "file-1.pdf", but the record does not show it');
		expect(json.message).toContain('shows "old.pdf"');
		expect(json.uploadedFiles).toEqual([{ fileName: 'file-1.pdf', uploadedFile: 'file-1.pdf' }]);
		expect(await attach(switches, { confirm: false })).not.toHaveProperty('error');
	});

	test('of many leads takes one call for each two hundred', async () => {
		const sample = bench.crm.leads.get(leadId(1))!;
		for (let place = 1; place <= 250; place++) {
			bench.crm.leads.set(leadId(place), {
				...sample,
				id: leadId(place),
				files: {},
				history: [],
			});
		}
		const items = await Promise.all(
			Array.from(
				{ length: 250 },
				async (_, index) => await itemWith(`${index}.pdf`, { id: leadId(index + 1) }),
			),
		);
		const options = { filesPerRequest: 20, checkRecordExists: false, callsPerWindow: 1000 };
		const parameters = toLead(by('id', '={{ $json.id }}'), [row(FIELD.leadContract)], options);
		const { output } = await bench.run(parameters, items);
		expect(new Set(jsonOf(output).map(({ confirmed }) => confirmed))).toEqual(new Set([true]));
		expect(bench.methods()).toEqual(['getLeads', 'getLeads']);
	});

	describe('of a record that does not exist', () => {
		const says = (place: number) =>
			`accepted the file "a.pdf", but has no lead with the ID ${leadId(place)}`;
		const attachTo = async (...places: number[]) => {
			bench.crm.switches.unknownRecord = 'success';
			const items = places.map(async (place) => await itemWith('a.pdf', { id: leadId(place) }));
			const lead = by('id', '={{ $json.id }}');
			const parameters = toLead(lead, undefined, { checkRecordExists: false });
			const { output } = await bench.run(parameters, await Promise.all(items), continues);
			return jsonOf(output);
		};

		test.each<[string, Partial<Switches>]>([
			['an empty list', {}],
			['a lead without an ID', { phantomLead: true }],
			['code 404', { nextMethodAnswers: Array(3).fill('apiError'), forcedCode: 404 }],
		])('which SharpSpring tells by %s, is an error', async (_, switches) => {
			Object.assign(bench.crm.switches, switches);
			const [json] = await attachTo(99);
			expect(json.error).toContain(says(99));
			expect(json.message).toContain("'Check Record Exists'");
			expect(bench.methods()).toEqual(Array(3).fill('getLead'));
		});

		test('is an error of its own item only', async () => {
			const output = await attachTo(1, 99);
			expect(output).toMatchObject([
				{ confirmed: true },
				{ error: expect.stringContaining(says(99)) },
			]);
			// What the list leaves out is asked for by itself.
			expect(bench.methods()).toEqual(['getLeads', ...Array<string>(3).fill('getLead')]);
		});

		test('confirms nothing where a gateway does not know the address', async () => {
			bench.crm.intercept = (request, response, url) => {
				if (!url.pathname.endsWith('/')) return false;
				const error = { code: 404, message: 'Not Found' };
				request.resume().on('end', () => sendJson(response, 404, { error }));
				return true;
			};
			expect(await attachTo(99)).toMatchObject([{ confirmed: null }]);
		});
	});

	test('can be left out, with no more calls than without', async () => {
		const json = await attach({}, { confirm: false });
		expect(json).not.toHaveProperty('confirmed');
		expect(bench.crm.requests).toHaveLength(2);
	});

	describe('of several files for one field', () => {
		const named = { confirmed: true };
		const gone = { confirmed: null, replacedBy: 'logo.png', fieldValue: 'logo.png' };
		const may = 'may keep only the last one';
		const did = 'logo.png took the place of what was sent before';

		async function attachTo(names: string[], switches: Partial<Switches>, options = {}) {
			Object.assign(bench.crm.switches, switches);
			const items = await Promise.all(
				names.map(async (name) => await itemWith(name, { id: accountId(1) })),
			);
			const { output } = await bench.run(toAccounts(options), items, continues);
			return jsonOf(output);
		}

		test.each([
			['name', { ...gone }, did],
			['marked', { ...gone, fieldValue: expect.stringMatching(/^logo-\w+\.png$/) }, did],
			['url', { ...gone, fieldValue: expect.stringMatching(/\/logo\.png$/) }, did],
			['signed', { ...gone, fieldValue: expect.stringMatching(/\/logo\.png\?/) }, did],
			['several', { ...named, fieldValue: 'contract.pdf, logo.png' }, may],
			['json', { ...gone, fieldValue: expect.stringContaining('logo.png') }, did],
			['id', { confirmed: null }, may],
			['empty', { confirmed: null }, may],
		] as const)('tells what the last look showed, as %s', async (fileReadsAs, first, warning) => {
			const output = await attachTo(['contract.pdf', 'logo.png'], { fileReadsAs });
			expect(output[0]).toMatchObject({ confirmed: first.confirmed, files: [first] });
			const isGone = 'replacedBy' in first;
			expect(Object.hasOwn((output[0].files as IDataObject[])[0], 'replacedBy')).toBe(isGone);
			const { confirmed } = isGone ? named : first;
			expect(output[1]).toMatchObject({ confirmed, files: [{ confirmed }] });
			expect((output[1].files as IDataObject[])[0]).not.toHaveProperty('replacedBy');
			for (const { warnings } of output) {
				expect(warnings).toEqual([expect.stringContaining(warning)]);
			}
			// Once before, and once after each file: it takes no look of its own.
			const looks = bench.methods().filter((name) => name === 'getAccount');
			expect(looks).toHaveLength(3);
			// Where the field shows nothing, other records are asked.
			expect(bench.methods()).toHaveLength(fileReadsAs === 'empty' ? 4 : 3);
		});

		test('tells it of the files of one item, too', async () => {
			const item = await itemWith({ a: 'contract.pdf', b: 'logo.png' }, { id: accountId(1) });
			const { output } = await bench.run(toAccounts({}, [row(FIELD.accountTerms, 'a, b')]), [item]);
			expect(jsonOf(output)).toMatchObject([
				{ confirmed: null, files: [gone, named], warnings: [expect.stringContaining(did)] },
			]);
		});

		test('finds the longer name of the last one to be no name of the first', async () => {
			const [first] = await attachTo(['a.pdf', 'a-20240101.pdf'], {});
			expect(first).toMatchObject({ files: [{ confirmed: null, replacedBy: 'a-20240101.pdf' }] });
		});

		test.each(['name', 'marked'] as const)(
			'leaves open which one of the same name is there, as %s',
			async (fileReadsAs) => {
				const output = await attachTo(['a.pdf', 'a.pdf'], { fileReadsAs });
				expect(output).toMatchObject([{ confirmed: null }, { confirmed: true }]);
				expect((output[0].files as IDataObject[])[0]).not.toHaveProperty('replacedBy');
				expect(output[0].warnings).toEqual([expect.stringContaining(may)]);
			},
		);

		test('confirms the first one no more where the field cannot be read after the last', async () => {
			bench.crm.intercept = () => {
				if (bench.crm.calls.length > 1) bench.crm.switches.dailyLimit = 0;
				return false;
			};
			const output = await attachTo(['contract.pdf', 'logo.png'], {});
			expect(output).toMatchObject([{ confirmed: null }, { confirmed: null }]);
			expect(output[0].warnings).toEqual([expect.stringContaining(may)]);
		});

		test('still confirms the first one where the second was refused', async () => {
			bench.crm.intercept = () => {
				if (bench.crm.calls.length > 0) bench.crm.switches.uploadAnswer = 'apiError';
				return false;
			};
			const output = await attachTo(['contract.pdf', 'logo.png'], {});
			expect(output).toMatchObject([
				{ confirmed: true, warnings: [] },
				{ error: expect.stringContaining('(code 206)') },
			]);
		});
	});

	test('that fails itself is no failure', async () => {
		bench.crm.intercept = () => {
			if (bench.crm.calls.length > 0) bench.crm.switches.dailyLimit = 0;
			return false;
		};
		expect(await attach({})).toMatchObject({ confirmed: null });
	});
});

describe('a field that has a file already', () => {
	const fill = async () => {
		const [item] = await itemsForAccounts(1);
		await bench.run(toAccounts(), [item]);
		bench.crm.requests.length = 0;
		return item;
	};

	test('is left as it is', async () => {
		const item = await fill();
		const other = await itemWith('other.pdf', { id: accountId(1) });
		const empty = await itemWith('new.pdf', { id: accountId(3) });
		const late = await itemWith('late.pdf', { id: accountId(3) });
		const parameters = toAccounts({ whenFieldHasFile: 'skip' });
		const { output } = await bench.run(parameters, [item, empty, other, late]);
		const other1 = [expect.stringContaining('may hold another file: "file-1.pdf"')];
		const other3 = [expect.stringContaining('may hold another file: "new.pdf"')];
		// Of files that were not sent nobody is warned as of several in one field.
		expect(jsonOf(output)).toMatchObject([
			{ files: [{ skipped: true, fieldValue: 'file-1.pdf' }], warnings: [] },
			{ files: [{ fileName: 'new.pdf', confirmed: true }], warnings: [] },
			{ files: [{ skipped: true, fieldValue: 'file-1.pdf' }], warnings: other1 },
			{ files: [{ skipped: true, fieldValue: 'new.pdf' }], warnings: other3 },
		]);
		expect(outcomeOf(output[0].json)).toBe('done 1');
	});

	test('is an error before anything is sent', async () => {
		const item = await fill();
		const { error } = await bench.run(toAccounts({ whenFieldHasFile: 'error' }), [
			await itemWith('new.pdf', { id: accountId(3) }),
			item,
		]);
		expect(error?.message).toContain('has a file already: "file-1.pdf" [item 1]');
		expect(bench.crm.arrivals()).toHaveLength(1);
	});

	test.each(['skip', 'error'])(
		'is not overwritten where it cannot be looked at any more, with %j',
		async (whenFieldHasFile) => {
			const names = ['first.pdf', 'second.pdf'];
			const items = await Promise.all(
				names.map(async (name) => await itemWith(name, { id: accountId(1) })),
			);
			// All looks fail once the first file is there.
			bench.crm.intercept = () => {
				const { calls, switches } = bench.crm;
				if (calls.length > 0) switches.nextMethodAnswers = ['apiError'];
				return false;
			};
			const parameters = toAccounts({ whenFieldHasFile, confirm: false });
			const { output } = await bench.run(parameters, items, continues);
			expect(output[0].json).toMatchObject({ recordId: accountId(1) });
			expect(output[1].json.error).toContain('"second.pdf" was not sent, because nobody knows');
			expect(bench.crm.arrivals().map(({ fileName }) => fileName)).toEqual(['first.pdf']);
		},
	);

	describe.each<[string, Partial<Switches>]>([
		['which shows nothing', { fileReadsAs: 'empty' }],
		['which shows it late', { visibleAfterMs: 60_000 }],
		[
			'whose answer got lost',
			{ fileReadsAs: 'empty', nextUploadAnswers: ['lost'], storeBeforeForced: true },
		],
	])('by an earlier item, %s', (_, switches) => {
		test.each(['skip', 'error'])('is not overwritten with %j', async (whenFieldHasFile) => {
			Object.assign(bench.crm.switches, structuredClone(switches));
			const names = ['first.pdf', 'second.pdf', 'third.pdf'];
			const items = names.map(async (name) => await itemWith(name, { id: accountId(1) }));
			const parameters = toAccounts({ whenFieldHasFile });
			const { output } = await bench.run(parameters, await Promise.all(items), continues);
			expect(bench.crm.arrivals().map(({ fileName }) => fileName)).toEqual(['first.pdf']);
			for (const { json } of output.slice(1)) {
				if (whenFieldHasFile === 'skip') {
					expect(json).toMatchObject({ files: [{ skipped: true, fieldValue: 'first.pdf' }] });
				} else {
					expect(json.error).toContain('has a file already: "first.pdf"');
				}
			}
		});
	});

	test('makes a whole execution safe to run twice', async () => {
		const items = await itemsForAccounts(5);
		const parameters = toAccounts({ whenFieldHasFile: 'skip', filesPerRequest: 2 });
		await bench.run(parameters, items.slice(0, 3));
		const { output } = await bench.run(parameters, items);
		const skipped = jsonOf(output).map(({ files }) => (files as IDataObject[])[0].skipped ?? false);
		expect(skipped).toEqual([true, true, true, false, false]);
		expect(bench.crm.arrivals()).toHaveLength(5);
	});
});
