import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { inMemory, onDisk, storedBy, watchStreams } from '../../support/binaries';
import { bytesOf, sha256 } from '../../support/forms';
import { useLeadSquared } from '../../support/leadSquared';
import { runNode } from '../../support/run';
import { expectNoSecret } from '../../support/secrets';

jest.mock('n8n-workflow', () => jest.requireActual('../../support/skippingSleep'));

// What holds for every operation, shown with the simplest one.
const account = useLeadSquared();
const upload = { resource: 'file', operation: 'upload' };
const withOptions = (options: IDataObject) => ({ ...upload, options });

async function mail(number: number, fileName = `${number}.pdf`): Promise<INodeExecutionData> {
	return {
		json: { mail: number },
		binary: { data: await onDisk(`content ${number}`, { fileName }) },
	};
}

/** Five items; 1 has no file, 3 has one that LeadSquared does not take. */
async function mixed(): Promise<INodeExecutionData[]> {
	account.crm.switches.uploadReply = ({ fileName }) =>
		fileName === 'bad.pdf' ? 'errorEnvelope500' : 'keepName';
	return [
		await mail(0),
		{ json: { mail: 1 } },
		await mail(2),
		await mail(3, 'bad.pdf'),
		await mail(4),
	];
}

test.each([
	['on disk', onDisk],
	['in memory', async (content: Buffer, facts: object) => inMemory(content, facts)],
	['in a database', storedBy],
])('files %s arrive byte by byte, empty ones too', async (_, store) => {
	const contents = [bytesOf(0), bytesOf(1), bytesOf(70_000), bytesOf(3_000_000)];
	const items = await Promise.all(
		contents.map(async (content, index) => ({
			json: {},
			binary: { data: await store(content, { fileName: `${index}.bin`, mimeType: 'text/x-b' }) },
		})),
	);
	const { error } = await account.run(withOptions({ parallelRequests: 1 }), items);
	expect(error).toBeUndefined();
	expect(account.crm.uploads.map(({ file }) => file)).toMatchObject(
		contents.map((content, index) => ({
			fileName: `${index}.bin`,
			mimeType: 'text/x-b',
			bytes: content.length,
			sha256: sha256(content),
		})),
	);
});

test('an item without a file is handed on unchanged when the user wants that', async () => {
	const items = [{ json: { mail: 1 } }, await mail(2), { json: { mail: 3 } }];
	const { output } = await account.run(withOptions({ whenFileMissing: 'passThrough' }), items);
	expect(output[0]).toEqual({ json: { mail: 1 }, pairedItem: { item: 0 } });
	expect(output[1].json).toMatchObject({ uploadedFile: '2.pdf' });
	expect(output[2]).toEqual({ json: { mail: 3 }, pairedItem: { item: 2 } });
	expect(account.crm.uploads).toHaveLength(1);
});

test('combined binary mode works from end to end', async () => {
	const settings = { binaryMode: 'combined' } as const;
	const parameters = { ...upload, binaryPropertyName: '={{ $json._files.data }}' };
	const { output, error } = await account.run(parameters, [await mail(0)], { settings });
	expect(error).toBeUndefined();
	expect(output[0].json).toMatchObject({ fileName: '0.pdf', binaryField: 'data' });
});

test('several files of an item are opened one after the other', async () => {
	const binary: INodeExecutionData['binary'] = {};
	for (const name of ['a', 'b', 'c'])
		binary[name] = await onDisk(bytesOf(600_000), { fileName: name });
	const { opened, stop } = await watchStreams();
	const parameters = { ...upload, fileSelection: 'all' };
	await account.run(parameters, [{ json: {}, binary }]).finally(stop);
	expect(opened.map(({ openAtTheTime }) => openAtTheTime)).toEqual([[], [], []]);
	expect(opened.every(({ stream }) => stream.destroyed)).toBe(true);
});

