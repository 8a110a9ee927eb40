import type { IDataObject, INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { accountId, FIELD } from '../../stand-ins/sharpspring';
import { inMemory, onDisk, storedBy, watchStreams } from '../../support/binaries';
import { bytesOf, sha256 } from '../../support/forms';
import { useSharpSpring } from '../../support/sharpSpring';
import { expectNoSecret } from '../../support/secrets';

const account = useSharpSpring();

/** Attaches the file in `data` to the account that the item names. */
const attach = (options: IDataObject = {}): IDataObject => ({
	resource: 'account',
	operation: 'attachFile',
	accountId: { __rl: true, mode: 'id', value: '={{ $json.account }}' },
	files: {
		values: [
			{
				binaryPropertyName: 'data',
				fieldSystemName: { __rl: true, mode: 'name', value: FIELD.accountTerms },
			},
		],
	},
	options,
});

type Binary = Awaited<ReturnType<typeof onDisk>>;

function item(place: number, data: Binary): INodeExecutionData {
	return { json: { account: accountId(place) }, binary: { data } };
}

async function items(count: number): Promise<INodeExecutionData[]> {
	const places = Array.from({ length: count }, (_, index) => index + 1);
	return await Promise.all(
		places.map(async (n) => item(n, await onDisk(`content ${n}`, { fileName: `${n}.pdf` }))),
	);
}

test.each([1, 20])(
	'files from every storage arrive byte by byte, empty ones too, %i per request',
	async (filesPerRequest) => {
		const contents = [bytesOf(0, 1), bytesOf(1, 2), bytesOf(70_000, 3), bytesOf(2_000_000, 4)];
		const stored = [
			...(await Promise.all(contents.map(async (content) => await onDisk(content)))),
			...contents.map((content) => inMemory(content)),
			...(await Promise.all(contents.map(async (content) => await storedBy(content)))),
		];
		const all = stored.map((binary, index) => item(index + 1, binary));
		const { output, error } = await account.run(attach({ filesPerRequest }), all);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(all.length);
		expect(account.crm.calls).toHaveLength(filesPerRequest === 1 ? all.length : 1);
		for (const [index] of all.entries()) {
			const { files } = account.crm.accounts.get(accountId(index + 1)) ?? {};
			const { bytes, sha256: hash } = files?.[FIELD.accountTerms] ?? {};
			const content = contents[index % contents.length];
			expect([bytes, hash]).toEqual([content.length, sha256(content)]);
		}
	},
);

test('files of one request are opened one after the other', async () => {
	const large = await Promise.all(
		[1, 2, 3].map(async (seed) => await onDisk(bytesOf(500_000, seed))),
	);
	const { opened, stop } = await watchStreams();
	const all = large.map((binary, index) => item(index + 1, binary));
	await account.run(attach({ filesPerRequest: 20 }), all).finally(stop);
	expect(account.crm.calls).toHaveLength(1);
	expect(opened.map(({ openAtTheTime }) => openAtTheTime)).toEqual([[], [], []]);
	expect(opened.every(({ stream }) => stream.destroyed)).toBe(true);
});

test('an error that stops the workflow tells how many items were done', async () => {
	let uploads = 0;
	account.crm.intercept = (_, __, url) => {
		if (url.pathname.endsWith('/uploadFiles') && ++uploads === 3)
			account.crm.switches.refuse = 'all';
		return false;
	};
	const { error } = await account.run(attach({ parallelRequests: 1 }), await items(5));
	expect(error).toMatchObject({
		message: expect.stringMatching(/^SharpSpring did not .*"3\.pdf".*\[item 2\]$/),
		description: expect.stringContaining('Done before the workflow stopped: items 0, 1 of 5.'),
	});
	expect(uploads).toBe(3);
});

test('combined binary mode works with rows, too', async () => {
	const settings = { binaryMode: 'combined' } as IWorkflowSettings;
	const { output, error } = await account.run(attach(), await items(2), { settings });
	expect(error).toBeUndefined();
	expect(output.map(({ json }) => json.recordId)).toEqual([accountId(1), accountId(2)]);
	expect(
		account.crm
			.arrivals()
			.map(({ fileName }) => fileName)
			.sort(),
	).toEqual(['1.pdf', '2.pdf']);
});

test('the stop button ends what is under way, and nothing more is sent', async () => {
	const controller = new AbortController();
	account.crm.intercept = (request, _, url) => {
		if (!url.pathname.endsWith('/uploadFiles')) return false;
		request.once('data', () => controller.abort());
		return true;
	};
	const { opened, stop } = await watchStreams();
	const options = { parallelRequests: 1, checkRecordExists: false };
	const settings = { signal: controller.signal, onError: 'continueRegularOutput' as const };
	const { run: stored } = await account
		.run(attach(options), await items(6), settings)
		.finally(stop);
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(account.crm.requests).toHaveLength(1);
	expect(opened.every(({ stream }) => stream.destroyed)).toBe(true);
	expectNoSecret(stored, account.crm.keys);
});

test('what n8n stores of a run holds no keys, whether it went well or not', async () => {
	for (const refuse of ['none', 'last', 'all'] as const) {
		for (const onError of [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const) {
			account.crm.switches.refuse = refuse;
			const options = { filesPerRequest: 20, rawResponse: true };
			const result = await account.run(attach(options), await items(3), { onError });
			expectNoSecret([result.run, result.error], account.crm.keys);
		}
	}
});
