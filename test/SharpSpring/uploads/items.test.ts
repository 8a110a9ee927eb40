import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { accountId, FIELD } from '../../stand-ins/sharpspring';
import { onDisk, storedBy } from '../../support/n8n';
import {
	itemsForAccounts,
	itemWith,
	jsonOf,
	originsOf,
	row,
	toAccounts,
	useSharpSpring,
} from '../../support/sharpSpring';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

const bench = useSharpSpring();
const stored = () => bench.crm.arrivals().map(({ fileName }) => fileName);

/** Six items; those at 1, 3 and 5 cannot be planned: no file, no account, a file that has gone. */
async function items(): Promise<INodeExecutionData[]> {
	const all = await itemsForAccounts(6);
	all[1] = { json: all[1].json };
	all[3].json = { id: '42' };
	all[5].binary!.data = await storedBy('x', { fileName: 'gone.pdf' }, { deleted: true });
	return all;
}

describe.each([1, 20])('items that cannot be planned, %d files per request', (filesPerRequest) => {
	const parameters = toAccounts({ filesPerRequest });

	test('stop the workflow before anything is sent', async () => {
		const { error, output } = await bench.run(parameters, await items());
		expect(error?.message).toContain(
			'There is no file in the binary field "data" [item 1, 2000410000000002]',
		);
		expect(error?.description).toContain('Nothing was sent.');
		expect(output).toEqual([]);
		expect(bench.crm.calls).toEqual([]);
	});

	test('do not stop the others with Continue On Fail', async () => {
		const { error, output } = await bench.run(parameters, await items(), {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(jsonOf(output)).toEqual([
			expect.objectContaining({ recordId: accountId(1) }),
			expect.objectContaining({ error: expect.stringContaining('no file in the binary field') }),
			expect.objectContaining({ recordId: accountId(3) }),
			expect.objectContaining({ error: expect.stringContaining('no account with the ID 42') }),
			expect.objectContaining({ recordId: accountId(5) }),
			expect.objectContaining({ error: expect.stringContaining("no longer in n8n's storage") }),
		]);
		expect(originsOf(output)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(stored().sort()).toEqual(['file-1.pdf', 'file-3.pdf', 'file-5.pdf']);
		expect(bench.crm.calls).toHaveLength(filesPerRequest === 1 ? 3 : 1);
	});

	test('come out at the error output', async () => {
		const { output, errorOutput } = await bench.run(parameters, await items(), {
			onError: 'continueErrorOutput',
		});
		expect(originsOf(output)).toEqual([0, 2, 4]);
		expect(originsOf(errorOutput)).toEqual([1, 3, 5]);
		expect(jsonOf(output).map(({ recordId }) => recordId)).toEqual([1, 3, 5].map(accountId));
		expect(errorOutput[1].json.error).toContain('no account with the ID 42');
	});
});

describe('a refused file', () => {
	test('stops the workflow and what has not begun', async () => {
		bench.crm.switches.nextUploadAnswers = ['apiError'];
		const { error } = await bench.run(
			toAccounts({ parallelRequests: 1 }),
			await itemsForAccounts(4),
		);
		expect(error?.message).toContain('SharpSpring says: Missing parameters. (code 206)');
		expect(error?.message).toContain('[item 0, file-1.pdf]');
		expect(error?.description).toContain('No item was done before the workflow stopped.');
		expect(bench.crm.calls).toHaveLength(1);
	});

	test('stops files that wait for another one, too', async () => {
		const [first, second] = await itemsForAccounts(2);
		const more = await itemWith('more.pdf', second.json);
		bench.crm.switches.nextUploadAnswers = ['apiError'];
		// All calls of the first turn are under way when the first one fails.
		const { error } = await bench.run(toAccounts({ filesPerRequest: 2 }), [first, second, more]);
		expect(error?.message).toContain('[item 0, file-1.pdf]');
		expect(bench.crm.calls).toHaveLength(1);
	});

	test('leaves the order of the output as it is', async () => {
		bench.crm.accounts.delete(accountId(2));
		const { output } = await bench.run(
			toAccounts({ checkRecordExists: false }),
			await itemsForAccounts(5),
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(output).map(({ error, recordId }) => (error ? 'failed' : recordId))).toEqual([
			accountId(1),
			'failed',
			accountId(3),
			accountId(4),
			accountId(5),
		]);
		expect(originsOf(output)).toEqual([0, 1, 2, 3, 4]);
	});
});

describe('an item with several files', () => {
	const rows = [
		row(FIELD.accountTerms, 'a'),
		row(FIELD.accountText, 'b'),
		row(FIELD.accountTerms, 'c'),
	];
	const threeFiles = async (): Promise<INodeExecutionData> => {
		const [a, b, c] = await Promise.all(
			['a.pdf', 'b.pdf', 'c.pdf'].map(async (fileName) => await onDisk('x', { fileName })),
		);
		return { json: { id: accountId(1) }, binary: { a, b, c } };
	};

	test('tells what was attached, what was not, and what was not sent', async () => {
		// The second field takes text only; the third file waits for the first, and is then not sent.
		const { output } = await bench.run(
			toAccounts({ parallelRequests: 1 }, rows),
			[await threeFiles(), await itemWith('d.pdf', { id: accountId(2) })],
			{ onError: 'continueRegularOutput' },
		);
		const [{ json }] = output;
		expect(json.error).toContain('Incorrect parameter value supplied. (code 217)');
		expect(json.message).toContain(
			'Already attached to this record: a.pdf. Not attached: b.pdf. Not sent: c.pdf.',
		);
		expect(json.uploadedFiles).toEqual([{ fileName: 'a.pdf', uploadedFile: 'a.pdf' }]);
		expect(stored()).toEqual(['a.pdf']);
		expect(output[1].json.error).toContain('There is no file in the binary field "a"');
	});

	test('tells files that may have arrived from those that were refused', async () => {
		bench.crm.switches.fileReadsAs = 'empty';
		let largeHasCome = () => {};
		const large = new Promise<void>((resolve) => (largeHasCome = resolve));
		// The field of the small file takes text only; the answer to the large one gets lost.
		bench.crm.intercept = async (request, _response, url) => {
			if (!url.pathname.endsWith('/uploadFiles')) return false;
			const isLarge = Number(request.headers['content-length']) > 10_000;
			if (!isLarge) await large;
			else request.resume().on('end', () => request.socket.resetAndDestroy());
			largeHasCome();
			return isLarge;
		};
		const item = await itemWith({ a: 'a.pdf' }, { id: accountId(1) });
		item.binary!.b = await onDisk('x'.repeat(10_000), { fileName: 'b.pdf' });
		const [text, file] = [row(FIELD.accountText, 'a'), row(FIELD.accountTerms, 'b')];
		const { error } = await bench.run(toAccounts({}, [text, file]), [item]);
		expect(error?.message).toContain('(code 217)');
		expect(error?.description).toContain(
			'Perhaps attached, look before you repeat it: b.pdf. Not attached: a.pdf.',
		);
		expect((error as unknown as { context: IDataObject }).context.isInDoubt).toBe(true);
	});

	test('keeps what is known when the workflow stops', async () => {
		const { error } = await bench.run(toAccounts({ parallelRequests: 1 }, rows), [
			await threeFiles(),
		]);
		expect(error?.description).toContain('Already attached to this record: a.pdf.');
		expect((error as unknown as { context: IDataObject }).context.uploadedFiles).toEqual([
			{ fileName: 'a.pdf', uploadedFile: 'a.pdf' },
		]);
	});
});

test('items without a file may pass through unchanged', async () => {
	const [withFile] = await itemsForAccounts(1);
	const without = { json: { id: accountId(2), subject: 'no attachment' } };
	const { output } = await bench.run(toAccounts({ whenFileMissing: 'passThrough' }), [
		without,
		withFile,
	]);
	expect(jsonOf(output)).toEqual([
		without.json,
		expect.objectContaining({ recordId: accountId(1) }),
	]);
	expect(originsOf(output)).toEqual([0, 1]);
	expect(bench.methods()).toEqual(['getAccount', 'getAccount']);
});

test('the items that came in are not changed', async () => {
	const given = await itemsForAccounts(2);
	const contents = () => given.map(({ json, binary }) => ({ json, binary }));
	const before = structuredClone(contents());
	await bench.run(toAccounts({ filesPerRequest: 2 }), given);
	expect(contents()).toEqual(before);
});