describe('when items fail', () => {
	test('the workflow stops, and the error tells item, reason and how far it got', async () => {
		const { error, output } = await account.run(
			withOptions({ parallelRequests: 1 }),
			await mixed(),
		);
		expect(output).toEqual([]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'There is no file in the binary field "data" [item 1]',
			description: expect.stringMatching(/Done before the workflow stopped: item \d of 5/),
			context: { itemIndex: 1 },
		});
		expect(account.crm.uploads.map(({ name }) => name)).toEqual(['0.pdf']);
	});

	test('with "Continue" every item is accounted for, in order and linked', async () => {
		const items = await mixed();
		const { output, error } = await account.run(upload, items, {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		expect(output.map(({ json }) => json.uploadedFile ?? json.error)).toEqual([
			'0.pdf',
			'There is no file in the binary field "data" [item 1]',
			'2.pdf',
			'LeadSquared says: The file could not be uploaded. [item 3]',
			'4.pdf',
		]);
		// Not only what happened, also what to do.
		expect(JSON.stringify(output[1].json)).toContain('The item has no files.');
	});

	test('with "Continue (using error output)" each item leaves by its output', async () => {
		const items = await mixed();
		const { output, errorOutput } = await account.run(upload, items, {
			onError: 'continueErrorOutput',
		});
		const linked = ({ pairedItem }: INodeExecutionData) => pairedItem;
		expect(output.map(linked)).toEqual([{ item: 0 }, { item: 2 }, { item: 4 }]);
		expect(errorOutput.map(linked)).toEqual([{ item: 1 }, { item: 3 }]);
		// n8n adds what the item was.
		expect(errorOutput.map(({ json }) => json.mail)).toEqual([1, 3]);
		expect(errorOutput[1].json.error).toContain('The file could not be uploaded.');
	});

	test('a file that went missing fails alone', async () => {
		const lost = { json: {}, binary: { data: await storedBy('x', {}, { deleted: true }) } };
		const torn = {
			json: {},
			binary: { data: await storedBy(bytesOf(90_000), {}, { breaksAfter: 40_000 }) },
		};
		const items = [await mail(0), lost, torn, await mail(3)];
		const { output } = await account.run(upload, items, { onError: 'continueRegularOutput' });
		expect(output.map(({ json }) => json.error)).toEqual([
			undefined,
			'The file in the binary field "data" is no longer in n8n\'s storage [item 1]',
			'The file "data.pdf" could not be read from n8n\'s storage [item 2]',
			undefined,
		]);
	});

	test('"Retry On Fail" sends the same file again', async () => {
		account.crm.switches.uploadReply = (_, count) => (count === 1 ? 'htmlBadGateway' : 'keepName');
		const { output, error } = await account.run(upload, [await mail(0)], { tries: 2 });
		expect(error).toBeUndefined();
		expect(output).toHaveLength(1);
		expect(account.crm.uploadCount).toBe(2);
		expect(account.crm.uploads[0].file.sha256).toBe(sha256('content 0'));
	});
});

test('the stop button ends an upload that is under way, and what has not begun', async () => {
	const controller = new AbortController();
	account.crm.intercept = (request) => {
		request.once('data', () => controller.abort());
		return true;
	};
	const { opened, stop } = await watchStreams();
	const items = await Promise.all([0, 1, 2, 3, 4, 5].map(async (n) => await mail(n)));
	const settings = { signal: controller.signal, onError: 'continueRegularOutput' as const };
	const { ms } = await account
		.run(withOptions({ parallelRequests: 1 }), items, settings)
		.finally(stop);
	expect(ms).toBeLessThan(20_000);
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(account.crm.requests).toHaveLength(1);
	expect(opened.every(({ stream }) => stream.destroyed)).toBe(true);
});

test('without a credential, or with an address that is not secure, nothing is sent', async () => {
	const items = [await mail(0)];
	const without = runNode({ ...account.node(), parameters: upload, items });
	const { error } = await without;
	expect(error?.message).toMatch(/credentials/i);
	const credentialData = { apiUrl: 'http://crm.example.com' };
	const insecure = await account.run(upload, items, { credentialData });
	expect(insecure.error?.message).toContain('is not secure');
	expect(account.crm.requests).toEqual([]);
});

describe('what fails for all items is an error of each when the workflow goes on', () => {
	const broken = { credentialData: { apiUrl: 'http://crm.example.com' } };
	const noSuchItem = withOptions({ timeout: '={{ $("Nowhere").item.json.seconds }}' });

	test.each([
		['a credential that cannot be used', upload, broken, 'is not secure'],
		['an option that cannot be read', noSuchItem, {}, "Referenced node doesn't exist"],
	])('%s', async (_, parameters, settings, message) => {
		const items = [await mail(0), await mail(1)];
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
			const result = await account.run(parameters, items, { ...settings, onError });
			const failed = onError === 'continueErrorOutput' ? result.errorOutput : result.output;
			expect(result.error).toBeUndefined();
			expect(failed.map(({ json }) => json.error)).toEqual([
				expect.stringContaining(message),
				expect.stringContaining(message),
			]);
			expect(result.output).toHaveLength(onError === 'continueErrorOutput' ? 0 : 2);
		}
		expect(account.crm.requests).toEqual([]);
	});
});

test('an option that fails for the first item is an error of that item alone', async () => {
	const fileName = '={{ $itemIndex === 0 ? $("Nowhere").item.json.name : "b.pdf" }}';
	const items = [await mail(0), await mail(1)];
	const onError = 'continueRegularOutput' as const;
	const { output } = await account.run(withOptions({ fileName }), items, { onError });
	expect(output.map(({ json }) => json.sentFileName)).toEqual([undefined, 'b.pdf']);
	expect(output[0].json.error).toContain("Referenced node doesn't exist");
});

test.each([-1, 0, ''])('a timeout of %s is none', async (timeout) => {
	const { output } = await account.run(withOptions({ timeout }), [await mail(0)]);
	expect(output).toHaveLength(1);
});

test('a timeout that is not a number is an error', async () => {
	const { error } = await account.run(withOptions({ timeout: 'soon' }), [await mail(0)]);
	expect(error?.message).toBe(`'Timeout (Seconds)' is not a number: "soon"`);
});

test('the name of the sender stays in the output when another one is sent', async () => {
	const { output } = await account.run(withOptions({ fileName: 'b.pdf' }), [await mail(0)]);
	expect(output[0].json).toMatchObject({ fileName: '0.pdf', sentFileName: 'b.pdf' });
});

describe('keys show up nowhere', () => {
	const secretKey = 'S3cr3t/key+with=odd&chars %';
	const echo = (status: number, type: string) => {
		account.crm.intercept = (request, response) => {
			const said = `no: ${secretKey} ${encodeURIComponent(secretKey)} ${account.crm.keys.accessKey}`;
			const body =
				type === 'json' ? JSON.stringify({ Status: 'Error', ExceptionMessage: said }) : said;
			request.resume().on('end', () => {
				response.writeHead(status, {
					'content-type': `text/${type}`,
					location: `/?k=${secretKey}`,
				});
				response.end(body);
			});
			return true;
		};
	};
	const secrets = () => [secretKey, account.crm.keys.accessKey];
	const credentialData = { secretKey };

	test.each([
		[200, 'json'],
		[500, 'json'],
		[401, 'json'],
		[502, 'html'],
		[302, 'html'],
		[200, 'html'],
	])('when the service repeats them in a %i (%s)', async (status, type) => {
		for (const onError of [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const) {
			echo(status, type);
			const result = await account.run(upload, [await mail(0)], { credentialData, onError });
			const failed = result.error ?? result.output[0] ?? result.errorOutput[0];
			expect(JSON.stringify(failed)).toContain('error');
			expectNoSecret([result.run, result.error], secrets());
		}
	});

	test('when the connection breaks', async () => {
		account.crm.intercept = (request) => {
			request.socket.resetAndDestroy();
			return true;
		};
		const result = await account.run(upload, [await mail(0)], { credentialData });
		expect(result.error?.message).toContain('closed the connection');
		expectNoSecret([result.run, result.error], secrets());
	});

	test('in a success with the raw answer', async () => {
		account.crm.intercept = (request, response) => {
			const answer = { Status: 'Success', uploadedFile: 'a.pdf', echo: secretKey };
			request.resume().on('end', () => response.end(JSON.stringify(answer)));
			return true;
		};
		const result = await account.run(withOptions({ rawResponse: true }), [await mail(0)], {
			credentialData,
		});
		expect(result.output[0].json.response).toMatchObject({ echo: '[hidden]' });
		expectNoSecret(result.run, secrets());
	});
});
